import { chooseClearingAccount } from '../../mapping/choose-account.ts';
import { accountTrouble, troubleWords } from './account-trouble.ts';
import type { Finding, HealthFacts } from './finding.ts';

/** Every account that payments go to takes them. */
export function checkPayments(facts: HealthFacts): Finding[] {
  const { settings } = facts;
  if (!settings.postPayments) return [];
  const methods = Object.entries(settings.clearingAccounts).flatMap(([method, code]) =>
    accountFinding(code, `the payment method ${method}`, facts),
  );
  return [...accountFinding(settings.clearingAccountCode, 'payments', facts), ...methods];
}

function accountFinding(code: string | undefined, whose: string, facts: HealthFacts): Finding[] {
  const { clearingAccountCode: _usual, ...rest } = facts.settings;
  const asked = code === undefined ? rest : { ...rest, clearingAccountCode: code };
  const choice = chooseClearingAccount(asked, facts.catalogue);
  if (choice.ok) return [];
  const { target } = facts.names;
  const field = 'clearingAccountCode';
  const remedy = `Choose another account below, or allow payments to it in ${target}.`;
  const trouble = accountTrouble(choice.cause);
  const what = `The account ${code ?? ''} for ${whose}`;
  if (trouble !== undefined)
    return [
      {
        cause: `account_${trouble}`,
        place: 'payments',
        message: troubleWords(trouble, what),
        remedy,
      },
    ];
  if (choice.cause === 'clearing_account_refused')
    return [
      {
        cause: 'clearing_refuses',
        place: 'payments',
        field,
        message: `${what} takes no payments.`,
        remedy,
      },
    ];
  return [
    {
      cause: 'clearing_missing',
      place: 'payments',
      field,
      message: 'No account is chosen that receives payments.',
      remedy: 'Choose one below, or switch payments off and match them from the bank feed.',
    },
  ];
}
