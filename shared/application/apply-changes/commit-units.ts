import type { Outcome } from '../../domain/apply/outcome.ts';
import { auditTogether } from '../effects/audit-writes.ts';
import type { OpenBatch } from './applier.ts';
import { commitUnit } from './commit-unit.ts';
import { endIssues } from './end-issues.ts';
import { done, type Results } from './results.ts';
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
  try {
    await auditTogether(units, batch);
    for (const unit of units) committed.set(unit, await commitUnit(unit, batch));
  } finally {
    await endIssues([...committed.keys()], batch);
    for (const [{ messages }, outcome] of committed)
      for (const message of messages) results.set(message, done(outcome));
  }
}
