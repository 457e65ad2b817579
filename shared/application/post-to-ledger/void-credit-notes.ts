import { isEdited } from '../../domain/apply/amend-lines.ts';
import { noteTexts, timelineDebt } from '../../domain/apply/notes.ts';
import { isOutOfBooks, isUnapproved } from '../../domain/apply/out-of-books.ts';
import { parked } from '../../domain/apply/outcome.ts';
import { owe } from '../../domain/links/owe.ts';
import { withPosted } from '../../domain/links/with-posted.ts';
import { moneyWords } from '../../domain/money/money-words.ts';
import type { LedgerDocument } from '../../ports/ledger/documents.ts';
import { finishEffect, flushFound } from '../effects/journal.ts';
import { sendEffects } from '../effects/send-effects.ts';
import type { PostedNote } from './credit-effects.ts';
import { type LedgerBatch, ledgerHas } from './ledger-batch.ts';

/**
 * Takes a credit note that was voided at the source out of the books, where nothing of it is used: what was
 * set against an invoice, or paid back, is taken back by a person only, and so is what one edited. A draft is deleted. Voiding twice is
 * refused and does no harm.
 */
export async function voidCreditNote(unit: PostedNote, batch: LedgerBatch): Promise<void> {
  if (!ledgerHas(batch, 'reversals')) {
    unit.outcome = parked('credit_note_voided');
    return;
  }
  const { targetId, posted } = unit.link;
  const { reversals } = batch.ledger;
  const found = await reversals.get(targetId);
  if (isOutOfBooks(found)) return foundVoided(unit, batch);
  if (found !== undefined && found.dueMinor < found.totalMinor) {
    unit.outcome = parked('credit_note_voided', usedOf(found));
    return;
  }
  // As with invoices: what a person made of it would be gone for good.
  if (found !== undefined && posted !== undefined && isEdited(found, posted)) {
    unit.outcome = parked('changed_after_posting', 'voided at the source, edited in the ledger');
    return;
  }
  const body = { creditNoteTargetId: targetId, isDraft: isUnapproved(found) };
  await sendEffects([{ unit, effect: 'void', body }], batch, {
    policy: batch.policies.absolute,
    send: async (_intents, key) => [await reversals.void(body, key)],
    finish: async (_intent, answer) => {
      if (answer.ok) return voided(unit, batch);
      if (isOutOfBooks(await reversals.get(targetId))) return foundVoided(unit, batch);
      finishEffect(unit, batch, { name: 'void', state: 'rejected' });
      unit.outcome = parked(answer.cause, answer.detail);
    },
  });
}

function usedOf({ dueMinor, totalMinor, currency }: LedgerDocument): string {
  return `${moneyWords(totalMinor - dueMinor, currency)} of it set against invoices or paid back`;
}

function voided(unit: PostedNote, batch: LedgerBatch): void {
  const { contactId, siteId, invoiceId, id, number = id } = unit.record.record;
  const text = noteTexts(unit.link.target).creditNoteVoided(number);
  finishEffect(unit, batch, {
    name: 'void',
    state: 'done',
    change: (link) =>
      owe(
        withPosted(link, { voided: true }),
        timelineDebt('voided', text, { contactId, siteId, invoiceId }),
      ),
  });
}

async function foundVoided(unit: PostedNote, batch: LedgerBatch): Promise<void> {
  voided(unit, batch);
  await flushFound(batch, [{ unit, effect: 'void' }]);
}
