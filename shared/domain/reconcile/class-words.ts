import type { Target } from '../../contracts/ids.ts';
import type { MismatchClass, MismatchFix } from '../../contracts/mismatch.ts';
import { sourceManifest } from '../../source/registry.ts';
import { targets } from '../../targets/registry.ts';

export interface ClassWords {
  title: string;
  /** What it means, in a sentence for a bookkeeper. */
  meaning: string;
  /** What helps. */
  remedy: string;
}

/** `{source}` and `{target}` stand for the names that people know. */
const words: Readonly<Record<MismatchClass, ClassWords>> = {
  missing: {
    title: 'Missing in the ledger',
    meaning: 'It stands in {source} and not in {target}, and nothing says why.',
    remedy: 'It is posted tonight without anybody’s click.',
  },
  late: {
    title: 'On its way',
    meaning:
      'It, or a change of it, is not in {target} yet: it waits for its turn, for approval, or for an answer.',
    remedy:
      'Answer its issue, or approve the draft in {target}. What waits for its turn goes by itself.',
  },
  posted_twice: {
    title: 'Posted twice',
    meaning:
      'Another document in {target} bears the reference or number of one that stands there already.',
    remedy: 'Compare both in {target}, and void the one that should not be there.',
  },
  only_in_ledger: {
    title: 'Only in the ledger',
    meaning: 'It bears a reference of ours in {target}, and {source} does not know it.',
    remedy: 'Void it in {target}, or accept it with a reason.',
  },
  amount: {
    title: 'Other amount',
    meaning: 'The total in {target} is not that in {source}.',
    remedy:
      'Correct it in {target} where somebody changed it there. Where {source} is right, press “Repair”. Or accept it with a reason.',
  },
  tax: {
    title: 'Other tax',
    meaning: 'The total is the same, and the tax or the tax rate of a line is not.',
    remedy: 'Correct the tax rate of the line in {target}, or accept it with a reason.',
  },
  account: {
    title: 'Other account',
    meaning: 'Lines stand on other accounts in {target} than those that were sent.',
    remedy: 'Move the line back in {target}, or accept it with a reason.',
  },
  site: {
    title: 'Other site',
    meaning: 'Lines in {target} are marked with another site, or with none.',
    remedy: 'Choose the site on the lines in {target}, or accept it with a reason.',
  },
  date: {
    title: 'Other date',
    meaning: 'Somebody gave it another date in {target}; it may be in another month there.',
    remedy: 'Set the date back in {target}, or accept it with a reason.',
  },
  contact: {
    title: 'Other customer',
    meaning: 'It is another customer’s in {target}.',
    remedy: 'Choose the right customer in {target}, or accept it with a reason.',
  },
  edited_by_hand: {
    title: 'Edited by hand',
    meaning:
      'Somebody changed the lines in {target}. All sums by account and tax are as they were sent.',
    remedy: 'Accept it, or set the lines back in {target}.',
  },
  voided_by_hand: {
    title: 'Voided by hand',
    meaning: 'Somebody voided or deleted it in {target}, and it stands in {source}.',
    remedy: 'Void it in {source}, too, or enter it in {target} again. Or accept it with a reason.',
  },
  payment_missing: {
    title: 'Payment missing',
    meaning: 'More was received by {source} than stands on the document in {target}.',
    remedy:
      'What was never posted is posted tonight. What somebody removed in {target} is to be entered there again.',
  },
  payment_only_in_ledger: {
    title: 'Payment only in the ledger',
    meaning: 'More was received in {target} than {source} knows of.',
    remedy:
      'Mark the invoice as paid in {source}, or remove the payment in {target}. Or accept it with a reason.',
  },
  paid_on_other_account: {
    title: 'Paid on another account',
    meaning:
      'Somebody entered the payment in {target} on an account that is not the clearing account.',
    remedy:
      'Move the payment in {target}, or accept it where the money did arrive on that account.',
  },
  credit_not_allocated: {
    title: 'Credit not allocated',
    meaning: 'A credit is open in {target} that should be set against an invoice.',
    remedy:
      'What was never set is set tonight. What somebody took off in {target} is to be set there again.',
  },
  link_without_record: {
    title: 'Gone from the source',
    meaning: 'It stands in {target} as it was posted, and {source} does not know it any more.',
    remedy: 'Void it in {target}, or accept it with a reason.',
  },
  record_without_link: {
    title: 'Not linked',
    meaning: 'It stands in {target} with our reference or its number, and the link to it is lost.',
    remedy: 'It is linked again tonight without anybody’s click; nothing is posted for it.',
  },
  deleted_contact: {
    title: 'Customer gone',
    meaning: 'The customer was archived, deleted or merged away in {target}.',
    remedy: 'Restore the customer in {target}, or accept it where it was merged on purpose.',
  },
  webhook_lost: {
    title: 'Message lost',
    meaning: 'It changed in {source} after it was posted, and no message told of it.',
    remedy: 'It is read and brought in step tonight without anybody’s click.',
  },
  settings_changed: {
    title: 'Settings changed since',
    meaning: 'It stands as it was posted. By the settings of now it would be posted otherwise.',
    remedy:
      'Nothing has to be done: what was posted stays. Move it in {target} if you want it alike.',
  },
};

/** What nobody was told of at its time is not brought over by itself. */
const onRequest =
  'It came about before {source} was connected, or while it was not, so nothing brings it over by itself. Press “Repair”, or bring over earlier documents as a whole.';

/** What people read of a class; `fixes`: of those that are meant, where not all go the way of their class. */
export function classWords(
  of: MismatchClass,
  target: Target,
  fixes: readonly MismatchFix[] = [],
): ClassWords {
  const named = (text: string) =>
    text
      .replaceAll('{source}', () => sourceManifest.name)
      .replaceAll('{target}', () => targets[target].name);
  const { title, meaning, remedy } = words[of];
  return { title, meaning: named(meaning), remedy: named(remedyOf(of, remedy, fixes)) };
}

function remedyOf(of: MismatchClass, remedy: string, fixes: readonly MismatchFix[]): string {
  if (of !== 'missing' || !fixes.includes('repair')) return remedy;
  const isMixed = fixes.some((fix) => fix !== 'repair');
  return isMixed ? `${remedy} But some wait for you. ${onRequest}` : onRequest;
}

/** What is done about it, in a word or two. */
export const fixWords: Readonly<Record<MismatchFix, string>> = {
  repairs_itself: 'repaired that night',
  repair: 'repaired on request',
  in_ledger: 'by a person',
  none: 'nothing to do',
};
