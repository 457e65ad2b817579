import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  mergePayments,
  nextPayment,
  paymentsIn,
  withPaymentsSeen,
} from '../../../shared/domain/apply/payments-seen.ts';
import { localDay } from '../../../shared/domain/mapping/local-day.ts';
import type { SourceRecord } from '../../../shared/domain/source/records.ts';
import { readInvoice } from '../../../shared/source/stora/read-invoice.ts';
import { aLink } from '../../builders/a-link.ts';
import { aStoraInvoice } from '../../builders/a-stora-invoice.ts';
import { storaPounds } from '../../builders/stora-money.ts';

const now = '2026-11-30T12:00:00Z';
const timeZone = 'Europe/London';

function invoice(overrides: Parameters<typeof aStoraInvoice>[0] = {}) {
  return readInvoice(aStoraInvoice(overrides), now);
}

const seen = (cumulativeMinor: number, at: string) => ({ cumulativeMinor, at });
const paid = invoice({
  status: 'paid',
  amount_paid: storaPounds(12_000),
  paid_at: '2026-11-30T08:00:00Z',
});

describe('nextPayment', () => {
  it('posts two payments of two days as two, each on its own day', () => {
    const known = [seen(5_000, '2026-11-21T10:00:00Z'), seen(12_000, '2026-11-30T08:00:01Z')];
    const context = { seen: known, now, timeZone };

    expect(nextPayment(paid, 0, context)).toEqual({
      cumulativeMinor: 5_000,
      paidAt: '2026-11-21T10:00:00Z',
    });
    expect(nextPayment(paid, 5_000, context)).toEqual({
      cumulativeMinor: 12_000,
      paidAt: '2026-11-30T08:00:00Z',
    });
    expect(nextPayment(paid, 12_000, context)).toBeUndefined();
  });

  it('puts together what was paid on one day where the operator is, and only that', () => {
    const part = invoice({ amount_paid: storaPounds(9_000) });
    const known = [seen(3_000, '2026-11-21T15:30:00Z'), seen(9_000, '2026-11-21T16:30:00Z')];

    expect(nextPayment(part, 0, { seen: known, now, timeZone })).toMatchObject({
      cumulativeMinor: 9_000,
    });
    // In Perth the second was paid after midnight.
    const perth = { seen: known, now, timeZone: 'Australia/Perth' };
    expect(nextPayment(part, 0, perth)).toMatchObject({ cumulativeMinor: 3_000 });
  });

  it('dates a part payment when its event happened, whenever it is worked on', () => {
    const part = invoice({ amount_paid: storaPounds(500) });
    const known = [seen(500, '2026-11-23T10:00:00Z'), seen(500, '2026-11-21T10:00:00Z')];

    expect(nextPayment(part, 0, { seen: known, now, timeZone })).toEqual({
      cumulativeMinor: 500,
      paidAt: '2026-11-21T10:00:00Z',
    });
  });

  it('dates no smaller sum after a larger one', () => {
    const known = [seen(5_000, '2026-12-02T10:00:00Z')];

    expect(nextPayment(paid, 0, { seen: known, now, timeZone })).toEqual({
      cumulativeMinor: 12_000,
      paidAt: '2026-11-30T08:00:00Z',
    });
  });

  it('leaves out sums that were taken back', () => {
    const less = invoice({ amount_paid: storaPounds(4_000) });
    const known = [seen(6_000, '2026-11-20T10:00:00Z'), seen(4_000, '2026-11-25T10:00:00Z')];

    expect(nextPayment(less, 0, { seen: known, now, timeZone })).toEqual({
      cumulativeMinor: 4_000,
      paidAt: '2026-11-25T10:00:00Z',
    });
  });

  it('comes to the sum that is paid, in days that only go forward, whatever was seen', () => {
    const instant = fc
      .date({ min: new Date('2026-11-01'), max: new Date('2026-11-30'), noInvalidDate: true })
      .map((date) => date.toISOString());
    const states = fc.array(
      fc.record({ cumulativeMinor: fc.integer({ min: 1, max: 20_000 }), at: instant }),
    );
    fc.assert(
      fc.property(states, (known) => {
        const context = { seen: known, now, timeZone };
        const days: string[] = [];
        let postedMinor = 0;
        for (let rounds = 0; rounds < 100; rounds += 1) {
          const next = nextPayment(paid, postedMinor, context);
          if (next === undefined) break;
          expect(next.cumulativeMinor).toBeGreaterThan(postedMinor);
          postedMinor = next.cumulativeMinor;
          days.push(localDay(next.paidAt, timeZone));
        }
        expect(postedMinor).toBe(12_000);
        expect(days).toEqual([...new Set(days)].sort());
      }),
    );
  });
});

describe('what was seen of payments', () => {
  const state = (record: ReturnType<typeof invoice>, at: string) => ({
    record: { kind: 'invoice', record } satisfies SourceRecord,
    at,
  });

  it('is each sum with its earliest time; a paid invoice bears its own', () => {
    const part = invoice({ amount_paid: storaPounds(500) });

    expect(
      paymentsIn([
        state(paid, '2026-12-01T00:00:00Z'),
        state(part, '2026-11-22T00:00:00Z'),
        state(part, '2026-11-21T00:00:00Z'),
        state(invoice(), '2026-11-20T00:00:00Z'),
      ]),
    ).toEqual([seen(500, '2026-11-21T00:00:00Z'), seen(12_000, '2026-11-30T08:00:00Z')]);
  });

  it('is kept on the link until it is posted', () => {
    const posted = {
      currency: 'GBP',
      totalMinor: 12_000,
      taxMinor: 2_000,
      paidMinor: 0,
      allocatedMinor: 0,
      voided: false,
    };
    const known = [seen(500, '2026-11-21T00:00:00Z'), seen(900, '2026-11-22T00:00:00Z')];
    const link = withPaymentsSeen(aLink({ posted }), known);

    expect(link.paymentsSeen).toEqual(known);
    expect(withPaymentsSeen(link, [seen(500, '2026-11-25T00:00:00Z')]).paymentsSeen).toEqual(known);
    const paidUp = { ...link, posted: { ...posted, paidMinor: 900 } };
    expect(withPaymentsSeen(paidUp, [])).not.toHaveProperty('paymentsSeen');
  });

  it('does not grow without an end', () => {
    const many = Array.from({ length: 80 }, (_, index) => seen(index + 1, now));

    expect(withPaymentsSeen(aLink(), mergePayments(many)).paymentsSeen).toHaveLength(50);
  });
});
