import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { buildInvoice } from '../../../../../../infra/local/vendors/stora/billing/build-invoice.ts';
import { chargeLine } from '../../../../../../infra/local/vendors/stora/billing/charge-line.ts';
import {
  apportion,
  divideRounded,
  money,
  taxInside,
} from '../../../../../../infra/local/vendors/stora/core/money.ts';
import type { Json } from '../stora-bench.ts';
import { createBench } from '../stora-bench.ts';

const amounts = (lines: readonly Json[], key: string): number =>
  lines.reduce((sum, line) => sum + line[key].amount, 0);

describe('money', () => {
  it.each([
    [123_456_789, 'GBP', '£1,234,567.89'],
    [5, 'GBP', '£0.05'],
    [-1050, 'EUR', '-€10.50'],
    [0, 'USD', '$0.00'],
    [100_000, 'GBP', '£1,000.00'],
  ])('formats %d %s as %s', (amountMinor, currency, formatted) => {
    expect(money(amountMinor, currency).formatted).toBe(formatted);
  });

  it.each([
    [12_000, 20, 2000],
    [2999, 20, 500],
    [8450, 20, 1408],
    [899, 12, 96],
    [5000, 0, 0],
    [3, 20, 1],
  ])('finds the tax inside %d at %d percent', (totalMinor, rate, taxMinor) => {
    expect(taxInside(totalMinor, rate)).toBe(taxMinor);
  });

  test.prop([fc.integer({ min: -1e9, max: 1e9 }), fc.integer({ min: 1, max: 10_000 })])(
    'rounds a division to the nearest whole, halves away from zero',
    (dividend, divisor) => {
      const quotient = divideRounded(dividend, divisor);
      const error = Math.abs(dividend - quotient * divisor) * 2;
      expect(Number.isInteger(quotient)).toBe(true);
      expect(error).toBeLessThanOrEqual(divisor);
      if (error === divisor)
        expect(Math.abs(quotient * divisor)).toBeGreaterThan(Math.abs(dividend));
    },
  );

  test.prop([
    fc.integer({ min: 0, max: 1e8 }),
    fc.array(fc.integer({ min: 0, max: 1e6 }), { minLength: 1, maxLength: 8 }),
  ])('splits an amount without losing a penny', (amountMinor, weights) => {
    fc.pre(weights.some((weight) => weight > 0));
    const parts = apportion(amountMinor, weights);
    expect(parts.reduce((sum, part) => sum + part, 0)).toBe(amountMinor);
    expect(parts.every((part, index) => part === 0 || (weights[index] ?? 0) > 0)).toBe(true);
  });
});

const charges = fc.array(
  fc
    .record({
      unitPriceMinor: fc.integer({ min: 1, max: 500_000 }),
      quantity: fc.integer({ min: 1, max: 5 }),
      discountPercent: fc.integer({ min: 0, max: 100 }),
      taxRatePercent: fc.constantFrom(0, 5, 12, 20),
    })
    .map(({ discountPercent, ...given }) =>
      chargeLine({
        description: 'line',
        ...given,
        discountMinor: divideRounded(given.unitPriceMinor * given.quantity * discountPercent, 100),
      }),
    ),
  { minLength: 1, maxLength: 6 },
);

