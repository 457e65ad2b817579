import type { LedgerSettings } from '../../../contracts/settings.ts';
import type { Catalogue } from '../../ledger/drafts.ts';
import type { SettingName } from '../../setting-names/setting-words.ts';
import { type Entered, rowName } from './entered.ts';
import type { CodeRow, FormRows } from './form-rows.ts';
import { taxKey } from './form-rows.ts';

/** Settings that are one input, or one choice, of the page. */
export const plainFields = [
  'startDate',
  'timeZone',
  'invoiceStatus',
  'creditNoteStatus',
  'paymentTermsDays',
  'lockedPeriod',
  'changedDocument',
  'defaultAccountCode',
  'taxCentDifference',
  'trackingCategoryName',
  'clearingAccountCode',
  'overpayment',
  'postPaymentCredit',
  'depositAccountCode',
  'voidedDocument',
  'uncollectible',
  'badDebtAccountCode',
  'amountCentDifference',
  'roundingAccountCode',
  'foreignCurrency',
  'contactMatching',
] as const satisfies readonly SettingName[];
export type PlainField = (typeof plainFields)[number];

export const tickFields = [
  'historyNotes',
  'createTracking',
  'postPayments',
] as const satisfies readonly SettingName[];

/** What the inputs of the page show for these settings; a zone that follows the ledger is empty. */
export function formValues(
  settings: LedgerSettings,
  rows: FormRows,
  catalogue: Catalogue | undefined,
): Entered {
  const plain = plainFields.map((name) => [name, String(settings[name] ?? '')]);
  const ticks = tickFields.filter((name) => settings[name]).map((name) => [name, 'yes']);
  const zone = settings.ledgerTimeZone === undefined ? (settings.timeZone ?? '') : '';
  return {
    ...Object.fromEntries([...plain, ...ticks]),
    timeZone: zone,
    ...tableValues(settings, rows, catalogue),
  };
}

function tableValues(
  settings: LedgerSettings,
  rows: FormRows,
  catalogue: Catalogue | undefined,
): Entered {
  const accounts = rows.codes.map((row) => [
    rowName('account', row.code),
    accountValue(row, settings),
  ]);
  const rates = rows.rates.map(({ key }) => [rowName('tax', key), ruleOf(key, settings)]);
  const sites = rows.sites.map(({ key }) => [
    rowName('site', key),
    optionName(settings.siteOptions[key], catalogue),
  ]);
  const methods = rows.methods.map(({ key }) => [
    rowName('method', key),
    settings.clearingAccounts[key] ?? '',
  ]);
  return Object.fromEntries([...accounts, ...rates, ...sites, ...methods]);
}

/** What is chosen, else the only account of a like name; a code that the chart has needs no choice. */
function accountValue({ code, proposal }: CodeRow, { accountMap }: LedgerSettings): string {
  const chosen = Object.hasOwn(accountMap, code) ? accountMap[code] : undefined;
  return chosen ?? (proposal?.kind === 'by_name' ? (proposal.account.code ?? '') : '');
}

function ruleOf(key: string, { taxRules }: LedgerSettings): string {
  const rule = taxRules.find((one) => taxKey(one.accountCode, one.rateBasisPoints) === key);
  return rule?.taxType ?? '';
}

/** By its name, as a person chooses it; an option that is gone stays visible by its id. */
function optionName(optionId: string | undefined, catalogue: Catalogue | undefined): string {
  if (optionId === undefined) return '';
  const options = (catalogue?.trackingCategories ?? []).flatMap((one) => one.options);
  return options.find((one) => one.optionId === optionId)?.name ?? optionId;
}
