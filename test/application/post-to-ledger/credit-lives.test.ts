import { describe, expect, it } from 'vitest';
import { storaPounds } from '../../builders/stora-money.ts';
import type { PipelineOptions } from '../../support/pipeline.ts';
import { bookOf, books, byHand, issues, openCredits, paid } from './credit-world.ts';

describe('a credit before payment', () => {
  it('is set against its invoice, part by part', async () => {
    const { pipeline, invoice, note } = await openCredits();
    const second = { id: 'cred_0002', number: 'HBR-0001-CN-2' };

    await pipeline.apply([invoice(), note(3_000)]);
    await pipeline.apply([note(1_200, second)]);

    expect(await books(pipeline)).toMatchObject({
      notes: [
        ['PAID', '0.00'],
        ['PAID', '0.00'],
      ],
      set: [
        ['HBR-0001', '30.00'],
        ['HBR-0001', '12.00'],
      ],
      due: [['HBR-0001', '78.00']],
    });
    expect(await issues(pipeline)).toEqual([]);
  });

  it('costs no call more than the credit itself where it fits', async () => {
    const { pipeline, invoice, note } = await openCredits();
    await pipeline.apply([invoice()]);
    const before = pipeline.calls.length;

    await pipeline.apply([note(3_000)]);

    const calls = pipeline.calls.slice(before).filter(({ url }) => url.includes('/api.xro/'));
    expect(
      calls.map(({ method, url }) => `${method} ${url.replace(/.*2\.0\/|\?.*/g, '')}`),
    ).toEqual([
      expect.stringMatching(/^GET CreditNotes/),
      'PUT CreditNotes',
      expect.stringMatching(/^PUT CreditNotes\/.*\/Allocations$/),
      expect.stringMatching(/^PUT CreditNotes\/.*\/History$/),
    ]);
  });

  it('larger than what is open there fills that, and the rest stays open as set', async () => {
    const world = await openCredits();
    const { pipeline, invoice, note } = world;
    await pipeline.apply([invoice()]);
    byHand(world).pay('invoice', 10_000n);

    await pipeline.apply([note(3_000)]);

    expect(await books(pipeline)).toMatchObject({
      notes: [['AUTHORISED', '10.00']],
      set: [['HBR-0001', '20.00']],
      back: [],
    });
    expect(await issues(pipeline)).toEqual([]);
  });

  it('larger than what is open there is paid back for the rest, where that is set', async () => {
    const world = await openCredits({ postPaymentCredit: 'refund' });
    const { pipeline, invoice, note } = world;
    await pipeline.apply([invoice()]);
    byHand(world).pay('invoice', 10_000n);

    await pipeline.apply([note(3_000)]);

    expect(await books(pipeline)).toMatchObject({
      notes: [['PAID', '0.00']],
      set: [['HBR-0001', '20.00']],
      back: [['10.00', '091', 'cred_0001:1000']],
    });
  });

  it('that a person has set at the same moment is left as it is', async () => {
    let set: (() => void) | undefined;
    const intercept: PipelineOptions['intercept'] = async (request, answer) => {
      if (request.method === 'PUT' && request.url.includes('/Allocations')) set?.();
      set = undefined;
      return answer();
    };
    const world = await openCredits({}, { intercept });
    const { pipeline, invoice, note } = world;
    await pipeline.apply([invoice()]);
    set = () => byHand(world).set(3_000n);

    await pipeline.apply([note(3_000)]);

    expect(await books(pipeline)).toMatchObject({ notes: [['PAID', '0.00']] });
    expect(await issues(pipeline)).toEqual([]);
  });

  it('of an invoice that somebody voided in the ledger is for a person', async () => {
    const world = await openCredits();
    const { pipeline, invoice, note } = world;
    await pipeline.apply([invoice()]);
    byHand(world).void('invoice');

    await pipeline.apply([note(3_000)]);

    expect(await books(pipeline)).toMatchObject({ notes: [['AUTHORISED', '30.00']] });
    expect(await issues(pipeline)).toEqual(['credit_of_voided_invoice']);
  });

  it('waits for its invoice, and goes by itself once that is posted', async () => {
    const { pipeline, invoice, note } = await openCredits({ taxCentDifference: 'issue' });
    const bad = { tax: storaPounds(1_999) };
    await pipeline.apply([invoice(bad), note(3_000)]);
    expect((await books(pipeline)).notes).toEqual([]);
    expect(await issues(pipeline)).toHaveLength(2);

    await pipeline.apply([invoice()]);
    await pipeline.settle();

    expect(await books(pipeline)).toMatchObject({
      notes: [['PAID', '0.00']],
      set: [['HBR-0001', '30.00']],
    });
    expect(await issues(pipeline)).toEqual([]);
  });

  it('is not approved where credit notes are posted as drafts', async () => {
    const { pipeline, invoice, note } = await openCredits({ creditNoteStatus: 'DRAFT' });

    await pipeline.apply([invoice(), note(3_000)]);

    expect(await books(pipeline)).toMatchObject({ notes: [['DRAFT', '30.00']], set: [] });
    expect(await issues(pipeline)).toEqual([]);
  });

  it('is approved, and waits for its invoice to be, where only invoices are drafts', async () => {
    const settings = { invoiceStatus: 'DRAFT', creditNoteStatus: 'AUTHORISED' } as const;
    const { pipeline, invoice, note } = await openCredits(settings);

    await pipeline.apply([invoice(), note(3_000)]);

    expect(await books(pipeline)).toMatchObject({ notes: [['AUTHORISED', '30.00']], set: [] });
    expect(await issues(pipeline)).toEqual([]);
  });
});

