import { describe, expect, it } from 'vitest';
import { readInvoice } from '../../../shared/source/stora/read-invoice.ts';
import { aStoraInvoice, aStoraInvoiceLine } from '../../builders/a-stora-invoice.ts';
import { storaPounds } from '../../builders/stora-money.ts';

const observedAt = '2026-12-24T00:00:00Z';
const euros = { amount: 1, currency: 'EUR' };

function read(overrides: Parameters<typeof aStoraInvoice>[0] = {}) {
  return readInvoice(aStoraInvoice(overrides), observedAt);
}

describe('readInvoice', () => {
  it('reads a full invoice in minor units', () => {
    expect(read({ amount_paid: storaPounds(500), paid_at: '2026-12-01T00:00:00Z' })).toMatchObject({
      id: 'inv_0001',
      number: 'HBR-0001',
      status: 'open',
      currency: 'GBP',
      issuedAt: '2026-11-30T09:00:00.000Z',
      paidAt: '2026-12-01T00:00:00Z',
      totalMinor: 12_000,
      taxMinor: 2_000,
      paidMinor: 500,
      contactId: 'con_0001',
      contact: { id: 'con_0001', name: 'Ada Byron' },
      siteId: 'site_0001',
      siteName: 'Harbour Road',
      lines: [
        {
          description: '50 sq ft unit',
          accountingCode: '200',
          quantity: 1,
          priceMinor: 12_000,
          discountMinor: 0,
          taxMinor: 2_000,
          totalMinor: 12_000,
        },
      ],
    });
  });

  it.each([
    ['draft', 'draft'],
    ['open', 'open'],
    ['paid', 'paid'],
    ['void', 'void'],
    ['voided', 'void'],
    ['uncollectible', 'uncollectible'],
    ['uncollected', 'uncollectible'],
  ])('understands the status %s as %s', (word, status) => {
    expect(read({ status: word }).status).toBe(status);
  });

  it.each([['refunded'], [''], ['PAID'], ['constructor'], ['__proto__']])(
    'does not guess at the status %j',
    (status) => {
      expect(() => read({ status })).toThrow('unknown status');
    },
  );

  it.each([
    ['when it was finalized', {}, '2026-11-30T09:00:00.000Z'],
    ['else when it was created', { finalized_at: null }, '2026-11-30T08:59:00.000Z'],
    ['else when it was seen', { finalized_at: null, created_at: null }, observedAt],
  ])('dates it by %s', (_what, overrides, issuedAt) => {
    expect(read(overrides).issuedAt).toBe(issuedAt);
  });

  it.each([
    ['the tax', { tax: euros }],
    ['what was paid', { amount_paid: euros }],
    ['a line', { line_items: [aStoraInvoiceLine({ total: euros })] }],
    ['the tax of a line', { line_items: [aStoraInvoiceLine({ tax: euros })] }],
  ])('refuses an invoice where %s is in another currency', (_what, overrides) => {
    expect(() => read(overrides)).toThrow('more than one currency');
  });

  it('leaves away what is blank, and names a line without description', () => {
    const line = aStoraInvoiceLine({ accounting_code: ' ', description: '', discount_total: null });
    const invoice = read({ number: ' ', site: null, line_items: [line] });

    expect(invoice).not.toHaveProperty('number');
    expect(invoice).not.toHaveProperty('siteId');
    expect(invoice.lines).toMatchObject([{ description: 'Storage', discountMinor: 0 }]);
    expect(invoice.lines[0]).not.toHaveProperty('accountingCode');
  });

  it('does not take a bare reference for a contact', () => {
    const invoice = read({ contact: { id: 'con_9' } });

    expect(invoice.contactId).toBe('con_9');
    expect(invoice).not.toHaveProperty('contact');
  });
});
