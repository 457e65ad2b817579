import { beforeEach, describe, expect, it } from 'vitest';
import type { ChangeMessage } from '../../../shared/contracts/messages.ts';
import type { StoraInvoice } from '../../../shared/source/stora/stora-resources.ts';
import { aChangeMessage } from '../../builders/a-change-message.ts';
import { aStoraCreditNote } from '../../builders/a-stora-credit-note.ts';
import { aStoraInvoice } from '../../builders/a-stora-invoice.ts';
import { storaPounds } from '../../builders/stora-money.ts';
import { type Pipeline, startPipeline } from '../../support/pipeline.ts';

let pipeline: Pipeline;
let second = 0;
beforeEach(async () => {
  pipeline = await startPipeline();
  second = 0;
});

/** The invoice in a state, one second after the state before. */
function change(state: Partial<StoraInvoice>): ChangeMessage {
  second += 1;
  return aChangeMessage({
    operatorId: 'acorn',
    eventId: `evt_${second}`,
    occurredAt: `2026-11-30T10:00:0${second}Z`,
    resource: aStoraInvoice(state),
  });
}

const received = (pence: number) => ({ amount_paid: storaPounds(pence) });
const open = {};
const uncollectible = { status: 'uncollectible' };

async function books() {
  const { invoices, payments, contacts } = await pipeline.xeroState();
  return {
    invoices: invoices.map(({ status, amountDue }: { status: string; amountDue: string }) => [
      status,
      amountDue,
    ]),
    payments: payments.map(({ amount }: { amount: string }) => amount),
    contacts: contacts.length,
  };
}

async function issues(): Promise<string[]> {
  return (await pipeline.stores.issues.list('acorn')).map(
    ({ cause, message }) => `${cause}: ${message}`,
  );
}

describe('what was received before an invoice came to its end', () => {
  it('is posted when the rest is given up, be that learned at once or later', async () => {
    await pipeline.apply([change({ ...uncollectible, ...received(5_000) })]);

    expect(await books()).toMatchObject({
      invoices: [['AUTHORISED', '70.00']],
      payments: ['50.00'],
    });
    expect(await issues()).toEqual([
      expect.stringMatching(/^uncollectible: .*£50\.00 received and posted; £70\.00 still open/),
    ]);
  });

  it('is posted when the invoice stood in the ledger already', async () => {
    await pipeline.apply([change(open)]);
    await pipeline.apply([change({ ...uncollectible, ...received(5_000) })]);
    expect(await books()).toMatchObject({ payments: ['50.00'] });

    await pipeline.apply([change({ status: 'paid', ...received(12_000) })]);
    expect(await books()).toMatchObject({
      invoices: [['PAID', '0.00']],
      payments: ['50.00', '70.00'],
    });
    expect(await issues()).toEqual([]);
  });

  it('is nothing where nothing was received: then nothing is created to be questioned', async () => {
    await pipeline.apply([change(uncollectible)]);

    expect(await books()).toEqual({ invoices: [], payments: [], contacts: 0 });
    expect(await issues()).toEqual([
      expect.stringContaining('nothing received, and nothing in the ledger'),
    ]);

    await pipeline.apply([change({ status: 'paid', ...received(12_000) })]);
    expect(await books()).toMatchObject({ invoices: [['PAID', '0.00']] });
    expect(await issues()).toEqual([]);
  });

  it('keeps a void invoice from being voided, and is asked about', async () => {
    await pipeline.apply([change(open)]);
    await pipeline.apply([change({ status: 'void', ...received(5_000) })]);

    expect(await books()).toMatchObject({ invoices: [['AUTHORISED', '120.00']], payments: [] });
    expect(await issues()).toEqual([
      expect.stringMatching(/^void_but_paid: .*£50\.00 received, £0\.00 of it posted/),
    ]);
  });

  it.each([
    ['void', 'void_but_paid'],
    ['draft', 'state_contradicts_amounts'],
  ])('is asked about when the invoice is %s and was never posted', async (status, cause) => {
    await pipeline.apply([change({ status, ...received(5_000) })]);

    expect(await books()).toEqual({ invoices: [], payments: [], contacts: 0 });
    expect(await issues()).toEqual([expect.stringMatching(new RegExp(`^${cause}: .*£50\\.00`))]);
  });
});

