import { chooseAccount } from '../../mapping/choose-account.ts';
import { chooseTax } from '../../mapping/choose-tax.ts';
import { percentWords } from '../../money/percent.ts';
import { accountOfCode } from '../account-of-code.ts';
import { misfitInLedger } from '../check-setting-in-ledger.ts';
import type { SeenRate, UsedCode } from '../source-uses.ts';
import { accountName } from './account-trouble.ts';
import type { Finding, HealthFacts } from './finding.ts';

/** Each rate that was seen under a code has one tax type in the ledger. */
export function checkRates(facts: HealthFacts): Finding[] {
  const seen = (facts.uses?.codes ?? []).flatMap((used) =>
    used.rates.flatMap((rate) => rateFinding(used, rate, facts)),
  );
  return [...ruleFinding(facts), ...seen];
}

function ruleFinding({ settings, catalogue }: HealthFacts): Finding[] {
  const misfit = misfitInLedger('taxRules', settings, catalogue);
  return misfit === undefined ? [] : [{ cause: 'tax_rule_misfit', place: 'tax', ...misfit }];
}

function rateFinding(used: UsedCode, rate: SeenRate, facts: HealthFacts): Finding[] {
  const { settings, catalogue, names } = facts;
  const account = chooseAccount(accountOfCode(used, settings), settings, catalogue);
  if (!account.ok) return [];
  // Rounding is no question of the rate: how a cent is treated is chosen elsewhere.
  const asSent = { ...settings, taxCentDifference: 'override' } as const;
  const choice = chooseTax({ ...rate, account: account.value }, asSent, catalogue);
  if (choice.ok) return [];
  const where = `${percentWords(rate.rateBasisPoints)} on ${accountName(account.value.code, catalogue)}`;
  if (choice.cause === 'tax_rate_ambiguous')
    return [
      {
        cause: 'rate_ambiguous',
        place: 'tax',
        message: `More than one tax rate fits ${where}.`,
        remedy: 'Choose which one is meant below.',
      },
    ];
  return [
    {
      cause: 'rate_missing',
      place: 'tax',
      message: `No active tax rate for sales is ${where}.`,
      remedy: `Add the rate in ${names.target}, or correct the tax in ${names.source}.`,
    },
  ];
}
