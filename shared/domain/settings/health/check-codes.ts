import { chooseAccount } from '../../mapping/choose-account.ts';
import { accountOfCode } from '../account-of-code.ts';
import type { UsedCode } from '../source-uses.ts';
import { accountTrouble, troubleWords } from './account-trouble.ts';
import type { Finding, HealthFacts } from './finding.ts';

/** Each code that the source uses has an account that takes its lines. */
export function checkCodes(facts: HealthFacts): Finding[] {
  return (facts.uses?.codes ?? []).flatMap((used) => codeFinding(used, facts));
}

function codeFinding(used: UsedCode, facts: HealthFacts): Finding[] {
  const { settings, catalogue, names } = facts;
  const choice = chooseAccount(accountOfCode(used, settings), settings, catalogue);
  if (choice.ok) return [];
  const trouble = accountTrouble(choice.cause);
  if (trouble === undefined) return [missing(used, facts)];
  const { code } = used;
  const what =
    code === undefined || choice.detail === code
      ? `The code ${choice.detail}`
      : `The account ${choice.detail}, chosen for the code ${code},`;
  return [
    {
      cause: `code_${trouble}`,
      place: 'accounts',
      message: `${troubleWords(trouble, what)}${usedBy(used)}`,
      remedy: `Choose an account for it below, or add it in ${names.target}.`,
    },
  ];
}

function missing(used: UsedCode, { names }: HealthFacts): Finding {
  return {
    cause: 'code_missing',
    place: 'accounts',
    field: 'defaultAccountCode',
    message: `Some lines have no accounting code, and no account is chosen for such lines.${usedBy(used)}`,
    remedy: `Choose a default account below, or set a code in ${names.source}.`,
  };
}

function usedBy({ names }: UsedCode): string {
  return names.length === 0 ? '' : ` Used by: ${names.slice(0, 3).join('; ')}.`;
}
