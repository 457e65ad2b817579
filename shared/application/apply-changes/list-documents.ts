import { retryEventType } from '../../contracts/messages.ts';
import type { Outcome } from '../../domain/apply/outcome.ts';
import { documentRow } from '../../domain/documents/document-row.ts';
import type { Batch, Unit } from './unit.ts';

/**
 * Puts the documents that a batch has brought further where people look for them: all of them in one write,
 * after their links were saved and before their messages are acknowledged. Who dies in between has them
 * handed out again, and then they are listed although nothing is new.
 */
export async function listDocuments(
  committed: ReadonlyMap<Unit, Outcome>,
  batch: Batch,
): Promise<void> {
  const { clock, documents } = batch.ports;
  const listedAt = new Date(clock.nowEpochMs()).toISOString();
  const rows = [...committed].flatMap(([unit, outcome]) => {
    if (!isNews(unit, outcome, batch)) return [];
    const { record, link } = unit;
    return documentRow({ record, link, isParked: outcome.kind === 'parked', listedAt }) ?? [];
  });
  if (rows.length > 0) await documents.putAll(rows);
}

/** An older state says nothing of how the document stands; what was not read says nothing at all. */
function isNews(unit: Unit, outcome: Outcome, { triedBefore, through }: Batch): boolean {
  if (unit.version.fingerprint === '') return false;
  // It came along, and is news only where something was done for it.
  if (unit.messages.length === 0) return through.has(unit);
  if (outcome.kind !== 'skipped') return true;
  if (outcome.reason === 'void_never_posted') return true;
  const isAgain = unit.messages.some(
    (message) => message.eventType === retryEventType || triedBefore.has(message),
  );
  return outcome.reason === 'duplicate' && isAgain;
}
