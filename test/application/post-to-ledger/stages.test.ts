import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  type ContactUnit,
  type CreditNoteUnit,
  type DocumentUnit,
  documentsToBeCreated,
  type InvoiceUnit,
  type Open,
  openOf,
  type Standing,
  standing,
  standingDocuments,
  type ToBeCreated,
  toBeCreated,
} from '../../../shared/application/apply-changes/stages.ts';
import type { Unit } from '../../../shared/application/apply-changes/unit.ts';
import type { addHistoryNotes } from '../../../shared/application/post-to-ledger/add-history-notes.ts';
import type { lookUpFormerNotes } from '../../../shared/application/post-to-ledger/look-up-former-notes.ts';
import type { parkUnsupported } from '../../../shared/application/post-to-ledger/park-unsupported.ts';
import type { postCreditNotes } from '../../../shared/application/post-to-ledger/post-credit-notes.ts';
import type {
  lookUpFormerInvoices,
  parkWithoutContact,
  planInvoices,
  postInvoices,
} from '../../../shared/application/post-to-ledger/post-invoices.ts';
import type { prepareTracking } from '../../../shared/application/post-to-ledger/prepare-tracking.ts';
import type { settleCreditNotes } from '../../../shared/application/post-to-ledger/settle-credit-notes.ts';
import type { settleInvoices } from '../../../shared/application/post-to-ledger/settle-invoices.ts';
import { parked } from '../../../shared/domain/apply/outcome.ts';
import { newLink } from '../../../shared/domain/links/new-link.ts';

/** What a stage works on. */
type WorkOf<S extends (units: never, ...rest: never[]) => unknown> = Parameters<S>[0][number];

/** The types are compared by the compiler, in `npm run check`; nothing of it happens in a run. */
describe('a stage that creates', () => {
  it('takes what is to be created', () => {
    expectTypeOf<ToBeCreated<InvoiceUnit>>().toExtend<WorkOf<typeof postInvoices>>();
    expectTypeOf<ToBeCreated<InvoiceUnit>>().toExtend<WorkOf<typeof lookUpFormerInvoices>>();
    expectTypeOf<ToBeCreated<CreditNoteUnit>>().toExtend<WorkOf<typeof postCreditNotes>>();
    expectTypeOf<ToBeCreated<CreditNoteUnit>>().toExtend<WorkOf<typeof lookUpFormerNotes>>();
    expectTypeOf<ToBeCreated<DocumentUnit>>().toExtend<WorkOf<typeof prepareTracking>>();
    expectTypeOf<ToBeCreated<DocumentUnit>>().toExtend<WorkOf<typeof parkUnsupported>>();
    expectTypeOf<ToBeCreated<DocumentUnit>>().toExtend<WorkOf<typeof parkWithoutContact>>();
  });

  it('refuses a document that stands in the ledger', () => {
    expectTypeOf<Open<Standing<InvoiceUnit>>>().not.toExtend<WorkOf<typeof postInvoices>>();
    expectTypeOf<Open<Standing<InvoiceUnit>>>().not.toExtend<WorkOf<typeof lookUpFormerInvoices>>();
    expectTypeOf<Open<Standing<CreditNoteUnit>>>().not.toExtend<WorkOf<typeof postCreditNotes>>();
    expectTypeOf<Open<Standing<CreditNoteUnit>>>().not.toExtend<WorkOf<typeof lookUpFormerNotes>>();
    expectTypeOf<Open<Standing<DocumentUnit>>>().not.toExtend<WorkOf<typeof prepareTracking>>();
    expectTypeOf<Open<Standing<DocumentUnit>>>().not.toExtend<WorkOf<typeof parkUnsupported>>();
    expectTypeOf<Open<Standing<DocumentUnit>>>().not.toExtend<WorkOf<typeof parkWithoutContact>>();
  });

  it('refuses one of which nobody looked how far it is, or whether it ended', () => {
    expectTypeOf<InvoiceUnit>().not.toExtend<WorkOf<typeof postInvoices>>();
    expectTypeOf<Open<InvoiceUnit>>().not.toExtend<WorkOf<typeof postInvoices>>();
    expectTypeOf<InvoiceUnit>().not.toExtend<WorkOf<typeof planInvoices>>();
    expectTypeOf<Open<DocumentUnit>>().not.toExtend<WorkOf<typeof prepareTracking>>();
    expectTypeOf<Open<CreditNoteUnit>>().not.toExtend<WorkOf<typeof postCreditNotes>>();
  });

  it('refuses a record of another kind', () => {
    expectTypeOf<ToBeCreated<CreditNoteUnit>>().not.toExtend<WorkOf<typeof postInvoices>>();
    expectTypeOf<ToBeCreated<ContactUnit>>().not.toExtend<WorkOf<typeof prepareTracking>>();
  });
});

