import { describe, expect, it } from 'vitest';
import { indexUnits, itemBytes, readUnits, sqsRequests, writeUnits } from './billing-units.ts';

describe('the bytes of an item', () => {
  it.each([
    ['names and text in UTF-8', { pk: { S: 'é' } }, 4],
    ['two digits a byte and one more', { n: { N: '1234' } }, 4],
    ['a sign as a byte', { n: { N: '-1234' } }, 5],
    ['true and null as one', { t: { BOOL: true }, z: { NULL: true } }, 4],
    ['three of a list, one of each element', { l: { L: [{ S: 'ab' }, { S: 'c' }] } }, 9],
    ['three of a map, one of each pair', { m: { M: { k: { S: 'v' } } } }, 7],
    ['decoded bytes', { b: { B: Buffer.from('abc').toString('base64') } }, 4],
    ['the members of a set', { s: { SS: ['ab', 'c'] } }, 4],
  ])('count %s', (_what, item, bytes) => {
    expect(itemBytes(item)).toBe(bytes);
  });
});

describe('units', () => {
  it('of a read are 4 KB each, half where it need not be consistent, and one for nothing', () => {
    expect([0, 4_096, 4_097].map((bytes) => readUnits(bytes, true))).toEqual([1, 1, 2]);
    expect(readUnits(4_097, false)).toBe(1);
  });

  it('of a write are 1 KB each of the larger of before and after, and one for nothing', () => {
    expect(writeUnits(0, 0)).toBe(1);
    expect(writeUnits(3_000, 10)).toBe(3);
    expect(writeUnits(10, 1_025)).toBe(2);
  });

  it('of SQS are 64 KB each', () => {
    expect([0, 65_536, 65_537].map(sqsRequests)).toEqual([1, 1, 2]);
  });
});

describe('units of an index', () => {
  const shape = { keyNames: ['kind', 'sort'], copied: ['kind', 'sort', 'pk'] };
  const owed = { pk: { S: 'a' }, kind: { S: 'OWED' }, sort: { S: '1' } };
  const settled = { pk: { S: 'a' } };

  it.each([
    ['an entry that comes', { before: undefined, after: owed }, 1],
    ['an entry that goes', { before: owed, after: settled }, 1],
    ['an entry that goes with its item', { before: owed, after: undefined }, 1],
    ['an entry that moves', { before: owed, after: { ...owed, sort: { S: '2' } } }, 2],
    [
      'an entry of which something copied changes',
      { before: owed, after: { ...owed, pk: { S: 'b' } } },
      1,
    ],
    [
      'an entry beside which something changes',
      { before: owed, after: { ...owed, note: { S: 'x' } } },
      0,
    ],
    ['an item that is not in it', { before: settled, after: { ...settled, note: { S: 'x' } } }, 0],
  ])('for %s', (_what, { before, after }, units) => {
    expect(indexUnits(shape, before, after)).toBe(units);
  });

  it('that copies everything cost with each change', () => {
    const all = { keyNames: ['kind', 'sort'], copied: 'ALL' } as const;

    expect(indexUnits(all, owed, { ...owed, note: { S: 'x'.repeat(1_100) } })).toBe(2);
  });
});
