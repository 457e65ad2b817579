import { type DocumentKind, isDocumentKind } from '../../contracts/ids.ts';
import type { Link } from '../../contracts/link-item.ts';
import type { ChangeMessage } from '../../contracts/messages.ts';
import { historyText } from '../../domain/apply/notes.ts';
import { applied, type Outcome, skipped } from '../../domain/apply/outcome.ts';
import { effectName, isDone, isUncertain, wasSent } from '../../domain/effects/effects.ts';
import { ProviderError } from '../../domain/errors/errors.ts';
import { linkInAccount } from '../../domain/links/link-in-account.ts';
import {
  historyDebt,
  isHistoryDue,
  oweHistory,
  payHistory,
} from '../../domain/links/owed-history.ts';
import { standingVersion } from '../../domain/versions/known-versions.ts';
import type { Written } from '../../ports/writes.ts';
import type { DocumentUnit, Open, Standing } from '../apply-changes/stages.ts';
import type { Unit } from '../apply-changes/unit.ts';
import { auditAndMark } from '../effects/audit-writes.ts';
import type { Along } from '../effects/effect-call.ts';
import { finishEffect, flushHeld, updateLink } from '../effects/journal.ts';
import { type BatchWith, type LedgerBatch, ledgerHas } from './ledger-batch.ts';
import { sendNote } from './send-note.ts';

/**
 * A note in the ledger that names the source's document, for the auditor. It is worth a call, but no
 * document is parked for it: what the ledger refuses is owed, and tried again later. A ledger that keeps
 * no history is owed none. Nor is a document that was only linked: we did not post it, and must not say so.
 */
export async function addHistoryNotes(
  units: Array<Open<Standing<DocumentUnit>>>,
  batch: LedgerBatch,
): Promise<void> {
  if (!ledgerHas(batch, 'history')) return;
  for (const unit of units) {
    // One whose answer is not known is brought to its end, also where no more are wanted since.
    const isWanted = batch.settings.historyNotes && wasSent(unit.link.effects.create);
    if (!isWanted && !isUncertain(unit.link.effects.history)) continue;
    const { kind } = unit.record;
    const { targetId, historyGivenUp } = unit.link;
    if (historyGivenUp || !isDone(unit.link, 'create') || isDone(unit.link, 'history')) continue;
    // The sweep asks for it when it is time.
    if (historyDebt(unit.link) !== undefined) continue;
    await addNote(unit, { kind, targetId }, batch);
  }
}

/** The note that is to follow the creation of a document; undefined where none does. */
export function historyAlong(
  { record, link }: DocumentUnit,
  number: string,
  batch: LedgerBatch,
): Along | undefined {
  const isWanted = batch.settings.historyNotes && ledgerHas(batch, 'history');
  if (!isWanted || link.historyGivenUp || historyDebt(link) !== undefined) return undefined;
  return { effect: 'history', body: historyText(record.kind, number, link.sourceId) };
}

/** Writes a note that was refused before; the sweep asks for that. */
export async function payOwedNote(message: ChangeMessage, batch: LedgerBatch): Promise<Outcome> {
  const { operatorId, target, kind, sourceId } = message;
  const stored = await batch.ports.links.get({ operatorId, target, kind, sourceId });
  const link = stored && linkInAccount(stored, batch.accountId);
  if (link?.targetId === undefined || !isDocumentKind(kind) || !isToBePaid(link, batch))
    return skipped('duplicate');
  const seenVersion = standingVersion(link);
  const version = seenVersion ?? { at: '', rank: 0, fingerprint: '' };
  const record = { id: sourceId, name: '', metadata: {} };
  const unit: Unit = {
    record: { kind: 'contact', record },
    link,
    version,
    seenVersion,
    messages: [message],
  };
  if (ledgerHas(batch, 'history')) await addNote(unit, { kind, targetId: link.targetId }, batch);
  else await updateLink(unit, batch, payHistory);
  await auditAndMark(unit, batch);
  await flushHeld(batch, [unit]);
  return applied;
}

/** Workers' clocks may differ from the one by which the sweep asked. */
const clocksApartMs = 60_000;

/**
 * What the sweep asks for may wait for hours, and then comes several times at once: each refusal counts
 * towards giving up, so that the note is tried no sooner than after its wait.
 */
function isToBePaid(link: Link, { ports }: LedgerBatch): boolean {
  const debt = historyDebt(link);
  if (debt === undefined) return false;
  // Begun by this very message: what became of it has to be found out.
  if (isUncertain(link.effects.history)) return true;
  return isHistoryDue(debt, ports.clock.nowEpochMs() + clocksApartMs);
}

async function addNote(
  unit: Unit,
  document: { kind: DocumentKind; targetId: string },
  batch: BatchWith<'history'>,
): Promise<void> {
  const { kind, targetId } = document;
  const text = historyText(kind, unit.link.targetLabel ?? unit.link.sourceId, unit.link.sourceId);
  try {
    const finish = (answer: Written<true>) =>
      answer.ok ? noted(unit, batch) : refused(unit, batch, answer.cause);
    await sendNote(unit, { effect: 'history', text, kind, targetId }, { batch, finish });
  } catch (error) {
    if (!(error instanceof ProviderError) || error.failure.canRetryHelp) throw error;
    // Recovery: the document itself is in the books; the note is owed, and the sweep asks for it.
    await refused(unit, batch, error.failure.code);
  }
}

function noted(unit: Unit, batch: LedgerBatch): void {
  finishEffect(unit, batch, { name: 'history', state: 'done', change: payHistory });
}

/** Nothing was written, so there is nothing to audit; owed until it is, or was refused often enough. */
async function refused(unit: Unit, batch: LedgerBatch, code: string): Promise<void> {
  const { activities, clock, crypto, log, metrics } = batch.ports;
  const { operatorId, target, kind, sourceId } = unit.link;
  const nowEpochMs = clock.nowEpochMs();
  const change = (link: Link) => oweHistory(link, nowEpochMs);
  finishEffect(unit, batch, { name: 'history', state: 'rejected', change });
  log.warn('history_note.refused', { code, sourceId });
  if (!unit.link.historyGivenUp) return;
  log.error('history_note.given_up', { operatorId, kind, sourceId, code });
  metrics.count('HistoryNoteGivenUp');
  await activities.append({
    operatorId,
    activityId: crypto.uuid5(`history given up ${effectName(unit.link, 'history')}`),
    at: new Date(nowEpochMs).toISOString(),
    type: 'history_note.given_up',
    actor: 'rollerdoor',
    detail: { target, kind, sourceId, number: unit.link.targetLabel ?? sourceId },
  });
}
