import type { MismatchClass } from '../../contracts/mismatch.ts';

export interface ClassWords {
  title: string;
  /** What it means, as a sentence. */
  means: string;
  /** What helps, as sentences. */
  remedy: string;
}

const stub = (title: string, means: string, remedy: string): ClassWords => ({
  title,
  means,
  remedy,
});

const words: Record<MismatchClass, ClassWords> = {
  missing: stub(
    'Missing in the ledger',
    'It was raised and is not in the books, and nothing says why.',
    'It is sent by itself tonight; you may send it now.',
  ),
  late: stub('On its way', 'It waits, and an issue says why.', 'Look under “Needs you”.'),
  posted_twice: stub(
    'Posted twice',
    'Two documents in the books stand for one.',
    'Void one of them in the ledger.',
  ),
  only_in_ledger: stub(
    'Only in the ledger',
    'It bears our mark and the source does not know it.',
    'Void it in the ledger, or accept it.',
  ),
  amount: stub('Another sum', 'The totals are not the same.', 'Set it right.'),
  tax: stub('Another tax', 'The tax is not the same.', 'Set it right.'),
  account: stub('Another account', 'It stands on another account.', 'Set it right.'),
  site: stub('Another site', 'It stands for another site.', 'Set it right.'),
  date: stub('Another day', 'It is dated otherwise.', 'Set it right.'),
  contact: stub('Another customer', 'It is another customer’s.', 'Set it right.'),
  edited_by_hand: stub(
    'Edited by hand',
    'Somebody changed it in the books.',
    'Put it back there, or accept it.',
  ),
  voided_by_hand: stub(
    'Voided by hand',
    'Somebody voided it in the books.',
    'Post it anew, or accept it.',
  ),
  payment_missing: stub(
    'Payment missing',
    'It is paid, and the books do not show it.',
    'It is entered tonight.',
  ),
  payment_only_in_ledger: stub(
    'Payment only in the ledger',
    'The books have a payment that the source does not know.',
    'Mark it as paid at the source.',
  ),
  paid_on_other_account: stub(
    'Paid on another account',
    'The payment stands on another account.',
    'Move it there.',
  ),
  credit_not_allocated: stub(
    'Credit not allocated',
    'A credit note is not set against its invoice.',
    'It is allocated tonight.',
  ),
  link_without_record: stub(
    'Gone at the source',
    'The source knows it no more.',
    'Void it in the ledger.',
  ),
  record_without_link: stub(
    'Link lost',
    'It stands in the books and we lost its link.',
    'It is linked again tonight.',
  ),
  deleted_contact: stub(
    'Customer archived',
    'Its customer is archived in the books.',
    'Restore it there.',
  ),
  webhook_lost: stub(
    'Message lost',
    'It changed and no message told us.',
    'It is read again tonight.',
  ),
  settings_changed: stub(
    'Settings changed since',
    'By the settings of now it would be posted otherwise.',
    'Accept it, or post it anew.',
  ),
};

export function wordsOfClass(name: MismatchClass): ClassWords {
  return words[name];
}
