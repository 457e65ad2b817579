import { beforeEach, expect, it } from 'vitest';
import type { Operators } from '../../shared/ports/operators.ts';
import { anOperator } from '../builders/an-operator.ts';

const removal = { since: '2026-12-01T09:00:00.000Z', actor: 'partner' };

/** What every store of operators does. */
export function operatorsSuite(make: () => Promise<Operators>): void {
  let operators: Operators;
  beforeEach(async () => {
    operators = await make();
  });

  it('returns nothing for an operator that was never added', async () => {
    expect(await operators.get('nobody')).toBeUndefined();
    expect(await operators.list()).toEqual([]);
  });

  it('returns an operator exactly as it was added', async () => {
    expect(await operators.add(anOperator())).toBe(true);

    expect(await operators.get(anOperator().operatorId)).toEqual(anOperator());
  });

  it('leaves an operator as it was when the same id is added again', async () => {
    await operators.add(anOperator());

    expect(await operators.add(anOperator({ name: 'Impostor' }))).toBe(false);
    expect(await operators.get(anOperator().operatorId)).toEqual(anOperator());
  });

  it('lets one of two simultaneous additions win', async () => {
    const answers = await Promise.all([
      operators.add(anOperator({ name: 'First' })),
      operators.add(anOperator({ name: 'Second' })),
    ]);

    expect(answers.sort()).toEqual([false, true]);
  });

  it('lists all operators by id, more than one page of them', async () => {
    const ids = Array.from({ length: 60 }, (_, n) => `operator-${String(n).padStart(2, '0')}`);
    for (const operatorId of ids.toReversed()) await operators.add(anOperator({ operatorId }));

    expect((await operators.list()).map(({ operatorId }) => operatorId)).toEqual(ids);
  });
}

/** What every store of operators does with one that leaves for good. */
export function removalsSuite(make: () => Promise<Operators>): void {
  let operators: Operators;
  beforeEach(async () => {
    operators = await make();
  });

  it('marks a removal once, takes the operator off the list and keeps it on that of removals', async () => {
    const { operatorId } = anOperator();
    await operators.add(anOperator());

    expect(await operators.beginRemoval(operatorId, removal)).toBe(true);
    const later = { since: '2026-12-02T09:00:00.000Z', actor: 'somebody' };
    expect(await operators.beginRemoval(operatorId, later)).toBe(true);

    expect(await operators.get(operatorId)).toEqual(anOperator({ removal }));
    expect(await operators.list()).toEqual([]);
    expect(await operators.removals()).toEqual([anOperator({ removal })]);
  });

  it('begins no removal of an operator that was never added', async () => {
    expect(await operators.beginRemoval('nobody', removal)).toBe(false);
    expect(await operators.get('nobody')).toBeUndefined();
  });

  it('erases the name, keeps the day, and stays a tombstone when the removal is closed', async () => {
    const { operatorId } = anOperator();
    await operators.add(anOperator());
    await operators.beginRemoval(operatorId, removal);
    const erasedAt = '2026-12-01T09:05:00.000Z';
    const tombstone = anOperator({ name: '', removal: { ...removal, erasedAt } });

    await operators.noteErased(operatorId, erasedAt);
    await operators.noteErased(operatorId, '2026-12-01T10:00:00.000Z');
    expect(await operators.get(operatorId)).toEqual(tombstone);
    expect(await operators.removals()).toHaveLength(1);
    await operators.closeRemoval(operatorId);

    expect(await operators.get(operatorId)).toEqual(tombstone);
    expect(await operators.removals()).toEqual([]);
    expect(await operators.list()).toEqual([]);
    expect(await operators.add(anOperator())).toBe(false);
  });

  it('names those removals first whose last try is the longest ago, and opens no closed one', async () => {
    for (const operatorId of ['acorn', 'birch', 'cedar']) {
      await operators.add(anOperator({ operatorId }));
      await operators.beginRemoval(operatorId, removal);
    }
    await operators.closeRemoval('cedar');

    await operators.noteTried('acorn', Date.parse(removal.since) + 1_000);
    await operators.noteTried('cedar', Date.parse(removal.since) + 1_000);

    const ids = (await operators.removals()).map(({ operatorId }) => operatorId);
    expect(ids).toEqual(['birch', 'acorn']);
  });
}
