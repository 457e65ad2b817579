import type { Target } from '../../contracts/ids.ts';
import { sourceManifest } from '../../source/registry.ts';
import { providerManifests } from '../../targets/provider-manifests.ts';
import type { IssueCause } from '../issues/causes.ts';

/** Where what helps is done. */
type Place = 'another_account' | 'another_tax' | 'settings' | 'connections' | 'ledger' | 'source';

/** The way to what helps: with us it is a button, elsewhere a link or a word of where to go. */
export interface RemedyWay {
  words: string;
  /** Undefined: it is done in another system, which has no page that we could name. */
  href: string | undefined;
  isWithUs: boolean;
}

const places: Partial<Record<IssueCause, Place>> = {
  account_missing: 'another_account',
  account_unknown: 'another_account',
  account_ambiguous: 'another_account',
  account_archived: 'another_account',
  account_not_usable: 'another_account',
  clearing_account_missing: 'another_account',
  clearing_account_refused: 'another_account',
  tax_rate_ambiguous: 'another_tax',
  tax_cent_difference: 'settings',
  tracking_full: 'settings',
  tracking_missing: 'settings',
  time_zone_unknown: 'settings',
  uncollectible: 'settings',
  permission_missing: 'connections',
  organisation_not_usable: 'ledger',
  locked_period: 'ledger',
  tax_rate_missing: 'ledger',
  tax_type_rejected: 'ledger',
  tracking_ambiguous: 'ledger',
  tracking_category_archived: 'ledger',
  tracking_archived: 'ledger',
  number_taken: 'ledger',
  contact_unclear: 'ledger',
  contact_of_other_system: 'ledger',
  contact_of_other_customer: 'ledger',
  contact_archived: 'ledger',
  contact_name_taken: 'ledger',
  contact_website_refused: 'ledger',
  contact_invalid: 'source',
  contact_missing: 'source',
  number_missing: 'source',
  tracking_name_too_long: 'source',
  record_missing: 'source',
};

const wayTo: Record<Place, (target: Target, cause: string) => RemedyWay> = {
  another_account: (target, cause) => ({
    words: 'Choose another account',
    href: `/issues/${target}/${cause}/choose`,
    isWithUs: true,
  }),
  another_tax: (target, cause) => ({
    words: 'Choose the tax rate',
    href: `/issues/${target}/${cause}/choose`,
    isWithUs: true,
  }),
  settings: (target) => ({
    words: 'Go to the settings',
    href: settingsHref(target),
    isWithUs: true,
  }),
  connections: () => ({ words: 'Go to the connections', href: '/status', isWithUs: true }),
  ledger: (target) => elsewhere(providerManifests[target].name),
  source: () => elsewhere(sourceManifest.name),
};

function elsewhere(name: string): RemedyWay {
  return { words: `Done in ${name}`, href: undefined, isWithUs: false };
}

/** The page on which a person chooses how documents go into the target. */
export function settingsHref(target: Target): string {
  return `/settings/${target}`;
}

/** Undefined where nothing but looking at the document helps. */
export function remedyWay(target: Target, cause: string): RemedyWay | undefined {
  const known: Readonly<Record<string, Place>> = places;
  const place = known[cause];
  return place && wayTo[place](target, cause);
}

/** Whether a person may choose an account, or a tax rate, for what waits by this cause. */
export function choosable(cause: string): 'account' | 'tax' | undefined {
  const known: Readonly<Record<string, Place>> = places;
  if (known[cause] === 'another_account') return 'account';
  return known[cause] === 'another_tax' ? 'tax' : undefined;
}
