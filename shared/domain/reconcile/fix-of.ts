import type { MismatchClass, MismatchFix } from '../../contracts/mismatch.ts';

/**
 * What is done about each class. What people did in their books is never written over, so that they mend it
 * there or accept it; what they did not do, the pipeline does.
 */
const fixes: Readonly<Record<MismatchClass, MismatchFix>> = {
  missing: 'repairs_itself',
  late: 'none',
  posted_twice: 'in_ledger',
  only_in_ledger: 'in_ledger',
  amount: 'in_ledger',
  tax: 'in_ledger',
  account: 'in_ledger',
  site: 'in_ledger',
  date: 'in_ledger',
  contact: 'in_ledger',
  edited_by_hand: 'in_ledger',
  voided_by_hand: 'in_ledger',
  payment_missing: 'repairs_itself',
  payment_only_in_ledger: 'in_ledger',
  paid_on_other_account: 'in_ledger',
  credit_not_allocated: 'repairs_itself',
  link_without_record: 'in_ledger',
  record_without_link: 'repairs_itself',
  deleted_contact: 'in_ledger',
  webhook_lost: 'repairs_itself',
  settings_changed: 'none',
};

/** Whose doing it is, where a class may be several people's. */
export type Doing =
  /** Somebody did it in the ledger, or has to do something there. */
  | 'theirs'
  /** It stands as we left it, and the source is another: a reading at a person's word may mend it. */
  | 'ours';

export function fixOf(of: MismatchClass, doing?: Doing): MismatchFix {
  if (doing === 'theirs') return 'in_ledger';
  return doing === 'ours' ? 'repair' : fixes[of];
}
