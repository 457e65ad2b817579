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
