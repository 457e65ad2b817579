import type { LedgerSettings } from '../../../contracts/settings.ts';
import { type SettingsFile, settingsFileVersion } from '../../../contracts/settings-file.ts';
import type { Catalogue } from '../../ledger/drafts.ts';
import type { SourceSite } from '../source-uses.ts';
import { accountCodesIn } from './settings-codes.ts';

/** The settings as a file; a zone that follows the ledger is that ledger's, and is left out. */
export function writeSettingsFile(
  settings: LedgerSettings,
  facts: { catalogue: Catalogue; sites: readonly SourceSite[]; at: string },
): SettingsFile {
  const { catalogue, sites, at } = facts;
  const { operatorId: _operator, sites: _sites, posting: _posting, ...choices } = settings;
  const { timeZone: _zone, ledgerTimeZone: _ledgerZone, ...withoutZone } = choices;
  return {
    format: 'rollerdoor-settings',
    formatVersion: settingsFileVersion,
    exportedAt: at,
    target: settings.target,
    organisation: { name: catalogue.organisationName, baseCurrency: catalogue.baseCurrency },
    settings: settings.ledgerTimeZone === undefined ? choices : withoutZone,
    names: {
      accounts: accountNames(settings, catalogue),
      taxRates: taxNames(settings, catalogue),
      sites: siteNames(settings, catalogue, sites),
    },
  };
}

function accountNames(settings: LedgerSettings, catalogue: Catalogue): Record<string, string> {
  const named = accountCodesIn(settings).flatMap((code) => {
    const account = catalogue.accounts.find((one) => one.code === code);
    return account === undefined ? [] : [[code, account.name] as const];
  });
  return Object.fromEntries(named);
}

function taxNames(
  settings: LedgerSettings,
  catalogue: Catalogue,
): SettingsFile['names']['taxRates'] {
  const named = settings.taxRules.flatMap(({ taxType }) => {
    const rate = catalogue.taxRates.find((one) => one.taxType === taxType);
    if (rate === undefined) return [];
    return [[taxType, { name: rate.name, rateBasisPoints: rate.rateBasisPoints }] as const];
  });
  return Object.fromEntries(named);
}

function siteNames(
  settings: LedgerSettings,
  catalogue: Catalogue,
  sites: readonly SourceSite[],
): SettingsFile['names']['sites'] {
  const options = catalogue.trackingCategories.flatMap((category) => category.options);
  const named = Object.entries(settings.siteOptions).map(([siteId, optionId]) => {
    const name = sites.find((site) => site.siteId === siteId)?.name ?? siteId;
    const option = options.find((one) => one.optionId === optionId)?.name ?? optionId;
    return [siteId, { name, option }] as const;
  });
  return Object.fromEntries(named);
}
