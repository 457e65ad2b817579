import { describe, expect, it } from 'vitest';
import type { StoraInvoice } from '../../../shared/source/stora/stora-resources.ts';
import { aStoraInvoice, aStoraInvoiceLine } from '../../builders/a-stora-invoice.ts';
import { oneInvoice } from '../../support/one-invoice.ts';

function inCurrency<T>(value: T, currency: string): T {
  const text = JSON.stringify(value).replaceAll('"GBP"', JSON.stringify(currency));
  return JSON.parse(text);
}

async function posted(currency: string, state: Partial<StoraInvoice> = {}) {
  const life = await oneInvoice({
    settings: { foreignCurrency: 'post', postPayments: false },
  });
  await life.pipeline.pressXero('organisation', { foreignCurrencies: 'JPY,KWD' });
  await life.shows(inCurrency(aStoraInvoice(state), currency));
  return life;
}

describe('an invoice in a currency of other decimals', () => {
  it.each([
    ['JPY', '12000.00'],
    ['KWD', '12.00'],
  ])('is posted to its last unit (%s)', async (currency, total) => {
    const life = await posted(currency);

    const { invoices } = await life.pipeline.xeroState();
    expect(invoices).toMatchObject([{ total }]);
    expect((await life.link())?.posted).toMatchObject({ totalMinor: 12_000, taxMinor: 2_000 });
    expect(await life.issues()).toEqual([]);
  });

  it('is told of where the ledger has no such small units', async () => {
    const fine = { amount: 12_345, currency: 'GBP', formatted: '' };
    const tax = { ...fine, amount: 2_058 };
    const line = aStoraInvoiceLine({ price: fine, total: fine, tax });

    const life = await posted('KWD', { total: fine, amount_due: fine, tax, line_items: [line] });

    expect(await life.issues()).toEqual([expect.stringMatching(/^ledger_total_differs: /)]);
  });
});
