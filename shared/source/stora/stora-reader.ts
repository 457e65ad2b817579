import { parseVendor } from '../../contracts/parse-vendor.ts';
import type { Shown, SourceReader } from '../../ports/source-reader.ts';
import { readContact } from './read-contact.ts';
import { readCreditNote } from './read-credit-note.ts';
import { readDeal } from './read-deal.ts';
import { readInvoice } from './read-invoice.ts';
import { readOrder } from './read-order.ts';
import { readTenancy } from './read-tenancy.ts';
import {
  type StoraContact,
  type StoraCreditNote,
  type StoraInvoice,
  storaContact,
  storaCreditNote,
  storaInvoice,
} from './stora-resources.ts';
import {
  type StoraDeal,
  type StoraOrder,
  type StoraTenancy,
  storaDeal,
  storaOrder,
  storaTenancy,
} from './stora-sale-resources.ts';
import { readStoraEvent } from './stora-webhook.ts';

/** Stora's webhooks, in our words. */
export const storaReader: SourceReader = {
  readEvent: readStoraEvent,
  readRecord({ kind, resource, happenedAt }) {
    switch (kind) {
      case 'contact':
        return shown(() => contactOf(parseVendor(storaContact, resource)));
      case 'invoice':
        return shown(() => invoiceOf(parseVendor(storaInvoice, resource), happenedAt));
      case 'credit_note':
        return shown(() => creditNoteOf(parseVendor(storaCreditNote, resource), happenedAt));
      case 'deal':
        return shown(() => dealOf(parseVendor(storaDeal, resource)));
      case 'order':
        return shown(() => orderOf(parseVendor(storaOrder, resource)));
      case 'tenancy':
        return shown(() => tenancyOf(parseVendor(storaTenancy, resource)));
    }
  },
};

export function showContact(contact: StoraContact): Shown<'contact'> {
  return shown(() => contactOf(contact));
}

export function showInvoice(
  invoice: StoraInvoice,
  happenedAt: string | undefined,
): Shown<'invoice'> {
  return shown(() => invoiceOf(invoice, happenedAt));
}

export function showCreditNote(
  note: StoraCreditNote,
  happenedAt: string | undefined,
): Shown<'credit_note'> {
  return shown(() => creditNoteOf(note, happenedAt));
}

export function showDeal(deal: StoraDeal): Shown<'deal'> {
  return shown(() => dealOf(deal));
}

export function showOrder(order: StoraOrder): Shown<'order'> {
  return shown(() => orderOf(order));
}

export function showTenancy(tenancy: StoraTenancy): Shown<'tenancy'> {
  return shown(() => tenancyOf(tenancy));
}

function dealOf(deal: StoraDeal) {
  return { kind: 'deal', record: readDeal(deal) } as const;
}

function orderOf(order: StoraOrder) {
  return { kind: 'order', record: readOrder(order) } as const;
}

function tenancyOf(tenancy: StoraTenancy) {
  return { kind: 'tenancy', record: readTenancy(tenancy) } as const;
}

function contactOf(contact: StoraContact) {
  return { kind: 'contact', record: readContact(contact) } as const;
}

function invoiceOf(invoice: StoraInvoice, happenedAt: string | undefined) {
  return { kind: 'invoice', record: readInvoice(invoice, happenedAt) } as const;
}

function creditNoteOf(note: StoraCreditNote, happenedAt: string | undefined) {
  return { kind: 'credit_note', record: readCreditNote(note, happenedAt) } as const;
}

function shown<R>(read: () => R): { ok: true; value: R } | { ok: false; problem: string } {
  try {
    return { ok: true, value: read() };
  } catch (error) {
    // Recovery: a person looks at it. Our parse errors name fields, never values.
    return { ok: false, problem: error instanceof Error ? error.message : '' };
  }
}
