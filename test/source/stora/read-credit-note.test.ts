import { describe, expect, it } from 'vitest';
import { readCreditNote } from '../../../shared/source/stora/read-credit-note.ts';
import { aStoraCreditNote } from '../../builders/a-stora-credit-note.ts';
import { storaPounds } from '../../builders/stora-money.ts';

const observedAt = '2026-12-24T00:00:00Z';

function read(overrides: Parameters<typeof aStoraCreditNote>[0] = {}) {
  return readCreditNote(aStoraCreditNote(overrides), observedAt);
}

describe('readCreditNote', () => {
  it('reads a full credit note', () => {
    expect(read()).toMatchObject({
      id: 'cred_0001',
      number: 'HBR-0001-CN-1',
      timing: 'pre_payment',
      currency: 'GBP',
      issuedAt: '2026-11-30T10:00:00.000Z',
      totalMinor: 3_000,
      contactId: 'con_0001',
      invoiceId: 'inv_0001',
      siteId: 'site_0001',
      siteName: 'Harbour Road',
      lines: [{ description: '50 sq ft unit', quantity: 1, taxMinor: 500, amountMinor: 3_000 }],
    });
  });

  it.each([
    ['pre_payment', 'pre_payment'],
    ['post_payment', 'post_payment'],
    ['something_new', 'post_payment'],
  ])('takes the type %s for %s', (type, timing) => {
    expect(read({ type }).timing).toBe(timing);
  });

  it.each([
    ['its tax', { tax: { amount: 1, currency: 'EUR' } }],
    ['its amount', { amount: { amount: 1, currency: 'EUR' } }],
  ])('refuses a line where %s is in another currency', (_what, change) => {
    const line = { description: 'x', quantity: 1, tax: storaPounds(0), amount: storaPounds(1) };

    expect(() => read({ line_items: [{ ...line, ...change }] })).toThrow('more than one currency');
  });

  it('fills what is missing: the time of seeing, a description', () => {
    const line = { description: null, quantity: 1, tax: storaPounds(0), amount: storaPounds(1) };
    const note = read({ created_at: null, number: null, site: null, line_items: [line] });

    expect(note.issuedAt).toBe(observedAt);
    expect(note).not.toHaveProperty('number');
    expect(note).not.toHaveProperty('siteId');
    expect(note.lines).toMatchObject([{ description: 'Credit' }]);
  });
});
