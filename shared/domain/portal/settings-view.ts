import type { Target } from '../../contracts/ids.ts';
import type { LedgerSettings } from '../../contracts/settings.ts';
import type { SettingsVersion } from '../../contracts/settings-version.ts';
import { sourceManifest } from '../../source/registry.ts';
import { targets } from '../../targets/registry.ts';
import type { Catalogue, CatalogueAccount } from '../ledger/drafts.ts';
import type { Entered, FieldErrors } from '../settings/form/entered.ts';
import { type FormRows, formRows } from '../settings/form/form-rows.ts';
import { formValues } from '../settings/form/form-values.ts';
import { checkHealth } from '../settings/health/check-health.ts';
import type { Finding, SettingsPlace } from '../settings/health/finding.ts';
import { isPosting } from '../settings/is-posting.ts';
import { type Reading, unreadWords, whatWasRead } from '../settings/reading.ts';
import type { SourceUses } from '../settings/source-uses.ts';
import { type HistoryEntry, historyEntries } from './settings-history.ts';

export interface SettingsViewFacts {
  operatorName: string;
  settings: LedgerSettings;
  catalogue: Reading<Catalogue>;
  uses: Reading<SourceUses>;
  callsPerDay: number | undefined;
  history: SettingsVersion[];
}

/** What a form brought back, or what became of it; absent: the page was only opened. */
export interface SettingsFormState {
  entered?: Entered;
  errors?: FieldErrors;
  /** What others saved while the form was open. */
  meanwhile?: SettingsVersion[];
  isSaved?: boolean;
}

export interface AccountOption {
  code: string;
  name: string;
}

export interface SettingsView {
  target: Target;
  names: { source: string; target: string };
  operatorName: string;
  organisationName: string | undefined;
  version: number;
  values: Entered;
  errors: FieldErrors;
  rows: FormRows;
  /** In one word at the top; unknown while the ledger cannot be read. */
  health: 'healthy' | 'not healthy' | 'unknown';
  findings: Finding[];
  /** What cannot be read right now, as sentences. */
  unread: string[];
  /** For lines of documents. */
  lineAccounts: AccountOption[];
  /** For payments. */
  payableAccounts: AccountOption[];
  categories: string[];
  /** Active options of the category that is chosen. */
  siteOptions: string[];
  /** Last closed day, and what the organisation is kept in. */
  lockedUntil: string | undefined;
  baseCurrency: string | undefined;
  zone: string | undefined;
  history: HistoryEntry[];
  /** Undefined: nobody saved while the form was open. */
  meanwhile: HistoryEntry[] | undefined;
  isSaved: boolean;
  /** What comes next while nothing is sent yet; undefined: sending is on. */
  previewHref: string | undefined;
}

/** Everything that the settings page shows. */
export function settingsView(facts: SettingsViewFacts, state: SettingsFormState): SettingsView {
  const { settings } = facts;
  const catalogue = whatWasRead(facts.catalogue);
  const uses = whatWasRead(facts.uses);
  const names = { source: sourceManifest.name, target: targets[settings.target].name };
  const { paymentMethods } = sourceManifest;
  const rows = formRows({ settings, catalogue, uses, paymentMethods });
  const { callsPerDay } = facts;
  const health = catalogue && checkHealth({ settings, catalogue, uses, callsPerDay, names });
  const values = state.entered ?? formValues(settings, rows, catalogue);
  return {
    target: settings.target,
    names,
    operatorName: facts.operatorName,
    organisationName: catalogue?.organisationName,
    version: settings.version,
    values,
    errors: state.errors ?? {},
    rows,
    health: healthWord(health?.isHealthy),
    findings: health?.findings ?? [],
    unread: unreadLines(facts, names),
    ...accountLists(catalogue),
    ...trackingLists(catalogue, values.trackingCategoryName ?? ''),
    lockedUntil: lockedUntil(catalogue),
    baseCurrency: catalogue?.baseCurrency,
    zone: settings.timeZone,
    history: historyEntries(facts.history, settings.timeZone),
    meanwhile: state.meanwhile && historyEntries(state.meanwhile, settings.timeZone),
    isSaved: state.isSaved ?? false,
    previewHref: isPosting(settings) ? undefined : `/preview/${settings.target}`,
  };
}

/** What concerns a section of the page. */
export function findingsAt({ findings }: SettingsView, place: SettingsPlace): Finding[] {
  return findings.filter((one) => one.place === place);
}

function healthWord(isHealthy: boolean | undefined): SettingsView['health'] {
  if (isHealthy === undefined) return 'unknown';
  return isHealthy ? 'healthy' : 'not healthy';
}

function unreadLines(facts: SettingsViewFacts, names: SettingsView['names']): string[] {
  const ledger = unreadWords(facts.catalogue, names.target);
  const source = unreadWords(facts.uses, names.source);
  const lists = whatWasRead(facts.uses)?.unread ?? [];
  return [
    ...(ledger === undefined
      ? []
      : [
          `${ledger} What is set is shown below; accounts, tax rates and tracking can be chosen as soon as it can be read.`,
        ]),
    ...(source === undefined
      ? []
      : [`${source} Its accounting codes and sites are shown as soon as it can be read.`]),
    ...(lists.length === 0
      ? []
      : [
          `We may not read ${lists.join(', ')} in ${names.source}, so their codes are shown once invoices bear them. To allow it, connect ${names.source} anew.`,
        ]),
  ];
}

function accountLists(
  catalogue: Catalogue | undefined,
): Pick<SettingsView, 'lineAccounts' | 'payableAccounts'> {
  const active = (catalogue?.accounts ?? []).filter(({ isActive }) => isActive);
  const payable = ({ type, acceptsPayments }: CatalogueAccount) =>
    type === 'BANK' || acceptsPayments;
  return {
    lineAccounts: optionsOf(active.filter(({ type }) => type !== 'BANK')),
    payableAccounts: optionsOf(active.filter(payable)),
  };
}

function optionsOf(accounts: CatalogueAccount[]): AccountOption[] {
  return accounts
    .flatMap(({ code, name }) => (code === undefined ? [] : [{ code, name }]))
    .sort((left, right) => (left.code < right.code ? -1 : 1));
}

function trackingLists(
  catalogue: Catalogue | undefined,
  chosen: string,
): Pick<SettingsView, 'categories' | 'siteOptions'> {
  const active = (catalogue?.trackingCategories ?? []).filter(({ isActive }) => isActive);
  const category = active.find(({ name }) => name.toLowerCase() === chosen.trim().toLowerCase());
  const options = (category?.options ?? []).filter(({ isActive }) => isActive);
  return {
    categories: active.map(({ name }) => name),
    siteOptions: options.map(({ name }) => name).sort(),
  };
}

function lockedUntil(catalogue: Catalogue | undefined): string | undefined {
  return [catalogue?.periodLockDate, catalogue?.endOfYearLockDate]
    .filter((day) => day !== undefined)
    .sort()
    .at(-1);
}
