import { describe, expect, it } from 'vitest';
import { storaPounds } from '../../builders/stora-money.ts';
import { books, byHand, issues, openCredits, paid } from './credit-world.ts';

const after = { type: 'post_payment' };
const euro = (pence: number) => ({ ...storaPounds(pence), currency: 'EUR' });

describe('a credit note that was never approved', () => {
  it('is deleted where the source voids it', async () => {
    const { pipeline, invoice, note } = await openCredits({ creditNoteStatus: 'DRAFT' });
    await pipeline.apply([invoice(paid(12_000)), note(3_000, after)]);

    await pipeline.apply([note(3_000, { ...after, status: 'void' })]);

    expect((await books(pipeline)).notes).toMatchObject([['DELETED', expect.anything()]]);
    expect(await issues(pipeline)).toEqual([]);
  });

  it('and that a person approved meanwhile is voided', async () => {
    const world = await openCredits({ creditNoteStatus: 'DRAFT' });
    const { pipeline, invoice, note, book } = world;
    await pipeline.apply([invoice(paid(12_000)), note(3_000, after)]);
    for (const document of book.documents.values())
      if (document.kind === 'creditNote')
        book.documents.set(document.id, { ...document, status: 'AUTHORISED' });

    await pipeline.apply([note(3_000, { ...after, status: 'void' })]);

    expect((await books(pipeline)).notes).toMatchObject([['VOIDED', expect.anything()]]);
    expect(await issues(pipeline)).toEqual([]);
  });
});

describe('money paid back', () => {
  it('leaves no account in another currency than the credit note', async () => {
    const { pipeline, invoice, note } = await openCredits({
      postPaymentCredit: 'refund',
      foreignCurrency: 'post',
      clearingAccountCode: '092',
    });
    await pipeline.pressXero('organisation', { foreignCurrencies: 'EUR' });
    const foreign = {
      status: 'paid',
      total: euro(12_000),
      subtotal: euro(10_000),
      tax: euro(2_000),
      amount_paid: euro(12_000),
      amount_due: euro(0),
      pre_payment_credit_notes_amount: euro(0),
      post_payment_credit_notes_amount: euro(0),
    };
    const [line] = (invoice().resource as { line_items: object[] }).line_items;
    const lines = {
      line_items: [
        {
          ...line,
          price: euro(12_000),
          discount_total: euro(0),
          tax: euro(2_000),
          total: euro(12_000),
          total_excluding_tax: euro(10_000),
        },
      ],
    };
    const credited = {
      description: '50 sq ft unit',
      quantity: 1,
      tax: euro(500),
      amount: euro(3_000),
    };

    await pipeline.apply([invoice({ ...foreign, ...lines } as never)]);
    await pipeline.apply([note(3_000, { ...after, total: euro(3_000), line_items: [credited] })]);

    expect(await books(pipeline)).toMatchObject({
      notes: [['PAID', '0.00']],
      back: [['30.00', '092', 'cred_0001:3000']],
    });
    expect(await issues(pipeline)).toEqual([]);
  });

  it('bears the first open day where its own is locked, as its credit note does', async () => {
    const { pipeline, invoice, note } = await openCredits({
      postPaymentCredit: 'refund',
      lockedPeriod: 'next_open_day',
    });
    await pipeline.apply([invoice(paid(12_000))]);
    await pipeline.pressXero('lock-date', { periodLockDay: '2026-11-30' });
    pipeline.clock.advance(6 * 60_000);

    await pipeline.apply([note(3_000, after)]);

    const { payments, creditNotes } = await pipeline.xeroState();
    expect(creditNotes).toMatchObject([{ date: '2026-12-01', status: 'PAID' }]);
    expect(payments.at(-1)).toMatchObject({ amount: '30.00', date: '2026-12-01' });
    expect(await issues(pipeline)).toEqual([]);
  });

  it.each([
    ['refund', /\/Payments/],
    ['allocate', /\/Allocations/],
  ] as const)(
    'is where it was though the setting is another when its answer is looked for (%s)',
    async (postPaymentCredit, path) => {
      let isLost = false;
      const { pipeline, invoice, note } = await openCredits(
        { postPaymentCredit },
        {
          intercept: async (request, answer) => {
            const isIt = request.method === 'PUT' && path.test(request.url);
            const body = isIt ? await request.clone().text() : '';
            if (isLost || !isIt || body.includes('inv_')) return answer();
            isLost = true;
            await answer();
            throw new TypeError('fetch failed');
          },
        },
      );
      const other = { id: 'inv_0002', number: 'HBR-0002' };
      await pipeline.apply([invoice(other)]);
      await pipeline.apply([invoice(paid(12_000))]);
      const message = note(3_000, after);
      await pipeline.apply([message]);
      expect(isLost).toBe(true);
      const present = await pipeline.stores.settings.get('acorn', 'xero');
      if (present === undefined) throw new Error('There are no settings.');
      await pipeline.stores.settings.put({
        ...present,
        postPaymentCredit: postPaymentCredit === 'refund' ? 'allocate' : 'refund',
      });

      for (let tries = 0; tries < 10; tries += 1) {
        pipeline.clock.advance(120_000);
        await pipeline.apply([message], 2);
      }

      const { notes, set, back } = await books(pipeline);
      expect(notes).toEqual([['PAID', '0.00']]);
      expect(set.length + back.length).toBe(1);
      expect(await issues(pipeline)).toEqual([]);
    },
  );
});

describe('a credit that goes to another invoice', () => {
  it('is set on no day before that invoice', async () => {
    const { pipeline, invoice, note } = await openCredits({ postPaymentCredit: 'allocate' });
    const later = { id: 'inv_0002', number: 'HBR-0002', finalized_at: '2026-12-20T09:00:00Z' };
    await pipeline.apply([invoice(paid(12_000)), invoice(later)]);

    await pipeline.apply([note(3_000, after)]);

    const { allocations } = await pipeline.xeroState();
    expect(allocations).toMatchObject([{ invoiceNumber: 'HBR-0002', date: '2026-12-20' }]);
  });
});

describe('money that a person was quicker to pay back', () => {
  it('in part is followed by the rest, at once', async () => {
    let pay: (() => void) | undefined;
    const world = await openCredits(
      { postPaymentCredit: 'refund' },
      {
        intercept: async (request, answer) => {
          const isRefund = request.method === 'PUT' && request.url.includes('/Payments');
          if (isRefund && (await request.clone().text()).includes('CreditNote')) {
            pay?.();
            pay = undefined;
          }
          return answer();
        },
      },
    );
    const { pipeline, invoice, note } = world;
    await pipeline.apply([invoice(paid(12_000))]);
    pay = () => byHand(world).pay('creditNote', 1_000n);

    await pipeline.apply([note(3_000, after)]);

    const { notes, back } = await books(pipeline);
    expect(notes).toEqual([['PAID', '0.00']]);
    expect(back).toContainEqual(['20.00', '091', 'cred_0001:2000']);
    expect(await issues(pipeline)).toEqual([]);
  });
});
