import { describe, expect, it } from 'vitest';
import { isSameDocument, takenDetail } from '../../../shared/domain/apply/adopt.ts';

const wanted = {
  number: 'ACORN-1',
  reference: 'inv_0001',
  contactTargetId: 'c-1',
  date: '2026-11-30',
  currency: 'GBP',
  totalMinor: 12_000,
  taxMinor: 2_000,
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
    ['an imported one of another tax', { reference: '', taxMinor: 1_999 }, false],
    ['our own of another tax', { taxMinor: 1_999 }, true],
    ['an imported one in another currency', { reference: '', currency: 'EUR' }, false],
    ['an imported one of another day', { reference: '', day: '2026-11-29' }, false],
    ['our own of another day', { day: '2026-11-29' }, true],
    ['an imported one that is paid', { reference: '', status: 'PAID' }, true],
    ['an imported draft', { reference: '', status: 'DRAFT' }, false],
    ['an imported one that waits for approval', { reference: '', status: 'SUBMITTED' }, false],
    ['our own that somebody put back to a draft', { status: 'DRAFT' }, true],
    ['one that was posted for another record of the source', { reference: 'inv_2' }, false],
    ['our own of another total', { totalMinor: 1 }, false],
    ['our own in another currency', { currency: 'EUR' }, false],
  ])('judges %s', (_what, change, isSame) => {
    expect(isSameDocument({ ...wanted, day: wanted.date, ...change }, wanted)).toBe(isSame);
  });
});

describe('takenDetail', () => {
  it('says what is different in the ledger, without a name', () => {
    const found = {
      ...wanted,
      reference: 'PO 7',
      day: '2026-11-29',
      contactTargetId: 'c-2',
      totalMinor: 11_999,
      taxMinor: 0,
      status: 'DRAFT',
    };

    expect(takenDetail(found, wanted)).toBe(
      'ACORN-1; total £119.99 there, £120.00 here; tax £0.00 there, £20.00 here; another customer; dated 2026-11-29 there, 2026-11-30 here; not approved there',
    );
  });

  it('takes an imported draft for the same where drafts are posted', () => {
    const found = { ...wanted, reference: '', day: wanted.date, status: 'DRAFT' };

    expect(isSameDocument(found, { ...wanted, status: 'DRAFT' })).toBe(true);
  });
});
