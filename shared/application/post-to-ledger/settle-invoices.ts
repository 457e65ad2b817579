import { isEdited } from '../../domain/apply/amend-lines.ts';
import { decideSettlement, type Settlement } from '../../domain/apply/decide-settlement.ts';
import { noteTexts, timelineDebt } from '../../domain/apply/notes.ts';
import { isOutOfBooks, isUnapproved } from '../../domain/apply/out-of-books.ts';
import { parked } from '../../domain/apply/outcome.ts';
import { owe } from '../../domain/links/owe.ts';
import { withPosted } from '../../domain/links/with-posted.ts';
import { isLocked } from '../../domain/mapping/document-day.ts';
import type { LedgerDocument } from '../../ports/ledger/documents.ts';
import {
  end,
  type InvoiceUnit,
  type Open,
  type Standing,
  standing,
} from '../apply-changes/stages.ts';
import type { Unit } from '../apply-changes/unit.ts';
import { deferWhenOvertaken, finishEffect, flushFound } from '../effects/journal.ts';
import { sendEffects } from '../effects/send-effects.ts';
import { closeByCredit, settleFormerClosing, takeBackClosing } from './close-invoices.ts';
import { acceptEntered, withoutEntered } from './entered-payments.ts';
import { type LedgerBatch, ledgerHas } from './ledger-batch.ts';
import { postOverpayment, settleFormerOverpayments } from './post-overpayments.ts';
import {
  type DuePayment,
  draftPayment,
  lookUpFormerPayments,
  postPayments,
} from './post-payments.ts';

/**
 * Brings invoices that stand in the ledger to the state of the source, as the table of lives says: payments,
 * where the ledger takes them, voids, and the credit notes by which they are closed.
 */
export async function settleInvoices(
  units: Array<Open<Standing<InvoiceUnit>>>,
  batch: LedgerBatch,
): Promise<void> {
  let open = units;
  // One payment of each invoice at a time: the next one builds on what became of it.
  while (open.length > 0) {
    const due: DuePayment[] = [];
    await settleFormerPayments(open, batch);
    for (const unit of open) {
      const payment = await settleInvoice(unit, batch);
      if (payment !== undefined) due.push(payment);
    }
    if (due.length === 0 || !ledgerHas(batch, 'payments')) return;
    await postPayments(await withoutEntered(due, batch), batch);
    await acceptEntered(due, batch);
    const grown = due.filter(({ unit, cumulativeMinor }) => isPaidUpTo(unit, cumulativeMinor));
    open = standing(
      grown.map(({ unit }) => unit),
      'invoice',
    );
  }
}

/** What became of payments whose answer was lost is asked for all of them together. */
async function settleFormerPayments(
  units: Array<Standing<InvoiceUnit>>,
  batch: LedgerBatch,
): Promise<void> {
  for (const unit of units) deferWhenOvertaken(unit, unit.link);
  if (!ledgerHas(batch, 'payments')) return;
  const open = units.map((unit) => {
    const next = settlementOf(unit, batch);
    return { unit, nextMinor: next.kind === 'pay' ? next.cumulativeMinor : undefined };
  });
  await lookUpFormerPayments(open, batch);
}

function isPaidUpTo({ link }: Unit, cumulativeMinor: number): boolean {
  return (link.posted?.paidMinor ?? 0) >= cumulativeMinor;
}

/** No life has so many steps that are not payments; what does not end is an error of ours. */
const stepsAtMost = 8;

/** Takes the next steps of one invoice; a payment is only drafted, to go out with those of others. */
async function settleInvoice(
  unit: Standing<InvoiceUnit>,
  batch: LedgerBatch,
): Promise<DuePayment | undefined> {
  await settleFormerClosing(unit, batch);
  await settleFormerOverpayments(unit, batch);
  for (let steps = 0; steps < stepsAtMost && unit.outcome === undefined; steps += 1) {
    const settlement = settlementOf(unit, batch);
    if (settlement.kind === 'nothing') return undefined;
    if (settlement.kind === 'pay') return draftPayment(unit, settlement, batch);
    const stand = JSON.stringify(unit.link.posted);
    await takeSettlement(unit, settlement, batch);
    // Nothing came of it, and nothing else will.
    if (JSON.stringify(unit.link.posted) === stand) return undefined;
  }
  return undefined;
}

