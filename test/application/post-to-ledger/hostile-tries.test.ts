import { describe, expect, it } from 'vitest';
import { aStoraInvoiceLine } from '../../builders/a-stora-invoice.ts';
import { storaPounds } from '../../builders/stora-money.ts';
import { givenUp, oneInvoice, over, paid, voided } from '../../support/one-invoice.ts';
import type { Intercept } from '../../support/vendors-in-process.ts';

/** The first answer to such a request is lost, though it did what it asks. */
function losing(method: string, path: RegExp): { intercept: Intercept } {
  let isLost = false;
  return {
    intercept: async (request, answer) => {
      if (isLost || request.method !== method || !path.test(request.url)) return answer();
      isLost = true;
      await answer();
      throw new TypeError('fetch failed');
    },
  };
}

const creation = () => losing('PUT', /\/Invoices\?/);

describe('an invoice whose creation got no answer', () => {
  it('and that changed meanwhile is known to be ours, and changed', async () => {
    const life = await oneInvoice(creation());
    await life.pipeline.apply([life.change({})]);

    await life.shows(over(9_000));

    expect(await life.books()).toMatchObject({ invoices: ['HBR-0001 AUTHORISED 90.00 90.00'] });
    expect((await life.link())?.targetId).toBeDefined();
    expect(await life.issues()).toEqual([]);
  });

  it('and that went back to what it was goes on by itself', async () => {
    const life = await oneInvoice(creation());
    await life.pipeline.apply([life.change({})]);

    await life.shows(over(9_000), {}, paid);

    expect(await life.books()).toMatchObject({
      invoices: ['HBR-0001 PAID 120.00 0.00'],
      payments: ['120.00'],
    });
    expect(await life.issues()).toEqual([]);
  });

  it('and that changed and was voided is voided', async () => {
    const life = await oneInvoice(creation());
    await life.pipeline.apply([life.change({})]);

    await life.shows(over(9_000), { ...over(9_000), ...voided });

    expect(await life.books()).toMatchObject({ invoices: ['HBR-0001 VOIDED 90.00 0.00'] });
    expect(await life.issues()).toEqual([]);
  });

  it.each([
    ['account map', { accountMap: { '200': '260' } }],
    ['status', { invoiceStatus: 'DRAFT' } as const],
    ['site', { createTracking: false }],
    ['lock policy', { lockedPeriod: 'next_open_day' } as const],
  ])('stands once though the setting is another at the next try (%s)', async (_what, settings) => {
    const life = await oneInvoice(creation());
    const message = life.change({});
    await life.pipeline.apply([message]);
    await life.choose(settings);

    await life.again(message);

    expect(await life.documents('invoices')).toMatchObject([
      { number: 'HBR-0001', lines: [{ accountCode: '200' }] },
    ]);
    expect(await life.issues()).toEqual([]);
    expect((await life.link())?.targetId).toBeDefined();
  });

  it('stands once though its day was locked meanwhile', async () => {
    const life = await oneInvoice(creation());
    const message = life.change({});
    await life.pipeline.apply([message]);
    await life.pipeline.pressXero('lock-date', { periodLockDay: '2026-12-15' });
    life.pipeline.ports.ledgerFor().catalogue.forget(life.pipeline.clock.nowEpochMs());

    await life.again(message);

    expect(await life.books()).toMatchObject({ invoices: ['HBR-0001 AUTHORISED 120.00 120.00'] });
    expect((await life.link())?.targetId).toBeDefined();
    expect(await life.issues()).toEqual([]);
  });
});

describe('a write-off', () => {
  const settings = {
    uncollectible: 'credit' as const,
    badDebtAccountCode: '477',
    taxRules: [{ accountCode: '477', rateBasisPoints: 0, taxType: 'NONE' }],
  };

  it.each([
    ['its creation', 'PUT', /\/CreditNotes\?/],
    ['its allocation', 'PUT', /\/Allocations/],
  ] as const)(
    'is one where the account changed after the answer to %s was lost',
    async (...lost) => {
      const life = await oneInvoice({ settings, ...losing(lost[1], lost[2]) });
      await life.shows({});
      const message = life.change(givenUp);
      await life.pipeline.apply([message]);
      await life.choose({ badDebtAccountCode: '404', taxRules: [] });

      await life.again(message);

      expect(await life.books()).toMatchObject({
        invoices: ['HBR-0001 PAID 120.00 0.00'],
        creditNotes: ['HBR-0001-WO PAID 120.00 0.00'],
      });
      expect(await life.issues()).toEqual([]);
    },
  );

  it('is left alone by a late payment that was refused, and gone once it is there', async () => {
    const life = await oneInvoice({ settings, ...losing('DELETE', /\/Allocations/) });
    await life.shows({}, givenUp);

    await life.shows(paid, paid);

    expect(await life.books()).toMatchObject({
      invoices: ['HBR-0001 PAID 120.00 0.00'],
      creditNotes: ['HBR-0001-WO VOIDED 120.00 0.00'],
      payments: ['120.00'],
    });
    expect(await life.issues()).toEqual([]);
  });
});

describe('an invoice over nothing', () => {
  const nothing = storaPounds(0);
  const free = {
    total: nothing,
    subtotal: nothing,
    tax: nothing,
    amount_due: nothing,
    line_items: [
      aStoraInvoiceLine({
        price: nothing,
        tax: nothing,
        total: nothing,
        total_excluding_tax: nothing,
      }),
    ],
  };

  it.each([
    ['is given up', { ...free, status: 'uncollectible' }],
    ['is paid', { ...free, status: 'paid', paid_at: '2026-11-30T10:30:00Z' }],
  ])('%s without another write', async (_what, state) => {
    const life = await oneInvoice({
      settings: { uncollectible: 'credit', badDebtAccountCode: '477' },
    });

    await life.shows(free, state);

    expect(await life.books()).toMatchObject({
      invoices: ['HBR-0001 PAID 0.00 0.00'],
      creditNotes: [],
      payments: [],
    });
    expect(await life.issues()).toEqual([]);
  });
});
