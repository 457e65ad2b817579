import { describe, expect, it } from 'vitest';
import {
  ledgerProofRow,
  type SourceDocument,
  sourceProofRow,
} from '../../../shared/domain/reconcile/proof-rows.ts';
import { aCatalogue } from '../../builders/a-catalogue.ts';
import { ledgerSettings } from '../../builders/ledger-settings.ts';
import { aLine, aNote, anInvoice } from '../../support/proof-documents.ts';

const context = {
  settings: ledgerSettings(),
  catalogue: aCatalogue({ periodLockDate: '2026-12-31' }),
  takesTracking: true,
  fingerprint: 'f',
};

function rowOf(document: SourceDocument, change: Partial<typeof context> = {}) {
  return sourceProofRow(document, { ...context, ...change });
}

describe('sourceProofRow', () => {
  it('is as the mapping would post it into open books', () => {
    expect(rowOf(anInvoice('inv_1', { issuedAt: '2026-11-15T23:30:00Z' }))).toMatchObject({
      ...{ sourceId: 'inv_1', number: 'N-inv_1', day: '2026-11-15', site: 'Harbour Road' },
      ...{ totalMinor: 12_000, taxMinor: 2_000, dueMinor: 12_000, isOut: false },
      lines: [
        {
          ...{ accountCode: '200', taxType: 'OUTPUT2', site: 'Harbour Road' },
          ...{ netMinor: 10_000, taxMinor: 2_000 },
        },
      ],
    });
  });

  it('has no lines where nobody can say them, and its sums all the same', () => {
    const unknown = anInvoice('inv_1', { lines: [aLine({ accountingCode: '999' })] });
    expect(rowOf(unknown)).toMatchObject({ lines: [], totalMinor: 12_000 });
    expect(rowOf(aNote('cn_1', 'inv_1'))).toMatchObject({ lines: [], totalMinor: 3_000 });
  });

  it('has no lines while the option of its site is archived', () => {
    const [category] = context.catalogue.trackingCategories;
    const options = category?.options.map((one) => ({ ...one, isActive: false })) ?? [];
    const trackingCategories = category === undefined ? [] : [{ ...category, options }];
    const catalogue = { ...context.catalogue, trackingCategories };
    expect(rowOf(anInvoice('inv_1'), { catalogue })).toMatchObject({
      ...{ lines: [], site: 'Harbour Road' },
    });
  });

  it('bears no site where the ledger tells documents by none', () => {
    const { site, lines } = rowOf(anInvoice('inv_1'), { takesTracking: false });
    expect([site, lines[0]?.site]).toEqual([undefined, undefined]);
  });

  it.each([
    ['draft', true],
    ['void', true],
    ['open', false],
    ['paid', false],
    ['uncollectible', false],
  ] as const)('counts %s as out: %s', (status, isOut) => {
    expect(rowOf(anInvoice('inv_1', { status })).isOut).toBe(isOut);
  });
});

describe('ledgerProofRow', () => {
  const standing = {
    ...{ targetId: 'x-1', number: 'N-1', contactTargetId: 'x-con', day: '2026-11-16' },
    ...{ currency: 'GBP', totalMinor: 12_000, taxMinor: 2_000, paidMinor: 5_000, dueMinor: 4_000 },
    status: 'AUTHORISED',
  };

  it.each([
    ['inv_1', { sourceId: 'inv_1' }],
    ['inv_1:write-off', { closes: { sourceId: 'inv_1', purpose: 'bad_debt' } }],
    ['inv_1:void-2', { closes: { sourceId: 'inv_1', purpose: 'void' } }],
    ['inv_1:12000', {}],
    ['PO 17', {}],
    ['', {}],
    [undefined, {}],
  ])('reads the reference %s', (reference, expected) => {
    const { sourceId, closes } = ledgerProofRow('invoice', { ...standing, reference });
    expect(JSON.parse(JSON.stringify({ sourceId, closes }))).toEqual(expected);
  });

  it('reckons what was credited', () => {
    const row = ledgerProofRow('invoice', { ...standing, reference: undefined });
    expect(row).toMatchObject({ creditedMinor: 3_000, lines: [], isOut: false });
    expect(row.mark).toBeUndefined();
  });

  it.each(['DRAFT', 'SUBMITTED', 'VOIDED', 'DELETED'])('takes %s as out of the books', (status) => {
    expect(ledgerProofRow('invoice', { ...standing, reference: '', status }).isOut).toBe(true);
  });
});
