import type { LedgerSettings } from '../../../contracts/settings.ts';
import type { Catalogue } from '../../ledger/drafts.ts';
import type { SourceUses } from '../source-uses.ts';

/** Sections of the settings page, in their order; each is where something is put right. */
export const settingsPlaces = [
  'documents',
  'accounts',
  'tax',
  'sites',
  'payments',
  'policies',
  'customers',
] as const;
export type SettingsPlace = (typeof settingsPlaces)[number];

/** What can be wrong with settings, each with a text of its own. */
export type HealthCause =
  | 'code_unknown'
  | 'code_archived'
  | 'code_ambiguous'
  | 'code_not_usable'
  | 'code_missing'
  | 'rate_missing'
  | 'rate_ambiguous'
  | 'tax_rule_misfit'
  | 'site_without_option'
  | 'site_option_archived'
  | 'tracking_missing'
  | 'tracking_full'
  | 'tracking_archived'
  | 'tracking_ambiguous'
  | 'other_currency'
  | 'start_locked'
  | 'time_zone_unknown'
  | 'clearing_missing'
  | 'clearing_refuses'
  | 'account_unknown'
  | 'account_archived'
  | 'account_ambiguous'
  | 'account_not_usable'
  | 'deposit_missing'
  | 'bad_debt_missing'
  | 'rounding_missing'
  | 'refund_without_clearing'
  | 'too_many_calls';

/** One thing that is wrong, and what a person does about it. */
export interface Finding {
  cause: HealthCause;
  /** Where on the page. */
  place: SettingsPlace;
  /** The input to go to, by its name on the page; absent: the section. */
  field?: string;
  message: string;
  remedy: string;
}

/** Everything that the check looks at; nothing is asked of anybody. */
export interface HealthFacts {
  settings: LedgerSettings;
  catalogue: Catalogue;
  /** Undefined: the source could not be read, so only what is set is checked. */
  uses: SourceUses | undefined;
  /** Calls that the ledger takes in a day; undefined: without end. */
  callsPerDay: number | undefined;
  /** Names that people know. */
  names: { source: string; target: string };
}
