import { describe, expect, it } from 'vitest';
import { payInvoice } from '../../../infra/local/vendors/stora/billing/invoice-actions.ts';
import { type GoodRun, goodRun } from './good-run.ts';
import { operatorId } from './hand-made-run.ts';
import { converge } from './i01-converge.ts';
import { nothingLost } from './i07-nothing-lost.ts';

const minutesMs = 60_000;

describe('an event that was answered and not queued', () => {
  it('is found, however long intake took', () => {
    const good = goodRun();
    good.run.nowEpochMs += 10 * minutesMs;
    const arrivedAt = paymentArrives(good);
    good.run.nowEpochMs += 10 * minutesMs;
    answered(good, arrivedAt);
    expect(lost(good)).toMatch(/invoice.paid|invoice.updated/);
    expect(unequal(good)).toMatch(/invoice inv_/);
  });

  it('is spared when the target went and came while intake stood still', () => {
    const good = goodRun();
    good.run.nowEpochMs += 10 * minutesMs;
    const arrivedAt = paymentArrives(good);
    good.run.nowEpochMs += 2 * minutesMs;
    good.run.add({ kind: 'disconnected', operatorId, provider: 'xero', epoch: 1 }, 'person');
    good.run.nowEpochMs += 4 * minutesMs;
    good.run.add({ kind: 'connected', operatorId, provider: 'xero', epoch: 3 }, 'person');
    good.run.nowEpochMs += 4 * minutesMs;
    answered(good, arrivedAt);
    expect(lost(good)).toBe('');
    expect(unequal(good)).toBe('');
  });

  it('is found when it reached us long after the target had come back', () => {
    const good = goodRun();
    good.run.add({ kind: 'disconnected', operatorId, provider: 'xero', epoch: 1 }, 'person');
    good.run.add({ kind: 'connected', operatorId, provider: 'xero', epoch: 3 }, 'person');
    good.run.nowEpochMs += 10 * minutesMs;
    answered(good, paymentArrives(good));
    expect(lost(good)).toMatch(/invoice.paid|invoice.updated/);
    expect(unequal(good)).toMatch(/invoice inv_/);
  });
});

interface Arrival {
  seq: number;
  atEpochMs: number;
}

/** The rest of the invoice is paid, and the webhook of it reaches us. */
function paymentArrives({ run, invoice }: GoodRun): Arrival {
  const amountMinor = invoice.total.amount - invoice.amount_paid.amount;
  payInvoice(run.stora.world, run.operator, { invoiceId: invoice.id, amountMinor });
  return { seq: run.entries.length, atEpochMs: run.nowEpochMs };
}

function answered({ run }: GoodRun, arrivedAt: Arrival): void {
  for (const { id: eventId, type: eventType } of run.stora.world.webhooks.events.slice(-1))
    run.add({ kind: 'webhook', operatorId, eventId, eventType, status: 200, arrivedAt }, 'vendor');
}

function lost({ run }: GoodRun): string {
  return nothingLost.check(run.finish()).join();
}

function unequal({ run }: GoodRun): string {
  return converge.check(run.finish()).join();
}
