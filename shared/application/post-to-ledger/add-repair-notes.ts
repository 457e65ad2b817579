import {
  forgetOldRepairs,
  hasRepaired,
  openRepairHistory,
  repairDay,
  repairHistoryEffect,
  repairHistoryText,
} from '../../domain/apply/repair-notes.ts';
import { isDone, isUncertain } from '../../domain/effects/effects.ts';
import { ProviderError } from '../../domain/errors/errors.ts';
import type { Written } from '../../ports/writes.ts';
import type { DocumentUnit, Open, Standing } from '../apply-changes/stages.ts';
import { finishEffect } from '../effects/journal.ts';
import { type BatchWith, type LedgerBatch, ledgerHas } from './ledger-batch.ts';
import { sendNote } from './send-note.ts';

type RepairedUnit = Open<Standing<DocumentUnit>>;

/**
 * A note in the ledger on a document that a comparison of both sides brought in step, for the auditor, where the
 * operator wants notes. One a day at the most. What the ledger refuses is let go: the source's timeline says
 * it, too.
 */
export async function addRepairNotes(units: RepairedUnit[], batch: LedgerBatch): Promise<void> {
  if (!ledgerHas(batch, 'history')) return;
  for (const unit of units) {
    const effect = openRepairHistory(unit.link) ?? wantedNote(unit, batch);
    if (effect !== undefined) await addNote(unit, effect, batch);
  }
}

function wantedNote({ link, messages }: RepairedUnit, batch: LedgerBatch): string | undefined {
  const day = repairDay(messages);
  if (!batch.settings.historyNotes || day === undefined || !hasRepaired(link)) return undefined;
  const effect = repairHistoryEffect(day);
  const isOver = isDone(link, effect) || link.effects[effect]?.state === 'rejected';
  return isOver ? undefined : effect;
}

async function addNote(
  unit: RepairedUnit,
  effect: string,
  batch: BatchWith<'history'>,
): Promise<void> {
  const { kind } = unit.record;
  const { targetId, sourceId } = unit.link;
  try {
    const note = { effect, text: repairHistoryText(effect, sourceId), kind, targetId };
    const finish = (answer: Written<true>) => end(unit, { effect, isThere: answer.ok }, batch);
    await sendNote(unit, note, { batch, finish });
  } catch (error) {
    if (!(error instanceof ProviderError) || error.failure.canRetryHelp) throw error;
    // Recovery: what was to be repaired is; the note is let go, and the source's timeline says it.
    if (!isUncertain(unit.link.effects[effect])) return;
    end(unit, { effect, isThere: false }, batch);
  }
}

function end(
  unit: RepairedUnit,
  { effect, isThere }: { effect: string; isThere: boolean },
  batch: BatchWith<'history'>,
): void {
  if (!isThere) batch.ports.log.warn('repair_note.refused', { sourceId: unit.link.sourceId });
  finishEffect(unit, batch, {
    name: effect,
    state: isThere ? 'done' : 'rejected',
    change: (link) => forgetOldRepairs(link, effect),
  });
}
