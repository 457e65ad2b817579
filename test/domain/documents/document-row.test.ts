import { describe, expect, it } from 'vitest';
import { documentRow } from '../../../shared/domain/documents/document-row.ts';
import type { SourceInvoice, SourceRecord } from '../../../shared/domain/source/records.ts';
import { aLink } from '../../builders/a-link.ts';

const listedAt = '2026-11-30T09:00:05.000Z';
const invoice: SourceInvoice = {
  ...{ id: 'inv_1', number: 'A-1', status: 'open', currency: 'GBP' },
  issuedAt: '2026-11-30T09:00:00Z',
  ...{ totalMinor: 12_000, taxMinor: 2_000, paidMinor: 5_000, preCreditMinor: 1_000 },
  contactId: 'con_1',
  contact: { id: 'con_1', name: 'Ada Byron', metadata: {} },
  lines: [],
};

const rowOf = (record: SourceRecord) =>
  documentRow({ record, link: aLink(), isParked: false, listedAt });
const ofInvoice = (overrides: Partial<SourceInvoice>) =>
  rowOf({ kind: 'invoice', record: { ...invoice, ...overrides } });

describe('the row of a document', () => {
  it('says what is owed: as the source says, else what is neither paid nor credited', () => {
    expect(ofInvoice({})).toMatchObject({ dueMinor: 6_000, issuedAt: '2026-11-30T09:00:00.000Z' });
    expect(ofInvoice({ dueMinor: 5_900 })).toMatchObject({ dueMinor: 5_900 });
    expect(ofInvoice({ status: 'paid', dueMinor: 1 })).toMatchObject({ dueMinor: 0 });
  });

  it('is none for drafts, contacts, and what bears no time', () => {
    const contact: SourceRecord = {
      kind: 'contact',
      record: { id: 'c', name: 'Ada', metadata: {} },
    };

    expect(ofInvoice({ status: 'draft' })).toBeUndefined();
    expect(ofInvoice({ issuedAt: '' })).toBeUndefined();
    expect(rowOf(contact)).toBeUndefined();
  });

  it('says of a credit note that it is issued, or void', () => {
    const { status: _status, paidMinor: _paid, lines: _lines, ...common } = invoice;
    const note = (status: 'issued' | 'void') =>
      rowOf({
        kind: 'credit_note',
        record: { ...common, status, timing: 'pre_payment', invoiceId: 'inv_1', lines: [] },
      });

    expect(note('issued')).toMatchObject({ kind: 'credit_note', status: 'issued', dueMinor: 0 });
    expect(note('void')).toMatchObject({ status: 'void' });
  });
});
