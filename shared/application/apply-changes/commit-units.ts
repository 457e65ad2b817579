import type { Outcome } from '../../domain/apply/outcome.ts';
import { auditTogether } from '../effects/audit-writes.ts';
import type { OpenBatch } from './applier.ts';
import { commitUnit } from './commit-unit.ts';
import { endIssues } from './end-issues.ts';
import { listDocuments } from './list-documents.ts';
import { done, type Results } from './results.ts';
import { sendWriteBacks } from './send-write-backs.ts';
import type { Unit } from './unit.ts';

/**
 * Makes the end of each unit durable, and then, once for all of them, what follows from that. A change has
 * its result after both, so that it comes back where one of them failed. What was committed before a unit
 * that fails has its result all the same.
 */
export async function commitUnits(
  units: Unit[],
  results: Results,
  batch: OpenBatch,
): Promise<void> {
  const committed = new Map<Unit, Outcome>();
  const isNeeded = ({ messages }: Unit) => messages.length === 0;
  const needed = units.filter(isNeeded);
  const asked = units.filter((unit) => !isNeeded(unit));
  try {
    await auditTogether(units, batch);
    for (const unit of needed) committed.set(unit, await commitUnit(unit, batch));
    // Before those that need them end: once these are done, nobody comes back to what came along.
    await sendWriteBacks(needed, batch);
    for (const unit of asked) committed.set(unit, await commitUnit(unit, batch));
  } finally {
    await sendWriteBacks(
      asked.filter((unit) => committed.has(unit)),
      batch,
    );
    await listDocuments(committed, batch);
    await endIssues([...committed.keys()], batch);
    for (const [{ messages }, outcome] of committed)
      for (const message of messages) results.set(message, done(outcome));
  }
}
