import type { LedgerSettings } from '../../contracts/settings.ts';
import type { Catalogue, CatalogueAccount, CatalogueTaxRate } from '../ledger/drafts.ts';
import { inclusiveTaxMinor } from '../money/inclusive-tax.ts';

/*
 * What a person may choose so that records of an issue are posted differently from now on. The issue
 * names an account code, or a line's tax and its account; the choice becomes a change of the settings.
 */

/** What records of one cause have in common: the code that does not fit, or the account of the line. */
export interface Subject {
  /** `line`: of invoice lines. `payment`: where money arrives. `none`: lines without any code. */
  kind: 'line' | 'payment' | 'none' | 'tax';
  /** The code; empty where there is none. */
  code: string;
}

export interface Choice {
  value: string;
  words: string;
}

/** One code, or one account's tax, with what waits for it and what may be chosen. */
export interface Choosing {
  subject: Subject;
  records: number;
  /** By currency, in minor units. */
  sums: Record<string, number>;
  choices: Choice[];
}

/** A tax and the total it is contained in, on which account; as issues of taxes say it. */
interface TaxedSum {
  taxMinor: number;
  totalMinor: number;
  accountCode: string;
}

/** Undefined: the fact is another version's, or names nothing that can be chosen for. */
export function subjectOf(
  { cause, fact }: { cause: string; fact?: string | undefined },
  settings: LedgerSettings,
): Subject | undefined {
  if (cause === 'tax_rate_ambiguous') {
    const sum = taxedSum(fact);
    return sum && { kind: 'tax', code: sum.accountCode };
  }
  if (cause === 'account_missing') return { kind: 'none', code: '' };
  if (cause === 'clearing_account_missing') return { kind: 'payment', code: '' };
  if (fact === undefined || !/^account_|^clearing_account_/.test(cause)) return undefined;
  const isClearing = cause === 'clearing_account_refused' || isOnlyClearing(fact, settings);
  return { kind: isClearing ? 'payment' : 'line', code: fact };
}

/** Accounts, or tax rates, that the ledger takes for it. */
export function choicesFor(
  subject: Subject,
  catalogue: Catalogue,
  facts: readonly string[],
): Choice[] {
  if (subject.kind === 'tax')
    return ratesFor(facts, catalogue).map((rate) => ({ value: rate.taxType, words: rate.name }));
  const takes = subject.kind === 'payment' ? takesMoney : takesLines;
  return catalogue.accounts
    .filter((account) => account.isActive && takes(account) && isOnlyOne(account, catalogue))
    .flatMap(({ code, name }) =>
      code === undefined ? [] : [{ value: code, words: `${code} ${name}` }],
    )
    .filter(({ value }) => value !== subject.code)
    .sort((left, right) => (left.value < right.value ? -1 : 1));
}

/** The settings with the choice in them; later documents go by it, posted ones stay. */
export function settingsWith(
  settings: LedgerSettings,
  {
    subject,
    value,
    rates,
  }: { subject: Subject; value: string; rates: readonly CatalogueTaxRate[] },
): LedgerSettings {
  const { code } = subject;
  if (subject.kind === 'none') return { ...settings, defaultAccountCode: value };
  if (subject.kind === 'payment') return withClearing(settings, code, value);
  if (subject.kind === 'tax') return withTaxRules(settings, code, rates);
  const { accountMap, defaultAccountCode } = settings;
  const changed = Object.entries(accountMap).map(([from, to]) => [from, to === code ? value : to]);
  return {
    ...settings,
    accountMap: { ...Object.fromEntries(changed), [code]: value },
    ...(defaultAccountCode === code ? { defaultAccountCode: value } : {}),
  };
}

/** Rates that fit one of the sums and were chosen by their name in the ledger. */
export function ratesFor(facts: readonly string[], catalogue: Catalogue): CatalogueTaxRate[] {
  const sums = facts.flatMap((fact) => taxedSum(fact) ?? []);
  return catalogue.taxRates.filter(
    (rate) => rate.isActive && rate.appliesToRevenue && sums.some((sum) => fits(sum, rate)),
  );
}

function fits({ taxMinor, totalMinor }: TaxedSum, { rateBasisPoints }: CatalogueTaxRate): boolean {
  const off = Math.abs(inclusiveTaxMinor(totalMinor, rateBasisPoints) - taxMinor);
  return off === 0 || (off === 1 && taxMinor !== 0 && rateBasisPoints !== 0);
}

function taxedSum(fact: string | undefined): TaxedSum | undefined {
  const [, tax, total, accountCode] = /^(-?\d+) of (-?\d+) on account (.+)$/.exec(fact ?? '') ?? [];
  if (accountCode === undefined) return undefined;
  return { taxMinor: Number(tax), totalMinor: Number(total), accountCode };
}

/** The code is where money arrives, and no line goes there. */
function isOnlyClearing(code: string, settings: LedgerSettings): boolean {
  const { clearingAccountCode, clearingAccounts, defaultAccountCode, accountMap } = settings;
  const isClearing = [clearingAccountCode, ...Object.values(clearingAccounts)].includes(code);
  return isClearing && ![defaultAccountCode, ...Object.values(accountMap)].includes(code);
}

function withClearing(settings: LedgerSettings, code: string, value: string): LedgerSettings {
  const { clearingAccountCode, clearingAccounts } = settings;
  const methods = Object.entries(clearingAccounts).map(([method, account]) => [
    method,
    account === code ? value : account,
  ]);
  const isDefault = clearingAccountCode === undefined || clearingAccountCode === code;
  return {
    ...settings,
    clearingAccounts: Object.fromEntries(methods),
    ...(isDefault ? { clearingAccountCode: value } : {}),
  };
}

/** First match wins, so the new ones stand first, and what they replace goes. */
function withTaxRules(
  settings: LedgerSettings,
  accountCode: string,
  rates: readonly CatalogueTaxRate[],
): LedgerSettings {
  const rules = rates.map(({ rateBasisPoints, taxType }) => ({
    accountCode,
    rateBasisPoints,
    taxType,
  }));
  const isReplaced = (rule: LedgerSettings['taxRules'][number]) =>
    rule.accountCode === accountCode &&
    rules.some(({ rateBasisPoints }) => rateBasisPoints === rule.rateBasisPoints);
  const kept = settings.taxRules.filter((rule) => !isReplaced(rule));
  return { ...settings, taxRules: [...rules, ...kept] };
}

/** A ledger refuses bank accounts on the lines of an invoice. */
function takesLines({ type }: CatalogueAccount): boolean {
  return type !== 'BANK';
}

function takesMoney({ type, acceptsPayments }: CatalogueAccount): boolean {
  return type === 'BANK' || acceptsPayments;
}

/** Of two active accounts with one code the ledger would take either. */
function isOnlyOne({ code }: CatalogueAccount, { accounts }: Catalogue): boolean {
  return accounts.filter((other) => other.isActive && other.code === code).length === 1;
}