describe('invoice arithmetic', () => {
  test.prop([charges])('adds up to the penny for any charges', (given) => {
    const invoice = buildInvoice({
      id: 'inv_1',
      number: 'N-1',
      contactId: 'con_1',
      siteId: 'site_1',
      subscriptionId: null,
      periodStart: '2026-01-01T00:00:00Z',
      periodEnd: '2026-02-01T00:00:00Z',
      charges: given,
      currency: 'GBP',
      nowEpochMs: 0,
    });
    const lines = invoice.line_items;
    expect(invoice.total.amount).toBe(amounts(lines, 'total'));
    expect(invoice.tax.amount).toBe(amounts(lines, 'tax'));
    expect(invoice.subtotal.amount + invoice.tax.amount).toBe(invoice.total.amount);
    expect(invoice.amount_due.amount).toBe(invoice.total.amount);
    for (const [index, line] of lines.entries()) {
      const rate = given[index]?.taxRatePercent ?? 0;
      expect(line.total.amount).toBe(
        line.price.amount * line.quantity - line.discount_total.amount,
      );
      expect(line.total_excluding_tax.amount + line.tax.amount).toBe(line.total.amount);
      const taxError = Math.abs(line.tax.amount * (100 + rate) - line.total.amount * rate);
      expect(taxError * 2).toBeLessThanOrEqual(100 + rate);
    }
  });

  it('of a month-end run is right, coded and varied', async () => {
    const bench = createBench();
    await bench.control('month-end-run', { count: 200 });
    const { invoices, contacts } = await bench.state();
    expect(invoices).toHaveLength(200);
    expect(new Set(invoices.map((one: Json) => one.number)).size).toBe(200);
    expect(new Set(invoices.map((one: Json) => one.contact.id)).size).toBe(contacts.length);
    const lines = invoices.flatMap((one: Json) => one.line_items);
    const codes = new Set(lines.map((line: Json) => line.accounting_code));
    expect(codes).toEqual(new Set(['200', '201', '260']));
    expect(lines.some((line: Json) => line.discount_total.amount > 0)).toBe(true);
    expect(lines.some((line: Json) => line.proration)).toBe(true);
    for (const line of lines) {
      const rate = line.accounting_code === '260' ? 12 : 20;
      expect(line.tax.amount).toBe(taxInside(line.total.amount, rate));
    }
  });

  it('bills each subscription for consecutive months', async () => {
    const bench = createBench();
    await bench.control('month-end-run', { count: 240 });
    const { invoices } = await bench.state();
    const [first] = invoices;
    const own = invoices.filter((one: Json) => one.subscription.id === first.subscription.id);
    expect(own).toHaveLength(2);
    expect(own[0].period_end).toBe(own[1].period_start);
  });

  it('of a booking has an untaxed deposit on its own code', async () => {
    const bench = createBench();
    const { invoice } = await bench.control('new-booking', {
      full_name: 'Robin Archer',
      email: 'robin@example.com',
    });
    const deposit = invoice.line_items.find((line: Json) => line.accounting_code === '820');
    expect(deposit.tax.amount).toBe(0);
    expect(deposit.total.amount).toBeGreaterThan(0);
  });
});

describe('payments and credit notes', () => {
  const bill = async () => {
    const bench = createBench();
    const { invoiceIds } = await bench.control('month-end-run', { count: 1 });
    const read = async () => (await bench.api('GET', `/invoices/${invoiceIds[0]}`)).json.invoice;
    return { bench, invoiceId: invoiceIds[0], read, total: (await read()).total.amount };
  };

  it('pay in parts, then in full', async () => {
    const { bench, invoiceId, read, total } = await bill();
    await bench.control('pay', { invoiceId, amountMinor: 100 });
    expect(await read()).toMatchObject({
      status: 'open',
      paid_at: null,
      amount_paid: { amount: 100 },
      amount_due: { amount: total - 100 },
    });
    await bench.control('pay', { invoiceId });
    expect(await read()).toMatchObject({
      status: 'paid',
      amount_paid: { amount: total },
      amount_due: { amount: 0 },
    });
  });

  it('lower what is due by a credit before payment', async () => {
    const { bench, invoiceId, read, total } = await bill();
    const { creditNote } = await bench.control('credit', { invoiceId, amountMinor: 500 });
    expect(creditNote).toMatchObject({ type: 'pre_payment', number: 'ACORN-0001-CN-1' });
    expect(amounts(creditNote.line_items, 'amount')).toBe(500);
    expect(await read()).toMatchObject({
      status: 'open',
      pre_payment_credit_notes_amount: { amount: 500 },
      amount_due: { amount: total - 500 },
      total: { amount: total },
    });
  });

  it('settle an invoice that is credited in full before payment', async () => {
    const { bench, invoiceId, read } = await bill();
    const { creditNote } = await bench.control('credit', { invoiceId });
    const invoice = await read();
    expect(invoice).toMatchObject({ status: 'paid', amount_paid: { amount: 0 } });
    expect(amounts(creditNote.line_items, 'tax')).toBe(invoice.tax.amount);
    expect(creditNote.subtotal.amount + invoice.tax.amount).toBe(creditNote.total.amount);
  });

  it('leave a paid invoice paid when it is credited', async () => {
    const { bench, invoiceId, read, total } = await bill();
    await bench.control('pay', { invoiceId });
    const { creditNote } = await bench.control('credit', { invoiceId, amountMinor: 700 });
    expect(creditNote.type).toBe('post_payment');
    expect(await read()).toMatchObject({
      status: 'paid',
      amount_paid: { amount: total },
      post_payment_credit_notes_amount: { amount: 700 },
    });
  });

  it.each([
    ['pay', { amountMinor: 99_999_999 }],
    ['credit', { amountMinor: 99_999_999 }],
    ['credit', { amountMinor: 0 }],
  ])('refuse %s of %o', async (action, input) => {
    const { bench, invoiceId } = await bill();
    expect((await bench.control(action, { invoiceId, ...input })).error).toEqual(
      expect.any(String),
    );
  });

  it('void an unpaid invoice only', async () => {
    const { bench, invoiceId, read } = await bill();
    await bench.control('void', { invoiceId });
    expect(await read()).toMatchObject({ status: 'void', amount_due: { amount: 0 } });
    expect((await bench.control('pay', { invoiceId })).error).toContain('void');
  });
});
