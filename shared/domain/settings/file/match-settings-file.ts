import type { LedgerSettings } from '../../../contracts/settings.ts';
import type { SettingsFile } from '../../../contracts/settings-file.ts';
import type { Catalogue } from '../../ledger/drafts.ts';
import { plainName } from '../../ledger/effect-ids.ts';
import { percentWords } from '../../money/percent.ts';
import { settingLabels } from '../../setting-names/setting-labels.ts';
import { settingNames, settingWords } from '../../setting-names/setting-words.ts';
import { optional } from '../../source/optional.ts';
import { isMeaningful } from '../check-setting.ts';
import { misfitInLedger } from '../check-setting-in-ledger.ts';
import { changedFields, settingsDifferences } from '../settings-differences.ts';
import type { SourceSite } from '../source-uses.ts';
import { accountCodesIn, withAccountCodes } from './settings-codes.ts';

export interface MatchedFile {
  settings: LedgerSettings;
  /** What has another code or id here, and was found by its name. */
  moved: string[];
  /** What is not here: with any of it nothing is imported. */
  unmatched: string[];
}

/** The settings of a file for another operator or organisation. */
export function matchSettingsFile(
  file: SettingsFile,
  facts: { present: LedgerSettings; catalogue: Catalogue; sites: readonly SourceSite[] },
): MatchedFile {
  const { present, catalogue, sites } = facts;
  const accounts = matchAccounts(file, catalogue);
  const taxes = matchTaxes(file, catalogue);
  const options = matchSites(file, catalogue, sites);
  const moved = withAccountCodes(
    { ...file.settings, operatorId: present.operatorId },
    accounts.codes,
  );
  const settings = withZone(
    {
      ...keptOf(present),
      ...withoutOwn(moved),
      taxRules: moved.taxRules.map((rule) => ({
        ...rule,
        taxType: taxes.types.get(rule.taxType) ?? rule.taxType,
      })),
      siteOptions: options.chosen,
    },
    present,
  );
  const unmatched = [...accounts.unmatched, ...taxes.unmatched, ...options.unmatched];
  return {
    settings,
    moved: [...accounts.moved, ...taxes.moved],
    unmatched: unmatched.length > 0 ? unmatched : misfits(settings, facts),
  };
}

type Kept = Pick<LedgerSettings, 'operatorId' | 'target' | 'version'> & Partial<LedgerSettings>;

/** Whose settings they are stays, and what is noted beside them. */
function keptOf(present: LedgerSettings): Kept {
  const { operatorId, target, version, accountId, sites, posting } = present;
  return {
    operatorId,
    target,
    version,
    ...optional('accountId', accountId),
    ...optional('sites', sites),
    ...optional('posting', posting),
  };
}

function withoutOwn(settings: Omit<LedgerSettings, 'sites' | 'posting'>) {
  const { operatorId, target, version, accountId, savedAt, savedBy, ...chosen } = settings;
  return chosen;
}

/** A file without a zone follows the ledger that it comes to, as that was followed before. */
function withZone(settings: LedgerSettings, present: LedgerSettings): LedgerSettings {
  if (settings.timeZone !== undefined) return settings;
  if (present.ledgerTimeZone === undefined) return settings;
  const { timeZone, ledgerTimeZone } = present;
  return { ...settings, ...optional('timeZone', timeZone), ledgerTimeZone };
}

function matchAccounts({ settings, names }: SettingsFile, { accounts }: Catalogue) {
  const codes = new Map<string, string>();
  const moved: string[] = [];
  const unmatched: string[] = [];
  const active = accounts.filter(({ isActive, code }) => isActive && code !== undefined);
  for (const code of accountCodesIn(settings)) {
    if (active.some((account) => account.code === code)) continue;
    const name = names.accounts[code];
    const [only, ...others] = active.filter((one) => isSame(one.name, name));
    const what = `Account ${code}${name === undefined ? '' : ` ${name}`}`;
    if (only?.code === undefined) unmatched.push(`${what} is not in the chart.`);
    else if (others.length > 0) unmatched.push(`${what} has several namesakes in the chart.`);
    else {
      codes.set(code, only.code);
      moved.push(`${what} is ${only.code} here.`);
    }
  }
  return { codes, moved, unmatched };
}

function matchTaxes({ settings, names }: SettingsFile, { taxRates }: Catalogue) {
  const types = new Map<string, string>();
  const moved: string[] = [];
  const unmatched: string[] = [];
  for (const { taxType, rateBasisPoints } of settings.taxRules) {
    const usable = taxRates.filter(
      (rate) => rate.isActive && rate.appliesToRevenue && rate.rateBasisPoints === rateBasisPoints,
    );
    if (types.has(taxType) || usable.some((rate) => rate.taxType === taxType)) continue;
    const name = names.taxRates[taxType]?.name;
    const [only, ...others] = usable.filter((rate) => isSame(rate.name, name));
    const what = `Tax rate ${taxType}${name === undefined ? '' : ` ${name}`} (${percentWords(rateBasisPoints)})`;
    if (only === undefined || others.length > 0) unmatched.push(`${what} is not there.`);
    else {
      types.set(taxType, only.taxType);
      moved.push(`${what} is ${only.taxType} here.`);
    }
  }
  return { types, moved, unmatched };
}

/** A site by its id, else by its name; its option by the name that it had. */
function matchSites(
  { settings, names }: SettingsFile,
  { trackingCategories }: Catalogue,
  sites: readonly SourceSite[],
) {
  const chosen: Record<string, string> = {};
  const unmatched: string[] = [];
  const category = trackingCategories.find(
    ({ isActive, name }) => isActive && isSame(name, settings.trackingCategoryName),
  );
  for (const siteId of Object.keys(settings.siteOptions)) {
    const { name = siteId, option: optionName = '' } = names.sites[siteId] ?? {};
    const site =
      sites.find((one) => one.siteId === siteId) ?? sites.find((one) => isSame(one.name, name));
    const option = category?.options.find((one) => one.isActive && isSame(one.name, optionName));
    if (site === undefined) unmatched.push(`The site ${name} is not there.`);
    else if (option === undefined)
      unmatched.push(`${settings.trackingCategoryName} has no option ${optionName} for ${name}.`);
    else chosen[site.siteId] = option.optionId;
  }
  return { chosen, unmatched };
}

function isSame(name: string, other: string | undefined): boolean {
  return other !== undefined && plainName(name) === plainName(other);
}

/** What would be refused one by one is refused together. */
function misfits(
  settings: LedgerSettings,
  { present, catalogue }: { present: LedgerSettings; catalogue: Catalogue },
): string[] {
  const changed = changedFields(settingsDifferences(present, settings));
  return settingNames
    .filter((name) => changed.includes(name))
    .flatMap((name) => {
      if (!isMeaningful(settings, name))
        return [`${settingLabels[name]}: give ${settingWords[name]}.`];
      const misfit = misfitInLedger(name, settings, catalogue);
      return misfit === undefined
        ? []
        : [`${settingLabels[name]}: ${misfit.message} ${misfit.remedy}`];
    });
}
