import { noteTexts } from '../../domain/apply/notes.ts';
import { effectState, markAudited } from '../../domain/effects/effects.ts';
import { ProviderError } from '../../domain/errors/errors.ts';
import { finishEffect, sendEffects } from './journal.ts';
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
    if (effectState(unit.link, 'create') !== 'done' || effectState(unit.link, 'history') === 'done')
      continue;
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
  const isUncertain = effectState(unit.link, 'history') === 'uncertain';
  const known = isUncertain ? await batch.ledger.historyNotes(kind, targetId) : [];
  let isRefused = false;
  if (!known.includes(text)) {
    try {
      await sendEffects([unit], batch, {
        effect: { name: () => 'history', body: () => text },
        send: (key) => batch.ledger.addHistoryNote(kind, targetId, { text, key }),
      });
    } catch (error) {
      if (!(error instanceof ProviderError) || error.failure.canRetryHelp) throw error;
      // Recovery: none needed, the document itself is in the books.
      isRefused = true;
      batch.ports.log.warn('history_note.refused', {
        code: error.failure.code,
        sourceId: unit.link.sourceId,
      });
    }
  }
  await finishEffect(unit, batch, {
    name: 'history',
    state: 'done',
    // Nothing was written, so there is nothing to audit.
    change: (link) => (isRefused ? markAudited(link, ['history']) : link),
  });
}
