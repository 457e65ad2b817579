import { describe, expect, it } from 'vitest';
import { listedInvoice } from '../../../shared/source/stora/stora-listings.ts';
import { storaReader } from '../../../shared/source/stora/stora-reader.ts';
import { aStoraContact } from '../../builders/a-stora-contact.ts';
import { aStoraInvoice } from '../../builders/a-stora-invoice.ts';
import { storaPounds } from '../../builders/stora-money.ts';

const happenedAt = '2026-12-24T00:00:00Z';
const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

describe('a record that a webhook carries', () => {
  it('is shown in our words', () => {
    const shown = storaReader.readRecord({
      kind: 'contact',
      resource: aStoraContact(),
      happenedAt,
    });

    expect(shown).toMatchObject({
      ok: true,
      value: { kind: 'contact', record: { id: 'con_0001', name: 'Ada Byron' } },
    });
  });

  it.each([
    ['is of another form', { ...aStoraInvoice(), total: '120.00' }, 'total'],
    ['has a status that nobody knows', aStoraInvoice({ status: 'odd' }), 'unknown status'],
    [
      'bears two currencies',
      aStoraInvoice({ tax: { ...storaPounds(1), currency: 'EUR' } }),
      'more than one currency',
    ],
  ])('names the field but no value when it %s', (_how, resource, problem) => {
    const shown = storaReader.readRecord({ kind: 'invoice', resource, happenedAt });

    expect(shown).toEqual({ ok: false, problem });
  });
});

describe('an event', () => {
  const event = { id: 'evt_1', type: 'contact.updated', created_at: happenedAt };

  it('is about the record that is named as its type is', () => {
    const resource = { id: 'con_1' };
    const data = { contact: resource, invoice: { id: 'inv_1' } };

    expect(storaReader.readEvent(bytes({ event: { ...event, data } }))).toEqual({
      id: 'evt_1',
      type: 'contact.updated',
      occurredAt: happenedAt,
      subject: { kind: 'contact', sourceId: 'con_1', resource },
    });
  });

  it.each([
    ['of a kind that no target takes', { type: 'unit.updated', data: { unit: { id: 'u_1' } } }],
    ['of a subscription of nobody', { type: 'subscription.created', data: { subscription: {} } }],
    ['without its record', { data: {} }],
    ['about a record without an id', { data: { contact: {} } }],
    ['about a record with an id that is too long', { data: { contact: { id: 'c'.repeat(256) } } }],
  ])('%s has no subject', (_what, more) => {
    const read = storaReader.readEvent(bytes({ event: { ...event, ...more } }));

    expect(read).toMatchObject({ id: 'evt_1', subject: undefined });
  });

  it.each([
    ['tenancy.updated', { tenancy: { id: 'ten_1', starts_at: 'now' } }],
    ['subscription.cancelled', { subscription: { id: 'sub_1', tenancy: { id: 'ten_1' } } }],
  ])('%s is about the tenancy, which is read', (type, data) => {
    const read = storaReader.readEvent(bytes({ event: { ...event, type, data } }));

    expect(read?.subject).toEqual({ kind: 'tenancy', sourceId: 'ten_1', resource: undefined });
  });

  it.each([
    ['no JSON', new TextEncoder().encode('{')],
    ['no UTF-8', new Uint8Array([0x22, 0xff, 0x22])],
    ['no envelope', bytes({ id: 'evt_1' })],
  ])('is none when the body is %s', (_what, body) => {
    expect(storaReader.readEvent(body)).toBeUndefined();
  });
});

describe('an invoice on a list', () => {
  it('tells its time and its sum also where the rest cannot be read', () => {
    const listed = listedInvoice(aStoraInvoice({ status: 'odd' }), undefined);

    expect(listed).toMatchObject({
      shown: { ok: false },
      sourceId: 'inv_0001',
      issuedAt: '2026-11-30T09:00:00.000Z',
      currency: 'GBP',
      totalMinor: 12_000,
    });
  });

  it.each(['draft', 'void', 'voided'])('was not issued when it is %s', (status) => {
    expect(listedInvoice(aStoraInvoice({ status }), undefined).issuedAt).toBeUndefined();
  });

  it('was issued when it was created where nothing else is known', () => {
    const { issuedAt } = listedInvoice(aStoraInvoice({ finalized_at: null }), undefined);

    expect(issuedAt).toBe('2026-11-30T08:59:00.000Z');
  });
});
