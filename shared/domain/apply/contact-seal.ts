import { mapContact } from '../mapping/map-contact.ts';
import type { SourceContact } from '../source/records.ts';
import { detailMarks } from './details-of-theirs.ts';
import { nameMarks } from './name-of-theirs.ts';

/**
 * What a change of ours may bring to a contact, sixteen characters to be journaled with it: should no answer
 * come, a person's own entries are told from it. It is of all that the source has, also of what this try leaves
 * out: an earlier try of the same change may have brought that.
 */
export function contactSeal(customer: SourceContact): string {
  return detailMarks(mapContact(customer)) + nameMarks(customer);
}