describe('an invoice whose state its own sums deny', () => {
  it.each([
    ['paid with 100 of 120', { status: 'paid', ...received(10_000) }, '£20.00 left'],
    ['paid with nothing', { status: 'paid' }, '£120.00 left'],
    ['paid with more than it comes to', { status: 'paid', ...received(13_000) }, '£10.00 too much'],
    ['open with nothing due', { amount_due: storaPounds(0) }, 'due £0.00'],
    ['open with more than it comes to', received(12_100), '£1.00 too much'],
  ])('is asked about, naming the sum, and no payment is posted: %s', async (_what, state, sum) => {
    await pipeline.apply([change(state)]);

    expect(await books()).toMatchObject({ invoices: [['AUTHORISED', '120.00']], payments: [] });
    expect(await issues()).toEqual([expect.stringContaining(sum)]);
  });

  it('goes through once credits account for the difference', async () => {
    const credited = { pre_payment_credit_notes_amount: storaPounds(2_000) };
    await pipeline.apply([change({ status: 'paid', ...received(10_000) })]);
    await pipeline.apply([change({ status: 'paid', ...received(10_000), ...credited })]);

    expect(await books()).toMatchObject({ payments: ['100.00'] });
    expect(await issues()).toEqual([]);
  });
});

describe('a document that this version cannot hold', () => {
  it.each([
    [
      'a foreign currency that is enabled',
      'EUR',
      'EUR',
      'currency_not_supported',
      'not posted as it is set',
    ],
    [
      'a foreign currency that is not',
      '',
      'EUR',
      'currency_not_enabled',
      'not enabled in the ledger',
    ],
    ['a total below nought', '', 'GBP', 'total_negative', 'not supported in this version'],
  ])('is told so in plain words, and leaves no customer behind: %s', async (...given) => {
    const [, foreignCurrencies, currency, cause, words] = given;
    await pipeline.pressXero('organisation', { foreignCurrencies });
    const sign = cause === 'total_negative' ? -1 : 1;
    const money = (amount: number) => ({ amount: sign * amount, currency });
    const [line] = aStoraInvoice().line_items;
    const amounts = { tax: money(2_000), total: money(12_000) };

    await pipeline.apply([
      change({
        ...amounts,
        amount_paid: money(0),
        amount_due: money(12_000),
        pre_payment_credit_notes_amount: money(0),
        line_items: line === undefined ? [] : [{ ...line, ...amounts, price: money(12_000) }],
      }),
    ]);

    expect(await books()).toEqual({ invoices: [], payments: [], contacts: 0 });
    expect(await issues()).toEqual([expect.stringMatching(new RegExp(`^${cause}: .*${words}`))]);
  });
});

describe('a tax that is not that of a usual line', () => {
  const line = (total: number, tax: number) => ({
    ...aStoraInvoice().line_items[0],
    description: 'Unit',
    quantity: 1,
    price: storaPounds(total),
    tax: storaPounds(tax),
    total: storaPounds(total),
    accounting_code: '200',
  });
  const documentOf = (...lines: Array<ReturnType<typeof line>>) => ({
    line_items: lines,
    total: storaPounds(lines.reduce((sum, { total }) => sum + total.amount, 0)),
    tax: storaPounds(lines.reduce((sum, { tax }) => sum + tax.amount, 0)),
  });

  it('is nought in a free month, on the rate of the account', async () => {
    const free = { ...line(0, 0), price: storaPounds(12_000), discount_total: storaPounds(12_000) };

    await pipeline.apply([change({ status: 'paid', ...documentOf(free) })]);

    const { invoices } = await pipeline.xeroState();
    expect(invoices).toMatchObject([
      { status: 'PAID', total: '0.00', lines: [{ taxType: 'OUTPUT2' }] },
    ]);
    expect(await issues()).toEqual([]);
  });

  it('was rounded once for the whole document', async () => {
    const thirds = documentOf(line(2_503, 417), line(2_503, 417), line(2_503, 417));

    await pipeline.apply([change({ ...thirds, tax: storaPounds(1_252) })]);

    expect((await pipeline.xeroState()).invoices).toMatchObject([
      { total: '75.09', totalTax: '12.52' },
    ]);
    expect(await issues()).toEqual([]);
  });

  it.each([
    ['8.875', 10_888, 888],
    ['14.975', 11_498, 1_498],
  ])('has a rate of three decimals: %s %%', async (percent, total, tax) => {
    await pipeline.pressXero('tax-rate', { taxType: 'LOCAL', name: 'Sales tax', percent });

    await pipeline.apply([change(documentOf(line(total, tax)))]);

    expect((await pipeline.xeroState()).invoices).toMatchObject([
      { lines: [{ taxType: 'LOCAL' }] },
    ]);
    expect(await issues()).toEqual([]);
  });
});

