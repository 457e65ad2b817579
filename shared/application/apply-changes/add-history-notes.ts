import { noteTexts } from '../../domain/apply/notes.ts';
import { isDone, markAudited } from '../../domain/effects/effects.ts';
import { effectPolicies } from '../../domain/effects/policies.ts';
import { ProviderError } from '../../domain/errors/errors.ts';
import { finishEffect } from './journal.ts';
import { sendEffects } from './send-effects.ts';
import { type Batch, isOpen, type Unit } from './unit.ts';

/**
 * A note in the ledger that names the source's document, for the auditor. It is worth a call, but no
 * document is parked for it: when the ledger refuses the note, that is logged and left.
 */
export async function addHistoryNotes(units: Unit[], batch: Batch): Promise<void> {
  if (!batch.settings.historyNotes) return;
  for (const unit of units) {
    const { kind, targetId } = unit.link;
    if (!isOpen(unit) || kind === 'contact' || targetId === undefined) continue;
    if (!isDone(unit.link, 'create') || isDone(unit.link, 'history')) continue;
    await addNote(unit, { kind, targetId }, batch);
  }
}

async function addNote(
  unit: Unit,
  document: { kind: 'invoice' | 'credit_note'; targetId: string },
  batch: Batch,
): Promise<void> {
  const { kind, targetId } = document;
  const text = noteTexts.history(
    kind,
    unit.link.targetLabel ?? unit.link.sourceId,
    unit.link.sourceId,
  );
  try {
    await sendEffects([{ unit, effect: 'history', body: text }], batch, {
      policy: effectPolicies.ledgerOnce,
      find: async (intents) => {
        const known = await batch.ledger.historyNotes(kind, targetId);
        return new Map(
          known.includes(text) ? intents.map((intent) => [intent, true as const]) : [],
        );
      },
      send: async ([intent], key) => {
        if (intent === undefined) return [];
        return [await batch.ledger.addHistoryNote(kind, targetId, { text, key })];
      },
      finish: (_intent, answer) =>
        answer.ok ? noted(unit, batch) : letGo(unit, batch, answer.cause),
    });
  } catch (error) {
    if (!(error instanceof ProviderError) || error.failure.canRetryHelp) throw error;
    // Recovery: none needed, the document itself is in the books.
    letGo(unit, batch, error.failure.code);
  }
}

function noted(unit: Unit, batch: Batch): void {
  finishEffect(unit, batch, { name: 'history', state: 'done' });
}

/** Done with, without a note. Nothing was written, so there is nothing to audit. */
function letGo(unit: Unit, batch: Batch, code: string): void {
  batch.ports.log.warn('history_note.refused', { code, sourceId: unit.link.sourceId });
  finishEffect(unit, batch, {
    name: 'history',
    state: 'done',
    change: (link) => markAudited(link, ['history']),
  });
}
