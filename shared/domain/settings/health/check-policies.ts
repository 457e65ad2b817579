import { chooseAccount } from '../../mapping/choose-account.ts';
import { accountTrouble, troubleWords } from './account-trouble.ts';
import type { Finding, HealthCause, HealthFacts } from './finding.ts';

/** A policy that needs an account has one, and each account that is chosen can be used. */
export function checkPolicies(facts: HealthFacts): Finding[] {
  return [...accounts.flatMap((account) => chosen(account, facts)), ...missing(facts)];
}

/** What each account is for. */
const accounts = [
  { field: 'defaultAccountCode', words: 'lines without a code' },
  { field: 'depositAccountCode', words: 'deposits' },
  { field: 'badDebtAccountCode', words: 'bad debts' },
  { field: 'roundingAccountCode', words: 'rounding' },
] as const;

function chosen({ field, words }: (typeof accounts)[number], facts: HealthFacts): Finding[] {
  const code = facts.settings[field];
  if (code === undefined) return [];
  const choice = chooseAccount(code, facts.settings, facts.catalogue);
  const trouble = choice.ok ? undefined : accountTrouble(choice.cause);
  if (trouble === undefined) return [];
  return [
    {
      cause: `account_${trouble}`,
      place: field === 'defaultAccountCode' ? 'accounts' : 'policies',
      field,
      message: troubleWords(trouble, `The account ${code} for ${words}`),
      remedy: `Choose another account below, or put it right in ${facts.names.target}.`,
    },
  ];
}

function missing(facts: HealthFacts): Finding[] {
  const { settings, uses } = facts;
  const takesDeposits = (uses?.codes ?? []).some(({ isDeposit }) => isDeposit);
  const clearing = settings.clearingAccountCode ?? Object.values(settings.clearingAccounts)[0];
  return [
    ...ask(takesDeposits && goesToIncome(facts), 'deposit_missing', {
      field: 'depositAccountCode',
      words: 'Deposits are owed back to customers, and their code leads to an account of income.',
    }),
    ...ask(
      settings.uncollectible === 'credit' && settings.badDebtAccountCode === undefined,
      'bad_debt_missing',
      {
        field: 'badDebtAccountCode',
        words: 'Bad debts are to be written off, and no account is chosen for them.',
      },
    ),
    ...ask(
      settings.amountCentDifference === 'line' && settings.roundingAccountCode === undefined,
      'rounding_missing',
      {
        field: 'roundingAccountCode',
        words: 'A cent of rounding is to become a line, and no account is chosen for it.',
      },
    ),
    ...ask(
      settings.postPaymentCredit === 'refund' && clearing === undefined,
      'refund_without_clearing',
      {
        field: 'clearingAccountCode',
        words:
          'Credits after payment are to be paid back, and no account is chosen that they are paid from.',
      },
    ),
  ];
}

/** Kinds of accounts by the words of ledgers for what is earned. */
const income = /REVENUE|SALES|INCOME/i;

function goesToIncome({ settings, catalogue, uses }: HealthFacts): boolean {
  if (settings.depositAccountCode !== undefined) return false;
  return (uses?.codes ?? [])
    .filter(({ isDeposit }) => isDeposit)
    .some(({ code }) => {
      const choice = chooseAccount(
        code && (settings.accountMap[code] ?? code),
        settings,
        catalogue,
      );
      return choice.ok && income.test(choice.value.type);
    });
}

function ask(
  isMissing: boolean,
  cause: HealthCause,
  { field, words }: { field: string; words: string },
): Finding[] {
  if (!isMissing) return [];
  const place = field === 'clearingAccountCode' ? 'payments' : 'policies';
  const remedy = 'Choose an account below, or choose otherwise what is to be done.';
  return [{ cause, place, field, message: words, remedy }];
}
