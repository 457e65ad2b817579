import { livesOn } from '../../domain/apply/decide-settlement.ts';
import { isPaymentEntered } from '../../domain/apply/entered-payment.ts';
import { isOutOfBooks, isUnapproved } from '../../domain/apply/out-of-books.ts';
import { type Outcome, parked } from '../../domain/apply/outcome.ts';
import type { IssueCause } from '../../domain/issues/causes.ts';
import { withPosted } from '../../domain/links/with-posted.ts';
import type { LedgerDocument } from '../../ports/ledger/documents.ts';
import { finishEffect } from '../effects/journal.ts';
import type { LedgerBatch } from './ledger-batch.ts';
import type { DuePayment } from './post-payments.ts';

/**
 * Leaves out what a person has entered in the ledger already. Only part payments are looked for: the
 * ledger itself refuses to take a full one twice, but half of an invoice it takes a second time.
 */
export async function withoutEntered(due: DuePayment[], batch: LedgerBatch): Promise<DuePayment[]> {
  const parts = due.filter((payment) => isPartial(payment) && isFirstTry(payment));
  if (parts.length === 0) return due;
  const found = await invoicesOf(parts, batch);
  const entered = parts.filter((payment) => isEnteredIn(invoiceIn(found, payment), payment));
  for (const payment of entered) takeDown(payment, batch);
  return due.filter((payment) => !entered.includes(payment));
}

/** What the ledger says where its invoice takes no payment any more, be it paid or out of the books. */
const refusals: ReadonlySet<IssueCause> = new Set(['payment_exceeds_due', 'status_forbids_change']);

/**
 * A payment that the ledger refused, as nothing is due any more, may be there by other hands; or a
 * person has voided the invoice.
 */
export async function acceptEntered(sent: DuePayment[], batch: LedgerBatch): Promise<void> {
  const refused = sent.filter(({ unit: { outcome } }) => {
    return outcome?.kind === 'parked' && refusals.has(outcome.cause);
  });
  if (refused.length === 0) return;
  const invoices = await invoicesOf(refused, batch);
  for (const payment of refused) {
    const { outcome, link } = payment.unit;
    const found = invoiceIn(invoices, payment);
    if (isUnapproved(found)) {
      payment.unit.outcome = parked('draft_to_approve', found?.number);
    } else if (isOutOfBooks(found)) {
      payment.unit.outcome = livesOn(payment.unit.record.record, link.posted?.paidMinor ?? 0);
    } else if (isRefusedAsPaid(outcome) && isEnteredIn(found, payment)) {
      delete payment.unit.outcome;
      takeDown(payment, batch);
    }
  }
}

function isPartial({ unit, cumulativeMinor }: DuePayment): boolean {
  return cumulativeMinor < unit.record.record.totalMinor;
}

/** One without a known end is looked for by its own reference. */
function isFirstTry({ unit, effect }: DuePayment): boolean {
  const { state } = unit.link.effects[effect] ?? {};
  return state === undefined || state === 'rejected';
}

function isRefusedAsPaid(outcome: Outcome | undefined): boolean {
  return outcome?.kind === 'parked' && outcome.cause === 'payment_exceeds_due';
}

function invoicesOf(payments: DuePayment[], { ledger }: LedgerBatch): Promise<LedgerDocument[]> {
  return ledger.invoices.getMany(payments.map(({ unit }) => unit.link.targetId));
}

function invoiceIn(found: LedgerDocument[], { unit }: DuePayment): LedgerDocument | undefined {
  return found.find(({ targetId }) => targetId === unit.link.targetId);
}

function isEnteredIn(
  found: LedgerDocument | undefined,
  { unit, cumulativeMinor }: DuePayment,
): boolean {
  const postedMinor = unit.link.posted?.paidMinor ?? 0;
  return found !== undefined && isPaymentEntered(found, { cumulativeMinor, postedMinor });
}

/** Under a name of its own: it is no write of ours and must not stand in the activities. */
function takeDown({ unit, effect, cumulativeMinor }: DuePayment, batch: LedgerBatch): void {
  finishEffect(unit, batch, {
    name: `entered:${cumulativeMinor}`,
    state: 'done',
    insteadOf: effect,
    change: (link) => {
      const paidMinor = Math.max(link.posted?.paidMinor ?? 0, cumulativeMinor);
      return withPosted(link, { paidMinor });
    },
  });
  batch.ports.metrics.count('PaymentFoundEntered');
}
