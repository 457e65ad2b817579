import type { Issue } from '../../contracts/issue-items.ts';
import type { IssueCause } from './causes.ts';

/**
 * What has to change before trying again is of use. `ledger`: something there that no list tells, so
 * one record asks now and then for all that share the cause. `person`: nobody else can tell.
 */
export type WaitsFor =
  | 'customer'
  | 'invoice'
  | 'accounts'
  | 'tax_rates'
  | 'currencies'
  | 'lock_dates'
  | 'tracking'
  | 'settings'
  | 'connection'
  | 'ledger'
  | 'source'
  | 'person';

/** What records of each cause wait for; a change of the source always tries its own record again. */
const waits: Record<IssueCause, readonly WaitsFor[]> = {
  account_missing: ['settings'],
  account_unknown: ['accounts', 'settings'],
  account_ambiguous: ['accounts', 'settings'],
  credit_line_ambiguous: ['person'],
  account_archived: ['accounts', 'settings'],
  account_not_usable: ['accounts', 'settings'],
  tax_rate_missing: ['tax_rates', 'accounts', 'settings'],
  tax_rate_ambiguous: ['tax_rates', 'accounts', 'settings'],
  tax_cent_difference: ['tax_rates', 'settings'],
  tax_type_rejected: ['tax_rates', 'settings', 'ledger'],
  amount_mismatch: ['person'],
  rounding_account_missing: ['settings'],
  deposit_taxed: ['source', 'settings'],
  lines_missing: ['person'],
  ledger_total_differs: ['person'],
  currency_not_enabled: ['currencies', 'settings', 'ledger'],
  currency_not_supported: ['settings'],
  total_negative: ['person'],
  time_zone_unknown: ['settings', 'ledger'],
  locked_period: ['lock_dates', 'settings'],
  tracking_full: ['tracking', 'settings'],
  tracking_ambiguous: ['tracking', 'settings'],
  tracking_missing: ['tracking', 'settings'],
  tracking_category_archived: ['tracking', 'settings'],
  tracking_name_too_long: ['source', 'settings'],
  tracking_archived: ['tracking', 'settings'],
  number_missing: ['source'],
  number_taken: ['person'],
  contact_unclear: ['customer', 'ledger'],
  contact_of_other_system: ['customer', 'ledger'],
  contact_of_other_customer: ['customer', 'ledger'],
  contact_archived: ['customer', 'ledger'],
  contact_name_taken: ['customer', 'ledger'],
  contact_invalid: ['customer'],
  contact_website_refused: ['customer', 'ledger'],
  contact_missing: ['customer', 'connection'],
  clearing_account_missing: ['settings'],
  clearing_account_refused: ['accounts', 'settings', 'ledger'],
  clearing_account_currency: ['accounts', 'settings'],
  overpaid: ['source', 'settings'],
  overpayment_not_taken: ['connection', 'settings'],
  payment_exceeds_due: ['person'],
  payment_decreased: ['person'],
  state_contradicts_amounts: ['source', 'person'],
  void_but_paid: ['settings', 'person'],
  voided_at_source: ['settings', 'person'],
  uncollectible: ['settings', 'person'],
  bad_debt_account_missing: ['settings'],
  write_off_stands: ['person'],
  // Not of the settings: whatever looks again by itself would take a person’s word for given.
  write_off_voided: ['person'],
  changed_after_posting: ['settings', 'person'],
  status_forbids_change: ['person'],
  draft_to_approve: ['ledger', 'lock_dates'],
  voided_in_ledger: ['person'],
  invoice_not_posted: ['invoice'],
  credit_note_voided: ['person'],
  credit_of_voided_invoice: ['person'],
  credit_before_start: ['person'],
  refunds_not_taken: ['settings'],
  credit_notes_not_taken: ['person'],
  credit_exceeds_invoice: ['person'],
  organisation_not_usable: ['ledger', 'connection'],
  permission_missing: ['connection'],
  record_missing: ['source'],
  record_unreadable: ['person'],
  record_gone: ['person'],
  document_incomplete: ['source', 'person'],
  request_refused: ['person'],
  ledger_rejected: ['person'],
  ledger_keeps_failing: ['ledger', 'connection'],
  unexpected: ['ledger', 'connection'],
};

/** What the issue waits for; of a cause that another version knew, only a person. */
export function waitsFor({ cause }: Pick<Issue, 'cause'>): readonly WaitsFor[] {
  const known: Readonly<Record<string, readonly WaitsFor[]>> = waits;
  return known[cause] ?? ['person'];
}

const shared: ReadonlySet<WaitsFor> = new Set([
  'accounts',
  'tax_rates',
  'currencies',
  'lock_dates',
  'tracking',
  'settings',
  'connection',
  'ledger',
]);

/**
 * Whether other records can wait for the very same thing: then what helped one of them may help all.
 * A record that came to no end by itself is not like any other.
 */
export function isShared(issue: Pick<Issue, 'cause' | 'message'>): boolean {
  if (issue.cause === 'unexpected' && /without an end/.test(issue.message)) return false;
  return waitsFor(issue).some((one) => shared.has(one));
}

/**
 * Equal for issues that wait for the same thing: the words name the account, the day, the site; whose
 * customer it is, they must not say.
 */
export function sharedCause(issue: Issue): string {
  const { target, kind, sourceId, cause, message, contactId } = issue;
  const customer = kind === 'contact' ? sourceId : contactId;
  const whose = waitsFor(issue).includes('customer') ? (customer ?? sourceId) : '';
  return [target, cause, whose, message].join('|');
}
