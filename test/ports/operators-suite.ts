import { beforeEach, expect, it } from 'vitest';
import type { Operators } from '../../shared/ports/operators.ts';
import { anOperator } from '../builders/an-operator.ts';

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
