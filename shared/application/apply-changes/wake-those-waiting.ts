import { standingOf } from '../issues/standing-of.ts';
import { wakeOthers } from '../issues/wake-others.ts';
import type { Batch, Unit } from './unit.ts';

/**
 * Sends again what waited for the records of the batch, or for the same as they did. Whether they
 * were applied just now or by a worker that died does not matter: they stand.
 */
export async function wakeThoseWaiting(units: Unit[], batch: Batch): Promise<void> {
  const { operatorId, target, ports } = batch;
  await wakeOthers(ports, {
    operatorId,
    target,
    standing: units.flatMap(({ link }) => (link.kind === 'credit_note' ? [] : standingOf(link))),
    solved: batch.solved.splice(0),
    judged: new Set(units.map(({ link }) => `${link.kind} ${link.sourceId}`)),
  });
}
