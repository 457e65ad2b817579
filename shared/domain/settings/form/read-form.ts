import { type LedgerSettings, ledgerSettings } from '../../../contracts/settings.ts';
import type { Catalogue } from '../../ledger/drafts.ts';
import { plainName } from '../../ledger/effect-ids.ts';
import { settingWords } from '../../setting-names/setting-words.ts';
import { isMeaningful } from '../check-setting.ts';
import { changedFields, settingsDifferences } from '../settings-differences.ts';
import { checkEntered } from './check-entered.ts';
import { type Entered, type FieldErrors, rowName, rowsOf } from './entered.ts';
import { readTaxKey, taxKey } from './form-rows.ts';
import { type PlainField, plainFields, tickFields } from './form-values.ts';

export interface ReadForm {
  /** As far as it could be read; what could not is as it was. */
  settings: LedgerSettings;
  errors: FieldErrors;
}

/**
 * The settings that a form asks for, and what does not fit, at each field. Without the chart only the
 * shape of things can be told, so what names the ledger is refused where it was changed.
 */
export function readForm(
  entered: Entered,
  settings: LedgerSettings,
  catalogue: Catalogue | undefined,
): ReadForm {
  const plain = readPlain(entered, settings);
  const rows = readRows(entered, plain.settings, catalogue);
  const errors = { ...plain.errors, ...rows.errors };
  const changed = changedFields(settingsDifferences(settings, rows.settings));
  const misfits = checkEntered({ settings: rows.settings, catalogue, changed });
  return { settings: rows.settings, errors: { ...misfits, ...errors } };
}

function readPlain(entered: Entered, settings: LedgerSettings): ReadForm {
  const errors: Record<string, string> = {};
  let read = readTicks(entered, settings);
  for (const name of plainFields) {
    const next = withField(read, name, entered[name]?.trim());
    if (next === undefined) errors[name] = `Please give ${wordsOf(name)}.`;
    else read = next;
  }
  return { settings: read, errors };
}

/** The page has no null: an empty input is what takes an optional setting away. */
function wordsOf(name: PlainField): string {
  return settingWords[name].replace(/, or null.*$/, ', or leave it empty');
}

function readTicks(entered: Entered, settings: LedgerSettings): LedgerSettings {
  const ticks = tickFields.map((name) => [name, entered[name] === 'yes'] as const);
  return { ...settings, ...Object.fromEntries(ticks) };
}

/** Undefined: it does not fit. A field that was not sent is as it was. */
function withField(
  settings: LedgerSettings,
  name: PlainField,
  text: string | undefined,
): LedgerSettings | undefined {
  if (text === undefined) return settings;
  if (name === 'timeZone') return withZone(settings, text);
  const { [name]: _former, ...rest } = settings;
  const value = name === 'paymentTermsDays' && text !== '' ? Number(text) : text;
  const wished = text === '' ? rest : { ...rest, [name]: value };
  const parsed = ledgerSettings.safeParse(wished);
  return parsed.success && isMeaningful(parsed.data, name) ? parsed.data : undefined;
}

/** Empty follows the ledger, whose zone is noted with the next document. */
function withZone(settings: LedgerSettings, text: string): LedgerSettings | undefined {
  const follows = settings.ledgerTimeZone !== undefined || settings.timeZone === undefined;
  const { timeZone: _zone, ledgerTimeZone: _ledger, ...rest } = settings;
  if (text === '') return follows ? settings : rest;
  const wished = { ...rest, timeZone: text };
  return isMeaningful(wished, 'timeZone') ? wished : undefined;
}

function readRows(
  entered: Entered,
  settings: LedgerSettings,
  catalogue: Catalogue | undefined,
): ReadForm {
  const taxes = readTaxes(entered, settings, catalogue);
  const sites = readSites(entered, settings, catalogue);
  return {
    settings: {
      ...settings,
      accountMap: readCodes(entered, 'account', settings.accountMap),
      clearingAccounts: readCodes(entered, 'method', settings.clearingAccounts),
      taxRules: taxes.rules,
      siteOptions: sites.options,
    },
    errors: { ...taxes.errors, ...sites.errors },
  };
}

/** Rows that were not on the page stay as they are. */
function readCodes(
  entered: Entered,
  table: 'account' | 'method',
  former: Record<string, string>,
): Record<string, string> {
  const codes = new Map(Object.entries(former));
  for (const { key, value } of rowsOf(entered, table)) {
    if (value === '') codes.delete(key);
    else codes.set(key, codeIn(value));
  }
  return Object.fromEntries(codes);
}

/** A list of the browser may have put the name behind the code. */
export function codeIn(text: string): string {
  return text.split(' · ')[0]?.trim() ?? text;
}

function readTaxes(entered: Entered, settings: LedgerSettings, catalogue: Catalogue | undefined) {
  const rows = new Map(rowsOf(entered, 'tax').map(({ key, value }) => [key, value]));
  const errors: Record<string, string> = {};
  const rules = settings.taxRules.flatMap((rule) => {
    const key = taxKey(rule.accountCode, rule.rateBasisPoints);
    const chosen = rows.get(key);
    rows.delete(key);
    if (chosen === undefined) return [rule];
    return chosen === '' ? [] : [{ ...rule, taxType: chosen }];
  });
  for (const [key, taxType] of rows) {
    const wanted = readTaxKey(key);
    if (wanted === undefined || taxType === '') continue;
    const { accountCode, rateBasisPoints } = wanted;
    const isKnown = catalogue?.taxRates.some((rate) => rate.taxType === taxType && rate.isActive);
    if (isKnown === false) errors[rowName('tax', key)] = 'This tax rate is not there any more.';
    rules.push({ ...(accountCode === undefined ? {} : { accountCode }), rateBasisPoints, taxType });
  }
  return { rules, errors };
}

function readSites(entered: Entered, settings: LedgerSettings, catalogue: Catalogue | undefined) {
  const options = new Map(Object.entries(settings.siteOptions));
  const errors: Record<string, string> = {};
  for (const { key, value } of rowsOf(entered, 'site')) {
    if (value === '') options.delete(key);
    else if (catalogue !== undefined) {
      const optionId = optionOf(value, settings, catalogue);
      if (optionId !== undefined) options.set(key, optionId);
      else if (options.get(key) !== value)
        errors[rowName('site', key)] =
          `${settings.trackingCategoryName} has no active option called ${value}.`;
    }
  }
  return { options: Object.fromEntries(options), errors };
}

function optionOf(
  name: string,
  { trackingCategoryName }: LedgerSettings,
  { trackingCategories }: Catalogue,
): string | undefined {
  const category = trackingCategories.find(
    (one) => one.isActive && plainName(one.name) === plainName(trackingCategoryName),
  );
  const option = category?.options.find(
    (one) => one.isActive && plainName(one.name) === plainName(name),
  );
  return option?.optionId;
}
