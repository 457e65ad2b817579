import { describe, expect, it } from 'vitest';
import { isSameDocument } from '../../../shared/domain/apply/adopt.ts';

const wanted = {
  number: 'ACORN-1',
  reference: 'inv_0001',
  contactTargetId: 'c-1',
  date: '2026-11-30',
  currency: 'GBP',
  totalMinor: 12_000,
  status: 'AUTHORISED',
} as const;

describe('isSameDocument', () => {
  it.each([
    ['our own after a lost answer', {}, true],
    ['our own whose contact was merged since', { contactTargetId: 'c-2' }, true],
    ['one imported from a file for the same customer', { reference: undefined }, true],
    ['one with somebody else’s reference but the same customer', { reference: 'PO 7' }, true],
    ['an imported one of another customer', { reference: '', contactTargetId: 'c-2' }, false],
    ['an imported one of another total', { reference: '', totalMinor: 11_999 }, false],
    ['an imported one in another currency', { reference: '', currency: 'EUR' }, false],
    ['our own of another total', { totalMinor: 1 }, false],
    ['our own in another currency', { currency: 'EUR' }, false],
  ])('judges %s', (_what, change, isSame) => {
    expect(isSameDocument({ ...wanted, day: wanted.date, ...change }, wanted)).toBe(isSame);
  });
});
