import { beforeEach, describe, expect, it } from 'vitest';
import type { ChangeMessage } from '../../../shared/contracts/messages.ts';
import type { StoraInvoice } from '../../../shared/source/stora/stora-resources.ts';
import { aChangeMessage } from '../../builders/a-change-message.ts';
import { aStoraInvoice } from '../../builders/a-stora-invoice.ts';
import { storaPounds } from '../../builders/stora-money.ts';
import { booksFromBefore } from '../../support/books-from-before.ts';
import { type Pipeline, startPipeline } from '../../support/pipeline.ts';

let pipeline: Pipeline;
let second = 0;
beforeEach(async () => {
  pipeline = await startPipeline({ settings: { clearingAccountCode: '090' } });
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

const paid = { status: 'paid', amount_paid: storaPounds(12_000) };

async function statuses(): Promise<string[]> {
  return (await pipeline.xeroState()).invoices.map(({ status }: { status: string }) => status);
}

async function issues() {
  return (await pipeline.stores.issues.list('acorn')).map(({ cause, message, stand }) => ({
    cause,
    message,
    stand,
  }));
}

async function removeByHand(isDraft: boolean, books = booksFromBefore(pipeline)): Promise<void> {
  const [{ id }] = (await pipeline.xeroState()).invoices;
  const body = { targetId: id, isDraft };
  expect(await pipeline.ports.ledgerFor().invoices.void(body, books.key())).toMatchObject({
    ok: true,
  });
}

describe('an invoice that is out of the books in the ledger', () => {
  it('gets no payment after a void, and the issue names what was received', async () => {
    await pipeline.apply([change({})]);
    await pipeline.apply([change({ status: 'void' })]);
    await pipeline.apply([change(paid)]);

    expect(await issues()).toMatchObject([
      { cause: 'voided_in_ledger', message: expect.stringContaining('paid, £120.00 received') },
    ]);
    expect(await issues()).toMatchObject([
      { stand: expect.stringMatching(/^The invoice is in Xero .*voided there\.$/) },
    ]);
    const paymentCalls = pipeline.calls.filter(({ url }) => url.includes('/Payments'));
    expect(paymentCalls).toEqual([]);
  });

  it('is said to be voided, not overpaid, where a person voided it before the payment', async () => {
    await pipeline.apply([change({})]);
    await removeByHand(false);
    await pipeline.apply([change(paid)]);

    expect(await issues()).toMatchObject([
      {
        cause: 'voided_in_ledger',
        message: expect.stringContaining('£120.00 received, £0.00 of it posted'),
      },
    ]);
  });

  it('is created anew where only a deleted draft of its number stands there', async () => {
    const books = booksFromBefore(pipeline);
    const sent = { number: 'HBR-0001', total: { amount: 12_000 }, tax: { amount: 2_000 } };
    await books.imported(sent, books.entered('Ada Byron'), { status: 'DRAFT' });
    await removeByHand(true, books);

    await pipeline.apply([change({})]);

    expect((await statuses()).sort()).toEqual(['AUTHORISED', 'DELETED']);
    expect(await issues()).toEqual([]);
  });
});

describe('an invoice that was given up with nothing left to receive', () => {
  it('is no question for a person', async () => {
    await pipeline.apply([change({ ...paid, status: 'uncollectible' })]);

    expect(await statuses()).toEqual(['PAID']);
    expect(await issues()).toEqual([]);
  });
});

describe('an issue', () => {
  it('says what is in the ledger and what waits', async () => {
    const stored = await pipeline.stores.settings.get('acorn', 'xero');
    if (stored === undefined) throw new Error('no settings');
    await pipeline.apply([change({ amount_paid: storaPounds(5_000) })]);
    const { clearingAccountCode: _code, ...rest } = stored;
    await pipeline.stores.settings.put(rest);

    await pipeline.apply([change(paid)]);

    expect(await issues()).toMatchObject([
      {
        cause: 'clearing_account_missing',
        stand: expect.stringMatching(/with £50\.00 of payments\. £70\.00 of payments wait\.$/),
      },
    ]);
  });

  it('says that nothing is there where nothing is', async () => {
    await pipeline.apply([change({ number: null })]);

    expect(await issues()).toMatchObject([
      { cause: 'number_missing', stand: 'Nothing of it is in Xero yet.' },
    ]);
  });
});
