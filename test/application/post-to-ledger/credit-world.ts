import { expect } from 'vitest';
import type { Book } from '../../../infra/local/vendors/xero/core/book.ts';
import { allocateCredit } from '../../../infra/local/vendors/xero/ledger/allocations.ts';
import { updateDocument } from '../../../infra/local/vendors/xero/ledger/documents.ts';
import { createPayment } from '../../../infra/local/vendors/xero/ledger/payments.ts';
import type { LedgerSettings } from '../../../shared/contracts/settings.ts';
import { readCreditNote } from '../../../shared/source/stora/read-credit-note.ts';
import { readInvoice } from '../../../shared/source/stora/read-invoice.ts';
import type {
  StoraCreditNote,
  StoraInvoice,
} from '../../../shared/source/stora/stora-resources.ts';
import { aChangeMessage } from '../../builders/a-change-message.ts';
import { aStoraCreditNote } from '../../builders/a-stora-credit-note.ts';
import { aStoraInvoice } from '../../builders/a-stora-invoice.ts';
import { storaPounds } from '../../builders/stora-money.ts';
import { type Pipeline, type PipelineOptions, startPipeline } from '../../support/pipeline.ts';

/** Documents of one customer as the source tells of them, one second after the other. */
export async function openCredits(
  settings: Partial<LedgerSettings> = {},
  options: PipelineOptions = {},
) {
  const pipeline = await startPipeline({ settings, ...options });
  let second = 10;
  const told = (rest: Parameters<typeof aChangeMessage>[0]) => {
    second += 1;
    const eventId = `evt_${second}`;
    const occurredAt = `2026-11-30T10:00:${second}Z`;
    return aChangeMessage({ operatorId: 'acorn', eventId, occurredAt, ...rest });
  };
  const known = new Map<string, StoraInvoice>();
  pipeline.ports.sourceFor().getInvoice = async (id) => {
    const resource = known.get(id);
    if (resource === undefined) return undefined;
    return { ok: true, value: { kind: 'invoice', record: readInvoice(resource, undefined) } };
  };
  const notes = new Map<string, StoraCreditNote>();
  pipeline.ports.sourceFor().getCreditNote = async (id) => {
    const resource = notes.get(id);
    if (resource === undefined) return undefined;
    return {
      ok: true,
      value: { kind: 'credit_note', record: readCreditNote(resource, undefined) },
    };
  };
  const invoice = (state: Partial<StoraInvoice> = {}) => {
    const resource = aStoraInvoice(state);
    known.set(resource.id, resource);
    return told({ sourceId: resource.id, resource });
  };
  /** The built credit note, over so much: 20 % tax inside. */
  const note = (pence: number, state: Partial<StoraCreditNote> = {}) => {
    const line = {
      description: '50 sq ft unit',
      quantity: 1,
      tax: storaPounds(pence / 6),
      amount: storaPounds(pence),
    };
    const resource = aStoraCreditNote({ total: storaPounds(pence), line_items: [line], ...state });
    notes.set(resource.id, resource);
    return told({
      kind: 'credit_note',
      eventType: 'credit_note.created',
      sourceId: resource.id,
      resource,
    });
  };
  return { pipeline, invoice, note, book: bookOf(pipeline) };
}

export function bookOf({ xero }: Pipeline): Book {
  const book = xero.world.book('acorn');
  if (book === undefined) throw new Error('The sandbox has no organisation called acorn.');
  return book;
}

export const paid = (pence: number) => ({
  status: pence === 12_000 ? 'paid' : 'open',
  amount_paid: storaPounds(pence),
  amount_due: storaPounds(12_000 - pence),
});

export async function books(pipeline: Pipeline) {
  const { creditNotes, allocations, payments, invoices } = await pipeline.xeroState();
  return {
    notes: creditNotes.map(({ status, amountDue }: Record<string, string>) => [status, amountDue]),
    set: allocations.map(({ invoiceNumber, amount }: Record<string, string>) => [
      invoiceNumber,
      amount,
    ]),
    back: payments
      .filter(({ documentNumber }: { documentNumber: string }) => documentNumber.includes('-CN-'))
      .map(({ amount, accountCode, reference }: Record<string, string>) => [
        amount,
        accountCode,
        reference,
      ]),
    due: invoices.map(({ number, amountDue }: Record<string, string>) => [number, amountDue]),
  };
}

export async function issues({ stores }: Pipeline): Promise<string[]> {
  return (await stores.issues.list('acorn')).map(({ cause }) => cause);
}

function documentOf(book: Book, kind: 'invoice' | 'creditNote') {
  const found = [...book.documents.values()].find((document) => document.kind === kind);
  if (found === undefined) throw new Error(`There is no ${kind}.`);
  return found;
}

/** Somebody who works in the ledger by hand. */
export function byHand({ pipeline, book }: { pipeline: Pipeline; book: Book }) {
  let ids = 0;
  const uuid = () => {
    ids += 1;
    return `99999999-0000-4000-8000-00000000000${ids}`;
  };
  const stamp = { nowEpochMs: pipeline.clock.nowEpochMs(), uuid, user: 'by hand' };
  const scene = { book, stamp };
  return {
    pay: (kind: 'invoice' | 'creditNote', minor: bigint) => {
      const { id } = documentOf(book, kind);
      const of = kind === 'invoice' ? { Invoice: { InvoiceID: id } } : creditNoteOf(id);
      const done = createPayment(scene, { ...of, Account: { Code: '091' }, Amount: minor });
      expect(done).toMatchObject({ ok: true });
    },
    set: (minor: bigint) => {
      const invoiceId = documentOf(book, 'invoice').id;
      const note = documentOf(book, 'creditNote');
      const input = { Invoice: { InvoiceID: invoiceId }, Amount: minor };
      expect(allocateCredit(scene, note, input)).toMatchObject({ ok: true });
    },
    /** Another account, or other words, on every line. */
    edit: (
      kind: 'invoice' | 'creditNote',
      change: { accountCode?: string; description?: string },
    ) => {
      const document = documentOf(book, kind);
      const lines = document.lines.map((line) => ({ ...line, ...change }));
      book.documents.set(document.id, { ...document, lines });
    },
    void: (kind: 'invoice' | 'creditNote') => {
      const document = documentOf(book, kind);
      const done = updateDocument({ ...scene, unitPlaces: 4 }, document, { Status: 'VOIDED' });
      expect(done).toMatchObject({ ok: true });
    },
  };
}

function creditNoteOf(id: string) {
  return { CreditNote: { CreditNoteID: id } };
}
