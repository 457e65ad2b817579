import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type EffectId,
  effectIdText,
  parseEffectId,
  plainName,
} from '../../../shared/domain/ledger/effect-ids.ts';

const aName = fc.string({ maxLength: 12 }).map(plainName);
const anId: fc.Arbitrary<EffectId> = fc.oneof(
  fc.record({
    kind: fc.constant('tracking_category' as const),
    accountId: fc.string({ maxLength: 5 }),
    name: aName,
    round: fc.nat(3),
  }),
  fc.record({
    kind: fc.constant('tracking_option' as const),
    accountId: fc.string({ maxLength: 5 }),
    categoryId: fc.string({ maxLength: 5 }),
    name: aName,
    round: fc.nat(3),
  }),
  fc.record({ kind: fc.constant('payment' as const), cumulativeMinor: fc.nat() }),
);

describe('the name of an effect', () => {
  it('is read as what it was written from, whatever stands in it', () => {
    fc.assert(
      fc.property(anId, (id) => {
        expect(parseEffectId(effectIdText(id))).toEqual(id);
      }),
    );
  });

  it('differs wherever anything of two effects does', () => {
    fc.assert(
      fc.property(anId, anId, (left, right) => {
        const isSame = JSON.stringify(left) === JSON.stringify(right);
        expect(effectIdText(left) === effectIdText(right)).toBe(isSame);
      }),
    );
  });

  it('is one for names that the ledger takes for one', () => {
    const id = { kind: 'tracking_option', accountId: 'a', categoryId: 'c', round: 0 } as const;

    expect(effectIdText({ ...id, name: ' Leeds ' })).toBe(effectIdText({ ...id, name: 'leeds' }));
  });

  it.each([
    ['tracking-option:acorn: leeds', { kind: 'tracking_option', name: 'acorn: leeds' }],
    ['tracking-category:location', { kind: 'tracking_category', name: 'location' }],
    ['payment:1200', { kind: 'payment', cumulativeMinor: 1200 }],
  ])('is read in its former form, too: %s', (text, expected) => {
    expect(parseEffectId(text)).toMatchObject(expected);
  });

  it.each(['create', 'void', 'history', 'allocation', 'update:ab:1', 'timeline:posted'])(
    'that is none of these is left to others: %s',
    (text) => {
      expect(parseEffectId(text)).toBeUndefined();
    },
  );
});
