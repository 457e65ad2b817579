import { beforeEach, expect, it } from 'vitest';
import type { Difference } from '../../shared/contracts/difference-item.ts';
import type { Differences } from '../../shared/ports/differences.ts';

function difference(overrides: Partial<Difference> = {}): Difference {
  return {
    operatorId: 'acorn',
    target: 'xero',
    kind: 'invoice',
    sourceId: 'inv_1',
    targetId: 't-1',
    label: 'INV-1',
    what: 'edited',
    changes: [{ field: 'total', was: '£12.00', is: '£13.00' }],
    seenAt: '2026-11-30T07:00:00.000Z',
    standing: 'abc',
    ...overrides,
  };
}

/** What every store of differences does. */
export function differencesSuite(make: () => Promise<Differences>): void {
  let differences: Differences;
  beforeEach(async () => {
    differences = await make();
  });

  it('keeps one per record, until it is removed', async () => {
    await differences.put(difference());
    await differences.put(difference({ what: 'voided', standing: 'def' }));
    expect(await differences.get(difference())).toMatchObject({ what: 'voided' });

    await differences.remove(difference());
    expect(await differences.get(difference())).toBeUndefined();
    await differences.remove(difference());
  });

  it('accepts what the person saw, and nothing that came after', async () => {
    const accepted = { at: '2026-11-30T08:00:00.000Z', by: 'operator' };
    await differences.put(difference());

    expect(await differences.accept(difference(), 'other', accepted)).toBe(false);
    expect(await differences.accept(difference(), 'abc', accepted)).toBe(true);
    expect(await differences.get(difference())).toMatchObject({ accepted });
    expect(await differences.accept(difference({ sourceId: 'none' }), 'abc', accepted)).toBe(false);
  });

  it('pages through those of one operator', async () => {
    for (const sourceId of ['c', 'a', 'b']) await differences.put(difference({ sourceId }));
    await differences.put(difference({ operatorId: 'birch' }));

    const first = await differences.page('acorn', undefined, 2);
    const rest = await differences.page('acorn', first.next, 2);
    const ids = [...first.differences, ...rest.differences].map(({ sourceId }) => sourceId);
    expect(ids).toEqual(['a', 'b', 'c']);
    expect(rest.next).toBeUndefined();
  });
}