describe('a credit after payment', () => {
  const after = { type: 'post_payment' };

  it('stays open where that is set', async () => {
    const { pipeline, invoice, note } = await openCredits();

    await pipeline.apply([invoice(paid(12_000)), note(3_000, after)]);

    expect(await books(pipeline)).toMatchObject({ notes: [['AUTHORISED', '30.00']], set: [] });
  });

  it('is paid back from the clearing account where that is set, and the source is told', async () => {
    const { pipeline, invoice, note } = await openCredits({ postPaymentCredit: 'refund' });

    await pipeline.apply([invoice(paid(12_000)), note(3_000, after)]);

    expect(await books(pipeline)).toMatchObject({
      notes: [['PAID', '0.00']],
      back: [['30.00', '091', 'cred_0001:3000']],
      due: [['HBR-0001', '0.00']],
    });
    const link = await pipeline.stores.links.get({
      operatorId: 'acorn',
      target: 'xero',
      kind: 'credit_note',
      sourceId: 'cred_0001',
    });
    expect(JSON.stringify(link?.owed)).toContain('Refund of £30.00 for credit note HBR-0001-CN-1');
  });

  it('is paid back once, whatever happens to the answer', async () => {
    let isLost = false;
    const { pipeline, invoice, note } = await openCredits(
      { postPaymentCredit: 'refund' },
      {
        intercept: async (request, answer) => {
          const response = await answer();
          const isRefund = request.method === 'PUT' && request.url.includes('/Payments');
          if (isLost || !isRefund || (await bookOf(pipeline)).payments.size < 2) return response;
          isLost = true;
          throw new TypeError('fetch failed');
        },
      },
    );
    const changes = [invoice(paid(12_000)), note(3_000, after)];
    await pipeline.apply(changes);
    for (let tries = 0; tries < 8; tries += 1) {
      pipeline.clock.advance(400_000);
      await pipeline.apply(changes);
    }

    expect(isLost).toBe(true);
    expect((await books(pipeline)).back).toEqual([['30.00', '091', 'cred_0001:3000']]);
    expect(await issues(pipeline)).toEqual([]);
  });

  it('is not paid back where payments are matched from the bank feed', async () => {
    const settings = { postPaymentCredit: 'refund', postPayments: false } as const;
    const { pipeline, invoice, note } = await openCredits(settings);

    await pipeline.apply([invoice(paid(12_000)), note(3_000, after)]);

    expect(await books(pipeline)).toMatchObject({ notes: [['AUTHORISED', '30.00']], back: [] });
    expect(await issues(pipeline)).toEqual([]);
  });

  it('that a person paid back already is not paid back again', async () => {
    const world = await openCredits();
    const { pipeline, invoice, note } = world;
    const issued = note(3_000, after);
    await pipeline.apply([invoice(paid(12_000)), issued]);
    byHand(world).pay('creditNote', 3_000n);
    const settings = await pipeline.stores.settings.get('acorn', 'xero');
    if (settings === undefined) throw new Error('No settings.');
    await pipeline.stores.settings.put({ ...settings, postPaymentCredit: 'refund' });

    await pipeline.apply([note(3_000, { ...after, reason: 'goodwill' })]);

    expect((await books(pipeline)).back).toHaveLength(1);
    expect(await issues(pipeline)).toEqual([]);
  });

  it('is set against other open invoices of the customer, the oldest first', async () => {
    const { pipeline, invoice, note } = await openCredits({ postPaymentCredit: 'allocate' });
    const other = (id: string, day: string, pence = 0) => {
      const number = `HBR-${id}`;
      const finalized_at = `2026-11-${day}T09:00:00Z`;
      return invoice({ id: `inv_${id}`, number, finalized_at, ...paid(pence) });
    };
    await pipeline.apply([
      invoice(paid(12_000)),
      other('0002', '29', 11_000),
      other('0003', '28', 10_500),
      // Settled at the source: its money is on its way.
      other('0004', '27'),
    ]);
    other('0004', '27', 12_000);

    await pipeline.apply([note(3_000, after)]);

    expect(await books(pipeline)).toMatchObject({
      notes: [['AUTHORISED', '5.00']],
      set: [
        ['HBR-0003', '15.00'],
        ['HBR-0002', '10.00'],
      ],
    });
    expect(await issues(pipeline)).toEqual([]);
  });
});