describe('a stage that goes on from what stands', () => {
  it('takes what stands and is open', () => {
    expectTypeOf<Open<Standing<InvoiceUnit>>>().toExtend<WorkOf<typeof settleInvoices>>();
    expectTypeOf<Open<Standing<CreditNoteUnit>>>().toExtend<WorkOf<typeof settleCreditNotes>>();
    expectTypeOf<Open<Standing<DocumentUnit>>>().toExtend<WorkOf<typeof addHistoryNotes>>();
  });

  it('refuses a document that is still to be created', () => {
    expectTypeOf<ToBeCreated<InvoiceUnit>>().not.toExtend<WorkOf<typeof settleInvoices>>();
    expectTypeOf<ToBeCreated<CreditNoteUnit>>().not.toExtend<WorkOf<typeof settleCreditNotes>>();
    expectTypeOf<ToBeCreated<DocumentUnit>>().not.toExtend<WorkOf<typeof addHistoryNotes>>();
  });

  it('refuses one that ended, or of which nobody looked', () => {
    expectTypeOf<Standing<InvoiceUnit>>().not.toExtend<WorkOf<typeof settleInvoices>>();
    expectTypeOf<Open<InvoiceUnit>>().not.toExtend<WorkOf<typeof settleInvoices>>();
    expectTypeOf<Standing<CreditNoteUnit>>().not.toExtend<WorkOf<typeof settleCreditNotes>>();
    expectTypeOf<Standing<DocumentUnit>>().not.toExtend<WorkOf<typeof addHistoryNotes>>();
  });
});

const records = {
  contact: { kind: 'contact', record: { id: 'con_1', name: 'Ada', metadata: {} } },
  invoice: { kind: 'invoice', record: { id: 'inv_1' } },
  credit_note: { kind: 'credit_note', record: { id: 'cred_1' } },
};

/** Each kind: to be created, standing, and both again with an end. */
function unitsOf(kind: keyof typeof records): Unit[] {
  const sourceId = records[kind].record.id;
  const link = newLink({ operatorId: 'acorn', target: 'xero', kind, sourceId });
  const links = [link, { ...link, targetId: 'there' }];
  const open = links.map(
    (each) =>
      ({
        record: records[kind],
        link: each,
        messages: [],
        version: { at: '', rank: 0, fingerprint: '' },
      }) as unknown as Unit,
  );
  return [...open, ...open.map((unit) => ({ ...unit, outcome: parked('unexpected') }))];
}

describe('units are chosen', () => {
  const invoices = unitsOf('invoice');
  const notes = unitsOf('credit_note');
  const all = [...notes, ...unitsOf('contact'), ...invoices];

  it('for a creation: open, and absent from the ledger', () => {
    expect(toBeCreated(all, 'invoice')).toEqual([invoices[0]]);
    expect(documentsToBeCreated(all)).toEqual([invoices[0], notes[0]]);
  });

  it('for what comes after it: open, and standing there', () => {
    expect(standing(all, 'invoice')).toEqual([invoices[1]]);
    expect(standingDocuments(all)).toEqual([notes[1], invoices[1]]);
  });

  it('whatever stands, where only their end counts', () => {
    expect(openOf(all, 'credit_note')).toEqual(notes.slice(0, 2));
  });
});