describe('a credit note that is voided', () => {
  const noteIn = (status: string): ChangeMessage => {
    second += 1;
    const resource = aStoraCreditNote({ status });
    const occurredAt = `2026-11-30T10:00:0${second}Z`;
    const eventId = `evt_${second}`;
    return aChangeMessage({
      operatorId: 'acorn',
      kind: 'credit_note',
      sourceId: resource.id,
      eventId,
      occurredAt,
      resource,
    });
  };

  it('is never posted when that was learned before', async () => {
    await pipeline.apply([change(open), noteIn('issued'), noteIn('void')]);

    expect((await pipeline.xeroState()).creditNotes).toEqual([]);
    expect(await issues()).toEqual([]);
  });

  it('is for a person when it stands in the ledger', async () => {
    await pipeline.apply([change(open), noteIn('issued')]);
    await pipeline.apply([noteIn('void')]);

    expect((await pipeline.xeroState()).creditNotes).toHaveLength(1);
    expect(await issues()).toEqual([expect.stringMatching(/^credit_note_voided/)]);
  });

  it('is looked for when nobody knows whether it was posted', async () => {
    let isLost = false;
    pipeline = await startPipeline({
      intercept: async (request, answer) => {
        const response = await answer();
        const isCreate = request.method === 'PUT' && /\/CreditNotes\?/.test(request.url);
        if (isLost || !isCreate) return response;
        isLost = true;
        throw new TypeError('fetch failed');
      },
    });
    const invoice = change(open);
    const issued = noteIn('issued');
    await pipeline.apply([invoice, issued]);
    const voided = noteIn('void');
    for (let tries = 0; tries < 8; tries += 1) {
      pipeline.clock.advance(60_000);
      await pipeline.apply([invoice, issued, voided]);
    }

    expect((await pipeline.xeroState()).creditNotes).toMatchObject([{ status: 'VOIDED' }]);
    expect(await issues()).toEqual([]);
  });
});

describe('special invoices of a month end, raised at the source', () => {
  const raise = async (input: Record<string, unknown>) => {
    const [contact] = (await pipeline.storaState()).contacts;
    await pipeline.press('special-invoice', { contactId: contact.id, ...input });
    await pipeline.settle();
    return (await pipeline.xeroState()).invoices;
  };

  it('are free months, paid from the start', async () => {
    expect(await raise({ discountMinor: 12_000 })).toMatchObject([
      { total: '0.00', status: 'PAID', lines: [{ taxType: 'OUTPUT2' }] },
    ]);
    expect(await issues()).toEqual([]);
  });

  it('are taxes that were rounded once', async () => {
    expect(await raise({ lines: 3, priceMinor: 2_503, roundsOnce: true })).toMatchObject([
      { total: '75.09', totalTax: '12.52' },
    ]);
    expect(await issues()).toEqual([]);
  });

  it('are sums below nought, which are asked about', async () => {
    expect(await raise({ priceMinor: -500 })).toEqual([]);
    expect(await issues()).toEqual([expect.stringMatching(/^total_negative: .*-£5\.00/)]);
  });
});