async function takeSettlement(
  unit: Standing<InvoiceUnit>,
  settlement: Settlement,
  batch: LedgerBatch,
): Promise<void> {
  switch (settlement.kind) {
    case 'nothing':
    case 'pay':
      return;
    case 'end':
      return end(unit, settlement.outcome);
    case 'pay_over':
      return postOverpayment(unit, settlement, batch);
    case 'void':
      return voidInvoice(unit, 'void', batch);
    case 'void_or_credit':
      return voidInvoice(unit, 'credit', batch);
    case 'credit':
      return closeByCredit(unit, 'void', batch);
    case 'write_off':
      return closeByCredit(unit, 'bad_debt', batch);
    case 'take_back':
      return takeBackClosing(unit, batch);
  }
}

function settlementOf(unit: InvoiceUnit, batch: LedgerBatch): Settlement {
  const postPayments = batch.settings.postPayments && ledgerHas(batch, 'payments');
  return decideSettlement(unit.record.record, unit.link, {
    settings: { ...batch.settings, postPayments },
    now: new Date(batch.ports.clock.nowEpochMs()).toISOString(),
    seen: [...(unit.link.paymentsSeen ?? []), ...(unit.paymentsSeen ?? [])],
  });
}

/**
 * Looks first: how it is voided depends on its status, people change documents, and credit notes are
 * set against it. Voiding twice is refused by the ledger and does no harm, so an uncertain void is
 * just sent again.
 */
async function voidInvoice(
  unit: Standing<InvoiceUnit>,
  otherwise: 'void' | 'credit',
  batch: LedgerBatch,
): Promise<void> {
  const { targetId } = unit.link;
  const found = await batch.ledger.invoices.get(targetId);
  if (isOutOfBooks(found)) return foundVoided(unit, batch);
  const isSettled = found !== undefined && found.dueMinor < found.totalMinor;
  if (otherwise === 'credit' && (isSettled || (await isDayLocked(found, batch))))
    return closeByCredit(unit, 'void', batch);
  if (isSettled) return end(unit, parked('void_but_paid'));
  const { posted } = unit.link;
  // What a person made of it would be gone for good: no ledger restores what was voided.
  if (found !== undefined && posted !== undefined && isEdited(found, posted))
    return end(unit, parked('changed_after_posting', 'voided at the source, edited in the ledger'));
  const body = { targetId, isDraft: isUnapproved(found) };
  await sendEffects([{ unit, effect: 'void', body }], batch, {
    policy: batch.policies.absolute,
    send: async (_intents, key) => [await batch.ledger.invoices.void(body, key)],
    finish: async (_intent, answer) => {
      if (answer.ok) return voided(unit, batch);
      if (isOutOfBooks(await batch.ledger.invoices.get(targetId))) return foundVoided(unit, batch);
      finishEffect(unit, batch, { name: 'void', state: 'rejected' });
      unit.outcome = parked(answer.cause, answer.detail);
    },
  });
}

function voided(unit: InvoiceUnit, batch: LedgerBatch): void {
  const { contactId, siteId, id, number = id } = unit.record.record;
  const anchors = { contactId, siteId, invoiceId: id };
  finishEffect(unit, batch, {
    name: 'void',
    state: 'done',
    change: (link) =>
      owe(
        withPosted(link, { voided: true }),
        timelineDebt('voided', noteTexts(link.target).invoiceVoided(number), anchors),
      ),
  });
}

async function foundVoided(unit: InvoiceUnit, batch: LedgerBatch): Promise<void> {
  voided(unit, batch);
  await flushFound(batch, [{ unit, effect: 'void' }]);
}

/** A draft was never in the books of the locked period. */
async function isDayLocked(
  found: LedgerDocument | undefined,
  batch: LedgerBatch,
): Promise<boolean> {
  if (found?.day === undefined || isUnapproved(found)) return false;
  return isLocked(found.day, await batch.ledger.catalogue.read());
}
