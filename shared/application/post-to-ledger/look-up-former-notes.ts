import { endOfCreditNote } from '../../domain/apply/decide-credit-note.ts';
import { isUncertain } from '../../domain/effects/effects.ts';
import type { LedgerDocument } from '../../ports/ledger/documents.ts';
import type { CreditNoteUnit, ToBeCreated } from '../apply-changes/stages.ts';
import { finishEffect } from '../effects/journal.ts';
import { lookUpEffects } from '../effects/look-up-effects.ts';
import { type LedgerBatch, ledgerHas } from './ledger-batch.ts';
import { linkTo } from './post-documents.ts';

/**
 * A credit note that was sent without an answer and needs no posting any more, as it was voided meanwhile:
 * what became of it has to be known, for it may stand in the ledger.
 */
export async function lookUpFormerNotes(
  units: Array<ToBeCreated<CreditNoteUnit>>,
  batch: LedgerBatch,
): Promise<void> {
  if (!ledgerHas(batch, 'credits')) return;
  const former = units.filter(({ link, record }) => {
    const mayStand = isUncertain(link.effects.create);
    return mayStand && endOfCreditNote(record.record, link, batch.settings) !== undefined;
  });
  if (former.length === 0) return;
  const intents = former.map((unit) => ({ unit, effect: 'create', body: undefined }));
  type Former = (typeof intents)[number];
  const absent = await lookUpEffects<Former, LedgerDocument>(intents, batch, {
    policy: batch.policies.once,
    find: async (uncertain) => {
      const numbers = uncertain.flatMap(({ unit }) => unit.record.record.number ?? []);
      const notes = await batch.ledger.credits.find(numbers);
      const ownOf = ({ unit }: Former) =>
        notes.filter((found) => found.reference === unit.record.record.id).slice(0, 1);
      return new Map(uncertain.flatMap((one) => ownOf(one).map((found) => [one, found] as const)));
    },
    finish: ({ unit }, answer) => {
      if (answer.ok) linkTo(unit, { document: answer.value, isOurs: true }, batch);
    },
  });
  for (const { intent } of absent)
    finishEffect(intent.unit, batch, { name: 'create', state: 'rejected' });
}
