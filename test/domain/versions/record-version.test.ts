import { describe, expect, it } from 'vitest';
import type { InvoiceStatus, SourceRecord } from '../../../shared/domain/source/records.ts';
import {
  canonicalText,
  readTime,
  recordRank,
  recordTime,
} from '../../../shared/domain/versions/record-version.ts';
import { readContact } from '../../../shared/source/stora/read-contact.ts';
import { readCreditNote } from '../../../shared/source/stora/read-credit-note.ts';
import { readInvoice } from '../../../shared/source/stora/read-invoice.ts';
import { aStoraContact } from '../../builders/a-stora-contact.ts';
import { aStoraCreditNote } from '../../builders/a-stora-credit-note.ts';
import { aStoraInvoice } from '../../builders/a-stora-invoice.ts';

const at = '2026-12-24T00:00:00Z';

const contact = (overrides: Parameters<typeof aStoraContact>[0] = {}): SourceRecord => ({
  kind: 'contact',
  record: readContact(aStoraContact(overrides)),
});
const invoice = (overrides: Parameters<typeof aStoraInvoice>[0] = {}): SourceRecord => ({
  kind: 'invoice',
  record: readInvoice(aStoraInvoice(overrides), at),
});
const creditNote = (overrides: Parameters<typeof aStoraCreditNote>[0] = {}): SourceRecord => ({
  kind: 'credit_note',
  record: readCreditNote(aStoraCreditNote(overrides), at),
});

describe('recordRank', () => {
  it('rises over the life of an invoice', () => {
    const life: InvoiceStatus[] = ['draft', 'open', 'uncollectible', 'paid'];
    const ranks = life.map((status) => recordRank(invoice({ status })));

    expect(ranks).toEqual([0, 1, 2, 3]);
  });

  it('leaves it to the clock whether an invoice was paid or voided last', () => {
    expect(recordRank(invoice({ status: 'void' }))).toBe(recordRank(invoice({ status: 'paid' })));
  });

  it('is the same for every contact and credit note', () => {
    expect(recordRank(contact())).toBe(0);
    expect(recordRank(creditNote())).toBe(0);
  });
});

describe('recordTime', () => {
  it("takes a contact's own time", () => {
    expect(recordTime(contact(), at)).toBe('2026-11-01T10:00:00.000Z');
  });

  it.each([
    ['a contact that shows none', contact({ updated_at: null })],
    ['an invoice', invoice()],
    ['a credit note', creditNote()],
  ])("takes the event's time for %s", (_what, record) => {
    expect(recordTime(record, at)).toBe(at);
  });
});

describe('canonicalText', () => {
  it('does not depend on the order of keys', () => {
    const { id, name, metadata } = readContact(aStoraContact());

    expect(canonicalText({ kind: 'contact', record: { id, name, metadata } })).toBe(
      canonicalText({ kind: 'contact', record: { metadata, name, id } }),
    );
  });

  it('takes our own write-back for an echo', () => {
    const echo = contact({ metadata: { 'rollerdoor:xero': 'x' }, updated_at: at });

    expect(canonicalText(echo)).toBe(canonicalText(contact()));
  });

  it.each([
    ['the name', { full_name: 'Ada King' }],
    ['the e-mail address', { email: 'ada@example.org' }],
    ['a line of the address', { address: { line_1: '2 Quay Street' } }],
  ])('sees a contact change in %s', (_what, change) => {
    expect(canonicalText(contact(change))).not.toBe(canonicalText(contact()));
  });

  it('is equal for a webhook, which expands contact and site, and a read, which may not', () => {
    const bare = invoice({ contact: { id: 'con_0001' }, site: { id: 'site_0001' } });

    expect(canonicalText(bare)).toBe(canonicalText(invoice()));
  });

  it.each([
    ['the status', { status: 'paid' }],
    ['the customer', { contact: { id: 'con_2' } }],
    ['the site', { site: { id: 'site_2' } }],
    ['what was paid', { amount_paid: { amount: 1, currency: 'GBP' } }],
    ['the number', { number: 'X-1' }],
  ])('sees an invoice change in %s', (_what, change) => {
    expect(canonicalText(invoice(change))).not.toBe(canonicalText(invoice()));
  });

  it('sees a credit note change in a line', () => {
    expect(canonicalText(creditNote({ line_items: [] }))).not.toBe(canonicalText(creditNote()));
  });

  it('keeps texts apart that look alike', () => {
    const one = contact({ full_name: 'a","phone":"b' });
    const other = contact({ full_name: 'a', phone_number: 'b' });

    expect(canonicalText(one)).not.toBe(canonicalText(other));
  });
});

describe('readTime', () => {
  it.each([
    ['is our own where nothing is known', [], '2026-12-24T00:00:01.500Z'],
    ['is our own after older events', ['2026-12-24T00:00:01Z'], '2026-12-24T00:00:01.500Z'],
    [
      'is the newest event when our clock is behind',
      [at, '2026-12-24T00:00:02Z'],
      '2026-12-24T00:00:02Z',
    ],
    ['passes over what is no time', ['', 'soon'], '2026-12-24T00:00:01.500Z'],
  ])('%s', (_what, known, expected) => {
    expect(readTime('2026-12-24T00:00:01.500Z', known)).toBe(expected);
  });
});
