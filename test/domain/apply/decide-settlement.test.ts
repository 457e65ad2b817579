import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Link } from '../../../shared/contracts/link-item.ts';
import { decideSettlement } from '../../../shared/domain/apply/decide-settlement.ts';
import { readInvoice } from '../../../shared/source/stora/read-invoice.ts';
import { aLink } from '../../builders/a-link.ts';
import { aStoraInvoice } from '../../builders/a-stora-invoice.ts';
import { ledgerSettings } from '../../builders/ledger-settings.ts';
import { storaPounds } from '../../builders/stora-money.ts';

const now = '2026-12-24T00:00:00Z';
const context = { settings: ledgerSettings(), now };

function invoice(overrides: Parameters<typeof aStoraInvoice>[0] = {}) {
  return readInvoice(aStoraInvoice(overrides), now);
}

function posted(overrides: Partial<NonNullable<Link['posted']>> = {}): Link {
  return aLink({
    targetId: 'x',
    posted: {
      currency: 'GBP',
      totalMinor: 12_000,
      taxMinor: 2_000,
      paidMinor: 0,
      allocatedMinor: 0,
      voided: false,
      ...overrides,
    },
  });
}

describe('decideSettlement', () => {
  it('posts what was paid, named by the sum that it leads to', () => {
    const paid = invoice({
      status: 'paid',
      amount_paid: storaPounds(12_000),
      paid_at: '2026-12-01T08:00:00Z',
    });

    expect(decideSettlement(paid, posted({ paidMinor: 5_000 }), context)).toEqual({
      kind: 'pay',
      amountMinor: 7_000,
      cumulativeMinor: 12_000,
      paidAt: '2026-12-01T08:00:00Z',
    });
  });

  it.each([
    ['£100.00 of 120.00', 'paid', { amount_paid: storaPounds(10_000) }, '£20.00 left'],
    ['nothing', 'paid', {}, '£120.00 left'],
    ['too much', 'paid', { amount_paid: storaPounds(13_000) }, '£10.00 too much', 'overpaid'],
    ['too much while open', 'open', { amount_paid: storaPounds(12_001) }, '£0.01 too much'],
    ['nothing while nothing is due', 'open', { amount_due: storaPounds(0) }, '£120.00 left'],
    [
      'more than is left beside a credit',
      'paid',
      {
        amount_paid: storaPounds(12_000),
        pre_payment_credit_notes_amount: storaPounds(2_000),
      },
      'credited £20.00',
      'overpaid',
    ],
  ])('asks, naming the sums, where %s was received and the state is %s', (...given) => {
    const [, status, amounts, fact, cause = 'state_contradicts_amounts'] = given;

    expect(decideSettlement(invoice({ status, ...amounts }), posted(), context)).toEqual({
      kind: 'end',
      outcome: {
        kind: 'parked',
        cause,
        detail: expect.stringContaining(fact),
      },
    });
  });

  it('takes an invoice for paid that credits have settled', () => {
    const credited = invoice({
      status: 'paid',
      amount_paid: storaPounds(10_000),
      pre_payment_credit_notes_amount: storaPounds(2_000),
      paid_at: now,
    });

    expect(decideSettlement(credited, posted(), context)).toMatchObject({
      kind: 'pay',
      amountMinor: 10_000,
    });
  });

  it('dates a part payment, for which nothing shows a time, now', () => {
    const part = invoice({ amount_paid: storaPounds(500) });

    expect(decideSettlement(part, posted(), context)).toMatchObject({ kind: 'pay', paidAt: now });
  });

  it.each([
    ['the invoice is not posted', {}, aLink(), {}],
    ['nothing was paid', {}, posted(), {}],
    [
      'all that was paid is posted',
      { amount_paid: storaPounds(500) },
      posted({ paidMinor: 500 }),
      {},
    ],
    [
      'payments are switched off',
      { amount_paid: storaPounds(500) },
      posted(),
      { postPayments: false },
    ],
    [
      'invoices are drafts, which take no payments',
      { amount_paid: storaPounds(500) },
      posted(),
      { invoiceStatus: 'DRAFT' as const },
    ],
    ['a void one is void already', { status: 'void' }, posted({ voided: true }), {}],
  ])('does nothing when %s', (...[, overrides, link, settings]) => {
    const decided = decideSettlement(invoice(overrides), link, {
      settings: ledgerSettings(settings),
      now,
    });

    expect(decided).toEqual({ kind: 'nothing' });
  });

  it('asks when less is paid than was posted', () => {
    const less = invoice({ amount_paid: storaPounds(400) });

    expect(decideSettlement(less, posted({ paidMinor: 500 }), context)).toEqual({
      kind: 'end',
      outcome: { kind: 'parked', cause: 'payment_decreased', detail: '500 posted, 400 paid' },
    });
  });

  it.each([{ status: 'open' }, { status: 'paid', amount_paid: storaPounds(12_000) }])(
    'posts nothing to a voided invoice that is %o at the source, and asks',
    (overrides) => {
      const settlement = decideSettlement(invoice(overrides), posted({ voided: true }), context);

      expect(settlement).toMatchObject({ outcome: { cause: 'voided_in_ledger' } });
    },
  );

  it('voids what was never paid nor credited', () => {
    expect(decideSettlement(invoice({ status: 'void' }), posted(), context)).toEqual({
      kind: 'void',
    });
  });

  it.each([
    ['payments', { paidMinor: 1 }],
    ['credits', { allocatedMinor: 1 }],
  ])('asks before a void invoice with %s in the ledger', (_what, change) => {
    expect(decideSettlement(invoice({ status: 'void' }), posted(change), context)).toMatchObject({
      outcome: { cause: 'void_but_paid' },
    });
  });

  it.each([
    ['received and not posted', { paidMinor: 0 }, { amount_paid: storaPounds(5_000) }, {}],
    ['put on it in the ledger and not at the source', { paidMinor: 5_000 }, {}, {}],
  ])('voids nothing that has money %s', (...[, change, overrides]) => {
    const voided = invoice({ status: 'void', ...overrides });

    expect(decideSettlement(voided, posted(change), context)).toMatchObject({
      outcome: { cause: 'void_but_paid', detail: expect.stringContaining('£50.00 received') },
    });
  });

  it('posts what was received on an uncollectible invoice before it asks about the rest', () => {
    const uncollectible = invoice({ status: 'uncollectible', amount_paid: storaPounds(5_000) });

    expect(decideSettlement(uncollectible, posted(), context)).toMatchObject({
      kind: 'pay',
      amountMinor: 5_000,
    });
    expect(decideSettlement(uncollectible, posted({ paidMinor: 5_000 }), context)).toEqual({
      kind: 'end',
      outcome: {
        kind: 'parked',
        cause: 'uncollectible',
        detail: '£50.00 received and posted; £70.00 still open',
      },
    });
  });

  it('says that money on an uncollectible invoice is not posted where payments are not ours', () => {
    const uncollectible = invoice({ status: 'uncollectible', amount_paid: storaPounds(5_000) });
    const settings = ledgerSettings({ postPayments: false });

    expect(decideSettlement(uncollectible, posted(), { settings, now })).toMatchObject({
      outcome: { detail: '£50.00 received and not posted by us, as set; £70.00 still open' },
    });
  });

  it('posts every penny once, however the payments come in', () => {
    const steps = fc.array(fc.integer({ min: 0, max: 1_200 }), { maxLength: 10 });
    fc.assert(
      fc.property(steps, (growths) => {
        let sum = 0;
        let inLedger = 0;
        const names = new Set<number>();
        for (const growth of growths) {
          sum += growth;
          const state = invoice({ amount_paid: storaPounds(sum) });
          const decided = decideSettlement(state, posted({ paidMinor: inLedger }), context);
          if (decided.kind !== 'pay') continue;
          expect(names.has(decided.cumulativeMinor)).toBe(false);
          names.add(decided.cumulativeMinor);
          inLedger += decided.amountMinor;
        }
        expect(inLedger).toBe(sum);
      }),
    );
  });
});
