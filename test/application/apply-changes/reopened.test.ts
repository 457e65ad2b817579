import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { ChangeMessage } from '../../../shared/contracts/messages.ts';
import { showInvoice } from '../../../shared/source/stora/stora-reader.ts';
import type { StoraInvoice } from '../../../shared/source/stora/stora-resources.ts';
import { aChangeMessage } from '../../builders/a-change-message.ts';
import { aStoraInvoice } from '../../builders/a-stora-invoice.ts';
import { storaPounds } from '../../builders/stora-money.ts';
import { type Pipeline, startPipeline } from '../../support/pipeline.ts';

let pipeline: Pipeline;
let reads: ReturnType<typeof vi.spyOn>;
beforeEach(async () => {
  pipeline = await startPipeline();
});

function change(second: number, state: Partial<StoraInvoice>): ChangeMessage {
  return aChangeMessage({
    operatorId: 'acorn',
    eventId: `evt_${second}`,
    occurredAt: `2026-11-30T10:00:0${second}Z`,
    resource: aStoraInvoice(state),
  });
}

/** From now on the source shows the invoice like this. */
function sourceShows(state: Partial<StoraInvoice>): void {
  reads = vi
    .spyOn(pipeline.ports.sourceFor(), 'getInvoice')
    .mockResolvedValue(showInvoice(aStoraInvoice(state), undefined));
}

const paid = { status: 'paid', amount_paid: storaPounds(12_000) };
const open = { status: 'open' };

async function issues(): Promise<string[]> {
  return (await pipeline.stores.issues.list('acorn')).map(
    ({ cause, message }) => `${cause}: ${message}`,
  );
}

describe('an invoice whose life went back', () => {
  it('is asked about when its payment bounced after it was posted', async () => {
    sourceShows(open);
    await pipeline.apply([change(1, paid)]);
    await pipeline.apply([change(2, open)]);

    expect(await issues()).toEqual([
      expect.stringMatching(/^payment_decreased: .*12000 posted, 0 paid/),
    ]);
  });

  it.each([
    ['in order', [change(1, paid), change(2, open)]],
    ['the other way round', [change(2, open), change(1, paid)]],
  ])('is posted as the source has it when both come together, %s', async (_how, changes) => {
    sourceShows(open);
    await pipeline.apply(changes);

    const { invoices, payments } = await pipeline.xeroState();
    expect(invoices).toMatchObject([{ status: 'AUTHORISED' }]);
    expect(payments).toEqual([]);
  });

  it('is asked about when it was voided and is open again', async () => {
    sourceShows(open);
    await pipeline.apply([change(1, open)]);
    await pipeline.apply([change(2, { status: 'void' })]);
    await pipeline.apply([change(3, open)]);

    expect(await issues()).toEqual([expect.stringMatching(/^voided_in_ledger: /)]);
  });

  it('costs no read where an event is only late', async () => {
    sourceShows(paid);
    await pipeline.apply([change(2, paid)]);
    await pipeline.apply([change(1, open)]);

    expect(reads).not.toHaveBeenCalled();
    expect(await issues()).toEqual([]);
  });
});

describe('an invoice that was given up and opened again within one second', () => {
  const givenUp = change(1, { status: 'uncollectible' });
  const openAgain = { ...change(1, open), eventId: 'evt_2' };

  beforeEach(async () => {
    const present = await pipeline.stores.settings.get('acorn', 'xero');
    if (present === undefined) throw new Error('There are no settings.');
    const bears = { accountCode: '477', rateBasisPoints: 0, taxType: 'NONE' };
    await pipeline.stores.settings.put({
      ...present,
      uncollectible: 'credit',
      badDebtAccountCode: '477',
      taxRules: [bears],
    });
    await pipeline.apply([change(0, open)]);
  });

  it.each([
    ['one after the other', [[givenUp], [openAgain]]],
    ['the later one first', [[openAgain], [givenUp]]],
    ['both together', [[givenUp, openAgain]]],
    ['both together, the other way round', [[openAgain, givenUp]]],
  ])('is open in the ledger, %s', async (_how, batches) => {
    sourceShows(open);
    for (const batch of batches) await pipeline.apply(batch);

    const { invoices } = await pipeline.xeroState();
    expect(invoices).toMatchObject([{ status: 'AUTHORISED', amountDue: '120.00' }]);
    expect(await issues()).toEqual([]);
    expect(reads).toHaveBeenCalled();
  });

  it('is written off where giving up came last', async () => {
    sourceShows({ status: 'uncollectible' });
    await pipeline.apply([openAgain]);
    await pipeline.apply([givenUp]);

    expect((await pipeline.xeroState()).invoices).toMatchObject([{ amountDue: '0.00' }]);
  });
});

describe('an invoice that was raised and paid within one second', () => {
  it.each([
    ['in order', [change(1, open), change(1, paid)]],
    ['a draft that comes late', [change(1, open), change(1, { status: 'draft' })]],
  ])('costs no read, %s', async (_how, changes) => {
    sourceShows(paid);
    for (const one of changes) await pipeline.apply([one]);

    expect(reads).not.toHaveBeenCalled();
    expect(await issues()).toEqual([]);
  });
});
