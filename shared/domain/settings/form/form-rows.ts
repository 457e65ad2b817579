import type { LedgerSettings } from '../../../contracts/settings.ts';
import type { Catalogue, CatalogueTaxRate } from '../../ledger/drafts.ts';
import { chooseAccount } from '../../mapping/choose-account.ts';
import { accountOfCode } from '../account-of-code.ts';
import { type Proposal, proposeAccount } from '../propose-account.ts';
import type { SourceUses, UsedCode } from '../source-uses.ts';

/** What the page is made from; what could not be read is undefined. */
export interface FormFacts {
  settings: LedgerSettings;
  catalogue: Catalogue | undefined;
  uses: SourceUses | undefined;
  /** Ways to pay, by the source's word, in words for people. */
  paymentMethods: Readonly<Record<string, string>>;
}

export interface CodeRow {
  code: string;
  names: string[];
  /** Undefined while the chart cannot be read. */
  proposal: Proposal | undefined;
}

export interface RateRow {
  /** As in `taxKey`. */
  key: string;
  accountCode: string | undefined;
  rateBasisPoints: number;
  fitting: CatalogueTaxRate[];
  /** The account's own default, where it fits: taken without a choice. */
  ownDefault: CatalogueTaxRate | undefined;
}

export interface FormRows {
  codes: CodeRow[];
  rates: RateRow[];
  sites: Array<{ key: string; name: string }>;
  methods: Array<{ key: string; words: string }>;
}

/** The rows of the page's tables: what the source uses, and what is chosen already. */
export function formRows(facts: FormFacts): FormRows {
  const { settings, uses, paymentMethods } = facts;
  const known = uses?.sites ?? [];
  const siteKeys = [
    ...new Set([...known.map(({ siteId }) => siteId), ...Object.keys(settings.siteOptions)]),
  ];
  const methods = [
    ...new Set([...Object.keys(paymentMethods), ...Object.keys(settings.clearingAccounts)]),
  ];
  return {
    codes: codeRows(facts),
    rates: rateRows(facts),
    sites: siteKeys.map((key) => ({
      key,
      name: known.find(({ siteId }) => siteId === key)?.name ?? key,
    })),
    methods: methods.map((key) => ({ key, words: paymentMethods[key] ?? key })),
  };
}

function codeRows({ settings, catalogue, uses }: FormFacts): CodeRow[] {
  const used = (uses?.codes ?? []).filter(({ code }) => code !== undefined);
  const codes = new Set(used.map(({ code }) => code));
  const chosen: UsedCode[] = Object.keys(settings.accountMap)
    .filter((code) => !codes.has(code))
    .map((code) => ({ code, names: [], rates: [], isDeposit: false }));
  return [...used, ...chosen].map((one) => ({
    code: one.code ?? '',
    names: one.names,
    proposal: catalogue && proposeAccount(one, catalogue.accounts),
  }));
}

/** Names a rule: the account in the ledger, empty for all, and the rate. */
export function taxKey(accountCode: string | undefined, rateBasisPoints: number): string {
  return `${accountCode ?? ''}|${rateBasisPoints}`;
}

/** Undefined where the text is none. */
export function readTaxKey(
  key: string,
): { accountCode: string | undefined; rateBasisPoints: number } | undefined {
  const at = key.lastIndexOf('|');
  const rateBasisPoints = Number(key.slice(at + 1));
  if (at < 0 || key.slice(at + 1) === '' || Number.isNaN(rateBasisPoints)) return undefined;
  return { accountCode: key.slice(0, at) || undefined, rateBasisPoints };
}

function rateRows(facts: FormFacts): RateRow[] {
  const { settings } = facts;
  const rows = new Map<string, RateRow>();
  const add = (accountCode: string | undefined, rateBasisPoints: number) => {
    const key = taxKey(accountCode, rateBasisPoints);
    rows.set(key, {
      key,
      accountCode,
      rateBasisPoints,
      ...fittingRates(facts, { accountCode, rateBasisPoints }),
    });
  };
  for (const used of facts.uses?.codes ?? []) {
    const code = ledgerCodeOf(used, facts);
    if (code !== undefined)
      for (const { rateBasisPoints } of used.rates) add(code, rateBasisPoints);
  }
  for (const rule of settings.taxRules) add(rule.accountCode, rule.rateBasisPoints);
  return [...rows.values()];
}

function ledgerCodeOf(used: UsedCode, { settings, catalogue }: FormFacts): string | undefined {
  if (catalogue === undefined) return undefined;
  const choice = chooseAccount(accountOfCode(used, settings), settings, catalogue);
  return choice.ok ? choice.value.code : undefined;
}

function fittingRates(
  { catalogue }: FormFacts,
  { accountCode, rateBasisPoints }: { accountCode: string | undefined; rateBasisPoints: number },
): Pick<RateRow, 'fitting' | 'ownDefault'> {
  const fitting = (catalogue?.taxRates ?? []).filter(
    (rate) => rate.isActive && rate.appliesToRevenue && rate.rateBasisPoints === rateBasisPoints,
  );
  const account = catalogue?.accounts.find((one) => one.isActive && one.code === accountCode);
  const ownDefault = fitting.find(({ taxType }) => taxType === account?.defaultTaxType);
  return { fitting, ownDefault };
}
