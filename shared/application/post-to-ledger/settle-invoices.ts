import { decideSettlement, type Settlement } from '../../domain/apply/decide-settlement.ts';
import { noteTexts, timelineDebt } from '../../domain/apply/notes.ts';
import { isOutOfBooks } from '../../domain/apply/out-of-books.ts';
import { parked } from '../../domain/apply/outcome.ts';
import { owe } from '../../domain/links/owe.ts';
import type { LedgerDocument } from '../../ports/ledger/documents.ts';
import { type InvoiceUnit, type Open, type Standing, standing } from '../apply-changes/stages.ts';
import type { Unit } from '../apply-changes/unit.ts';
import { deferWhenOvertaken, finishEffect, flushFound } from '../effects/journal.ts';
import { sendEffects } from '../effects/send-effects.ts';
import { acceptEntered, withoutEntered } from './entered-payments.ts';
import { type LedgerBatch, ledgerHas } from './ledger-batch.ts';
import {
  type DuePayment,
  draftPayment,
  lookUpFormerPayments,
  postPayments,
} from './post-payments.ts';

/** Posts payments, where the ledger takes them, and voids of invoices that are in the ledger. */
export async function settleInvoices(
  units: Array<Open<Standing<InvoiceUnit>>>,
  batch: LedgerBatch,
): Promise<void> {
  let open = units;
  // One payment of each invoice at a time: the next one builds on what became of it.
  while (open.length > 0) {
    const due: DuePayment[] = [];
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

function isPaidUpTo({ link }: Unit, cumulativeMinor: number): boolean {
  return (link.posted?.paidMinor ?? 0) >= cumulativeMinor;
}

/** Takes the next step of one invoice; a payment is only drafted, to go out with those of others. */
async function settleInvoice(
  unit: Standing<InvoiceUnit>,
  batch: LedgerBatch,
): Promise<DuePayment | undefined> {
  deferWhenOvertaken(unit, unit.link);
  const before = settlementOf(unit, batch);
  const sameMinor = before.kind === 'pay' ? before.cumulativeMinor : undefined;
  if (ledgerHas(batch, 'payments')) await lookUpFormerPayments(unit, sameMinor, batch);
  const settlement = settlementOf(unit, batch);
  if (settlement.kind === 'end') unit.outcome = settlement.outcome;
  if (settlement.kind === 'void') await voidInvoice(unit, batch);
  return settlement.kind === 'pay' ? draftPayment(unit, settlement, batch) : undefined;
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
async function voidInvoice(unit: Standing<InvoiceUnit>, batch: LedgerBatch): Promise<void> {
  const { targetId } = unit.link;
  const found = await batch.ledger.invoices.get(targetId);
  if (isOutOfBooks(found)) return foundVoided(unit, batch);
  if (found !== undefined && found.dueMinor < found.totalMinor) {
    unit.outcome = parked('void_but_paid');
    return;
  }
  const body = { targetId, isDraft: found !== undefined && isDraft(found) };
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
        { ...link, ...(link.posted ? { posted: { ...link.posted, voided: true } } : {}) },
        timelineDebt('voided', noteTexts.invoiceVoided(number), anchors),
      ),
  });
}

async function foundVoided(unit: InvoiceUnit, batch: LedgerBatch): Promise<void> {
  voided(unit, batch);
  await flushFound(batch, [{ unit, effect: 'void' }]);
}

function isDraft({ status }: LedgerDocument): boolean {
  return status === 'DRAFT' || status === 'SUBMITTED';
}
