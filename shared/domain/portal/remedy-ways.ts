import type { Target } from '../../contracts/ids.ts';
import { sourceManifest } from '../../source/registry.ts';
import { providerManifests } from '../../targets/provider-manifests.ts';
import { type IssueCause, isKnownCause } from '../issues/causes.ts';

/** Where what helps is done. */
type Place = 'another_account' | 'another_tax' | 'settings' | 'connections' | 'ledger' | 'source';

/** The way to what helps: with us it is a button, elsewhere a link or a word of where to go. */
export interface RemedyWay {
  words: string;
  /** Undefined: it is done in another system, which has no page that we could name. */
  href: string | undefined;
  isWithUs: boolean;
}

/** `documents`: nothing but comparing them helps, or telling support. */
const places: Readonly<Record<IssueCause, Place | 'documents'>> = {
  account_missing: 'another_account',
  account_unknown: 'another_account',
  account_ambiguous: 'another_account',
  credit_line_ambiguous: 'ledger',
  account_archived: 'another_account',
  account_not_usable: 'another_account',
  tax_rate_missing: 'ledger',
  tax_rate_ambiguous: 'another_tax',
  tax_cent_difference: 'settings',
  tax_type_rejected: 'ledger',
  amount_mismatch: 'documents',
  rounding_account_missing: 'settings',
  deposit_taxed: 'source',
  lines_missing: 'ledger',
  ledger_total_differs: 'documents',
  currency_not_enabled: 'ledger',
  currency_not_supported: 'settings',
  total_negative: 'ledger',
  time_zone_unknown: 'settings',
  locked_period: 'ledger',
  tracking_full: 'settings',
  tracking_ambiguous: 'ledger',
  tracking_missing: 'settings',
  tracking_category_archived: 'ledger',
  tracking_name_too_long: 'source',
  tracking_archived: 'ledger',
  number_missing: 'source',
  number_taken: 'ledger',
  contact_unclear: 'ledger',
  contact_of_other_system: 'ledger',
  contact_of_other_customer: 'ledger',
  contact_archived: 'ledger',
  contact_name_taken: 'ledger',
  contact_invalid: 'source',
  contact_website_refused: 'ledger',
  contact_missing: 'source',
  clearing_account_missing: 'another_account',
  clearing_account_refused: 'another_account',
  clearing_account_currency: 'settings',
  overpaid: 'settings',
  overpayment_not_taken: 'connections',
  payment_exceeds_due: 'ledger',
  payment_decreased: 'ledger',
  state_contradicts_amounts: 'documents',
  void_but_paid: 'ledger',
  voided_at_source: 'settings',
  uncollectible: 'settings',
  bad_debt_account_missing: 'settings',
  write_off_stands: 'ledger',
  write_off_voided: 'ledger',
  changed_after_posting: 'ledger',
  status_forbids_change: 'ledger',
  draft_to_approve: 'ledger',
  voided_in_ledger: 'documents',
  invoice_not_posted: 'documents',
  credit_note_voided: 'ledger',
  credit_of_voided_invoice: 'ledger',
  credit_before_start: 'ledger',
  refunds_not_taken: 'ledger',
  credit_notes_not_taken: 'ledger',
  credit_exceeds_invoice: 'ledger',
  organisation_not_usable: 'ledger',
  permission_missing: 'connections',
  record_missing: 'source',
  record_unreadable: 'documents',
  record_gone: 'documents',
  document_incomplete: 'source',
  request_refused: 'documents',
  ledger_rejected: 'documents',
  ledger_keeps_failing: 'documents',
  unexpected: 'documents',
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
  connections: () => ({ words: 'Go to the connections', href: '/connections', isWithUs: true }),
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

/** Undefined where nothing but looking at the documents helps. */
export function remedyWay(target: Target, cause: string): RemedyWay | undefined {
  const place = placeOf(cause);
  return place === 'documents' ? undefined : wayTo[place](target, cause);
}

/** Whether a person may choose an account, or a tax rate, for what waits by this cause. */
export function choosable(cause: string): 'account' | 'tax' | undefined {
  const place = placeOf(cause);
  if (place === 'another_account') return 'account';
  return place === 'another_tax' ? 'tax' : undefined;
}

/** Of a cause that another version knew, only its documents. */
function placeOf(cause: string): Place | 'documents' {
  return isKnownCause(cause) ? places[cause] : 'documents';
}
