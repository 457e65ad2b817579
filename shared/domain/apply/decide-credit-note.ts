import type { Link } from '../../contracts/link-item.ts';
import type { LedgerSettings } from '../../contracts/settings.ts';
import { isPostedElsewhere } from '../links/link-in-account.ts';
import { dayOf } from '../mapping/document-day.ts';
import type { SourceCreditNote } from '../source/records.ts';
import { type Outcome, parked, skipped } from './outcome.ts';

/** How a credit note ends before anything is done for it; undefined when it goes on into the ledger. */
export function endOfCreditNote(
  note: SourceCreditNote,
  link: Link,
  settings: LedgerSettings,
): Outcome | undefined {
  if (isPostedElsewhere(link)) return skipped('posted_elsewhere');
  const isPosted = link.targetId !== undefined;
  if (note.status === 'void' && !isPosted) return skipped('void_never_posted');
  const isAsked = settings.voidedDocument === 'issue' && link.posted?.voided !== true;
  if (note.status === 'void') return isAsked ? parked('credit_note_voided') : undefined;
  if (note.status === 'draft') return skipped('draft');
  // What is in the ledger has its day.
  if (isPosted) return undefined;
  const day = dayOf(note.issuedAt, settings);
  if (!day.ok) return parked(day.cause, day.detail);
  return day.value < settings.startDate ? skipped('before_start_date') : undefined;
}
