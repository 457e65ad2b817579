import type { LedgerSettings } from '../../../shared/contracts/settings.ts';
import type { IssueCause } from '../../../shared/domain/issues/causes.ts';
import { storaPounds } from '../../builders/stora-money.ts';
import { booksFromBefore } from '../../support/books-from-before.ts';
import { takeAway } from '../../support/lacking-ledger.ts';
import { voidCreditNoteByHand } from '../../support/void-by-hand.ts';
import { apply, line, note, paid, refused, type Scenario, states, told } from './scenario-parts.ts';

export const settlements: Partial<Record<IssueCause, Scenario>> = {
  payment_exceeds_due: refused(
    'Payment amount exceeds the amount outstanding on this document',
    '/Payments',
    told(),
    told(paid),
  ),
  payment_decreased: states({}, told(), told(paid), told({ amount_paid: storaPounds(2_000) })),
  state_contradicts_amounts: states({}, told(), told({ ...paid, amount_paid: storaPounds(2_000) })),
  void_but_paid: states({}, told(), told(paid), told({ ...paid, status: 'void' })),
  uncollectible: states({}, told(), told({ status: 'uncollectible' })),
  voided_in_ledger: states({}, told(), told({ status: 'void' }), told(paid)),
  invoice_not_posted: states({}, told(line({ accounting_code: '999' })), note()),
  credit_note_voided: states({}, told(), note(), note({ status: 'void' })),
  credit_of_voided_invoice: {
    async run(pipeline) {
      await apply(pipeline, told());
      const [{ id }] = (await pipeline.xeroState()).invoices;
      const body = { targetId: id, isDraft: false };
      await pipeline.ports.ledgerFor().invoices.void(body, booksFromBefore(pipeline).key());
      await apply(pipeline, note());
    },
  },
  credit_before_start: states(
    { startDate: '2026-11-01' },
    told({ finalized_at: '2026-10-15T09:00:00.000Z', created_at: '2026-10-15T09:00:00.000Z' }),
    note(),
  ),
  refunds_not_taken: {
    settings: { postPaymentCredit: 'refund' },
    async run(pipeline) {
      takeAway(pipeline, 'refunds');
      await apply(pipeline, told());
      await apply(pipeline, told(paid));
      await apply(pipeline, note({ type: 'post_payment' }));
    },
  },
  credit_notes_not_taken: {
    async run(pipeline) {
      takeAway(pipeline, 'credits');
      await apply(pipeline, told());
      await apply(pipeline, note());
    },
  },
  credit_exceeds_invoice: refused(
    'The amount allocated exceeds the amount outstanding',
    '/Allocations',
    told(),
    note(),
  ),
};

const overpaidBy = { ...paid, amount_paid: storaPounds(13_000) };

const euro = (amount: number) => ({ amount, currency: 'EUR' });
const inEuro = {
  tax: euro(2_000),
  total: euro(12_000),
  amount_due: euro(0),
  pre_payment_credit_notes_amount: euro(0),
  ...line({ price: euro(12_000), tax: euro(2_000), total: euro(12_000) }),
};

const writeOffs: Partial<LedgerSettings> = {
  uncollectible: 'credit',
  badDebtAccountCode: '477',
  taxRules: [{ accountCode: '477', rateBasisPoints: 0, taxType: 'NONE' }],
};

export const lives: Partial<Record<IssueCause, Scenario>> = {
  overpaid: states({ overpayment: 'issue' }, told(), told(overpaidBy)),
  overpayment_not_taken: {
    settings: { overpayment: 'post' },
    async run(pipeline) {
      takeAway(pipeline, 'overpayments');
      await apply(pipeline, told());
      await apply(pipeline, told(overpaidBy));
    },
  },
  voided_at_source: states({ voidedDocument: 'issue' }, told(), told({ status: 'void' })),
  bad_debt_account_missing: states(
    { uncollectible: 'credit' },
    told(),
    told({ status: 'uncollectible' }),
  ),
  write_off_stands: {
    settings: writeOffs,
    async run(pipeline) {
      await apply(pipeline, told());
      await apply(pipeline, told({ status: 'uncollectible' }));
      takeAway(pipeline, 'reversals');
      await apply(pipeline, told(paid));
    },
  },
  write_off_voided: {
    settings: writeOffs,
    async run(pipeline) {
      await apply(pipeline, told());
      await apply(pipeline, told({ status: 'uncollectible' }));
      voidCreditNoteByHand(pipeline);
      const some = { amount_paid: storaPounds(2_000), amount_due: storaPounds(10_000) };
      await apply(pipeline, told({ status: 'uncollectible', ...some }));
    },
  },
  clearing_account_currency: {
    settings: { foreignCurrency: 'post' },
    async run(pipeline) {
      await pipeline.pressXero('organisation', { foreignCurrencies: 'EUR' });
      await apply(pipeline, told({ ...inEuro, status: 'paid', amount_paid: euro(12_000) }));
    },
  },
  draft_to_approve: {
    settings: { lockedPeriod: 'draft' },
    async run(pipeline) {
      await pipeline.pressXero('lock-date', { periodLockDay: '2026-12-31' });
      await apply(pipeline, told());
      await pipeline.pressXero('lock-date', { periodLockDay: '2026-03-31' });
      pipeline.clock.advance(10 * 60_000);
      await apply(pipeline, told(paid));
    },
  },
};
