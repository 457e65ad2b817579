import { describe, expect, it } from 'vitest';
import type { Mismatch } from '../../../shared/contracts/mismatch.ts';
import { mismatchKey } from '../../../shared/domain/reconcile/accepted-mismatches.ts';
import { proveMonth } from '../../../shared/domain/reconcile/prove-month.ts';
import { anInvoice, changed } from '../../support/proof-documents.ts';
import { ProofWorld } from '../../support/proof-world.ts';

const month = '2026-11';

/** An invoice over 120.00 pounds of which somebody made another sum. */
function editedTo(totalMinor: number): ProofWorld {
  const world = new ProofWorld();
  world.post(anInvoice('inv_1'));
  world.edit('inv_1', (one) => ({ ...one, totalMinor, dueMinor: totalMinor }));
  return world;
}

function accept(world: ProofWorld, mismatch: Mismatch | undefined): void {
  if (mismatch === undefined) throw new Error('nothing to accept');
  const { standing } = mismatch;
  world.accepted.push({
    ...{ operatorId: 'acorn', target: 'xero', key: mismatchKey(mismatch), standing },
    ...{ reason: 'agreed by telephone', at: '2026-12-01T09:00:00Z', by: 'operator' },
  });
}

describe('an accepted mismatch', () => {
  it('asks for nothing any more, and still explains the difference', () => {
    const world = editedTo(10_000);
    accept(world, proveMonth(world.facts(month)).mismatches[0]);

    const proved = proveMonth(world.facts(month));

    expect(proved).toMatchObject({ mismatches: [], found: {} });
    expect(proved.accepted.map((one) => one.class)).toEqual(['amount']);
    expect(proved.currencies[0]).toMatchObject({
      ...{ differenceMinor: -2_000, explainedMinor: -2_000, unexplainedMinor: 0 },
    });
  });

  it('is one again when something else stands there', () => {
    const world = editedTo(10_000);
    accept(world, proveMonth(world.facts(month)).mismatches[0]);
    world.edit('inv_1', (one) => ({ ...one, totalMinor: 9_000, dueMinor: 9_000 }));

    const { mismatches, accepted } = proveMonth(world.facts(month));

    expect(mismatches.map((one) => one.class)).toEqual(['amount']);
    expect(accepted).toEqual([]);
  });

  it('is one again when the source has another sum', () => {
    const world = editedTo(10_000);
    accept(world, proveMonth(world.facts(month)).mismatches[0]);
    world.change('inv_1', changed({ totalMinor: 13_000 }));

    expect(proveMonth(world.facts(month)).found).toEqual({ amount: 1 });
  });

  it('holds while something of the document changes that has nothing to do with it', () => {
    const world = editedTo(10_000);
    accept(world, proveMonth(world.facts(month)).mismatches[0]);
    world.change('inv_1', changed({ paidMinor: 4_000 }));
    world.edit('inv_1', (one) => ({ ...one, paidMinor: 4_000, dueMinor: 6_000 }));

    expect(proveMonth(world.facts(month)).mismatches).toEqual([]);
  });

  it('says nothing of another class of the same document', () => {
    const world = editedTo(10_000);
    accept(world, proveMonth(world.facts(month)).mismatches[0]);
    world.edit('inv_1', (one) => ({ ...one, day: '2026-11-20' }));

    expect(proveMonth(world.facts(month)).found).toEqual({ date: 1 });
  });

  it('may have been accepted as an edit by hand', () => {
    const world = editedTo(10_000);
    const accepted = { at: '2026-12-01T09:00:00Z', by: 'operator' };
    world.handEdits.set('invoice inv_1', { what: 'edited', accepted });

    expect(proveMonth(world.facts(month)).accepted.map((one) => one.class)).toEqual(['amount']);
  });
});
