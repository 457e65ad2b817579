import { decideSettlement, type Settlement } from '../../domain/apply/decide-settlement.ts';
import { noteTexts, timelineDebt } from '../../domain/apply/notes.ts';
import { parked } from '../../domain/apply/outcome.ts';
import { effectState } from '../../domain/effects/effects.ts';
import type { PaymentDraft } from '../../domain/ledger/drafts.ts';
import { owe } from '../../domain/links/owe.ts';
import { chooseClearingAccount } from '../../domain/mapping/choose-account.ts';
import { documentDay } from '../../domain/mapping/document-day.ts';
import { type Mapped, mapped } from '../../domain/mapping/result.ts';
import { finishEffect, sendEffects } from './journal.ts';
import { type Batch, openOf, type Unit } from './unit.ts';

type InvoiceUnit = ReturnType<typeof openOf<'invoice'>>[number];
type Pay = Extract<Settlement, { kind: 'pay' }>;

interface Due {
  unit: InvoiceUnit;
  pay: Pay;
  draft: PaymentDraft;
}

/** Posts payments and voids of invoices that are in the ledger. */
export async function settleInvoices(units: Unit[], batch: Batch): Promise<void> {
  const due: Due[] = [];
  for (const unit of openOf(units, 'invoice')) {
    const now = new Date(batch.ports.clock.nowEpochMs()).toISOString();
    const settlement = decideSettlement(unit.record.record, unit.link, {
      settings: batch.settings,
      now,
    });
    if (settlement.kind === 'end') unit.outcome = settlement.outcome;
    if (settlement.kind === 'void') await voidInvoice(unit, batch);
    if (settlement.kind === 'pay') await prepare(unit, settlement, { batch, due });
  }
  await pay(due, batch);
}

/** A payment whose answer was lost is looked for on its invoice before it may be sent again. */
async function prepare(
  unit: InvoiceUnit,
  pay: Pay,
  context: { batch: Batch; due: Due[] },
): Promise<void> {
  const { batch, due } = context;
  const draft = draftPayment(unit, pay, { batch, catalogue: await batch.ledger.catalogue() });
  if (!draft.ok) {
    unit.outcome = parked(draft.cause, draft.detail);
    return;
  }
  const isUncertain = effectState(unit.link, effectOf(pay)) === 'uncertain';
  const known = isUncertain ? await batch.ledger.paymentsOf(draft.value.invoiceTargetId) : [];
  const isPosted = known.some(
    (payment) => payment.reference === draft.value.reference && !payment.isDeleted,
  );
  if (isPosted) await paid({ unit, pay, draft: draft.value }, batch);
  else due.push({ unit, pay, draft: draft.value });
}

function draftPayment(
  unit: InvoiceUnit,
  pay: Pay,
  context: { batch: Batch; catalogue: Awaited<ReturnType<Batch['ledger']['catalogue']>> },
): Mapped<PaymentDraft> {
  const { settings } = context.batch;
  const account = chooseClearingAccount(settings, context.catalogue);
  if (!account.ok) return account;
  const date = documentDay(pay.paidAt, settings, context.catalogue);
  if (!date.ok) return date;
  return mapped({
    invoiceTargetId: unit.link.targetId ?? '',
    accountCode: account.value,
    date: date.value,
    amountMinor: pay.amountMinor,
    currency: unit.record.record.currency,
    reference: `${unit.record.record.id}:${pay.cumulativeMinor}`,
  });
}

async function pay(due: Due[], batch: Batch): Promise<void> {
  if (due.length === 0) return;
  const byUnit = new Map<Unit, Due>(due.map((payment) => [payment.unit, payment]));
  const nameOf = (unit: Unit) => {
    const payment = byUnit.get(unit);
    return payment === undefined ? 'payment' : effectOf(payment.pay);
  };
  const written = await sendEffects([...byUnit.keys()], batch, {
    effect: { name: nameOf, body: (unit) => byUnit.get(unit)?.draft },
    send: (key) =>
      batch.ledger.createPayments(
        due.map((payment) => payment.draft),
        key,
      ),
  });
  for (const [index, payment] of due.entries()) {
    const answer = written[index];
    if (answer?.ok) {
      await paid(payment, batch);
      continue;
    }
    await finishEffect(payment.unit, batch, { name: effectOf(payment.pay), state: 'rejected' });
    payment.unit.outcome = parked(answer?.cause ?? 'ledger_rejected', answer?.detail);
  }
}

async function paid({ unit, pay, draft }: Due, batch: Batch): Promise<void> {
  const invoice = unit.record.record;
  const text = noteTexts.paymentPosted(
    invoice.number ?? invoice.id,
    draft.amountMinor,
    draft.currency,
  );
  await finishEffect(unit, batch, {
    name: effectOf(pay),
    state: 'done',
    change: (link) =>
      owe(
        {
          ...link,
          ...(link.posted ? { posted: { ...link.posted, paidMinor: pay.cumulativeMinor } } : {}),
        },
        timelineDebt(effectOf(pay), text, anchorsOf(unit)),
      ),
  });
  batch.ports.metrics.count('PaymentPosted');
}

/** Voiding twice is refused by the ledger and does no harm, so an uncertain void is just sent again. */
async function voidInvoice(unit: InvoiceUnit, batch: Batch): Promise<void> {
  const targetId = unit.link.targetId ?? '';
  const written = await sendEffects([unit], batch, {
    effect: { name: () => 'void', body: () => targetId },
    send: (key) => batch.ledger.voidInvoice(targetId, key),
  });
  const isVoided = written.ok || (await isVoidedAlready(unit, batch));
  if (!isVoided) {
    await finishEffect(unit, batch, { name: 'void', state: 'rejected' });
    if (!written.ok) unit.outcome = parked(written.cause, written.detail);
    return;
  }
  const number = unit.record.record.number ?? unit.record.record.id;
  await finishEffect(unit, batch, {
    name: 'void',
    state: 'done',
    change: (link) =>
      owe(
        { ...link, ...(link.posted ? { posted: { ...link.posted, voided: true } } : {}) },
        timelineDebt('voided', noteTexts.invoiceVoided(number), anchorsOf(unit)),
      ),
  });
}

async function isVoidedAlready(unit: InvoiceUnit, batch: Batch): Promise<boolean> {
  const number = unit.record.record.number;
  if (number === undefined) return false;
  const found = await batch.ledger.findInvoices([number]);
  return found.some(
    (document) => document.targetId === unit.link.targetId && document.status === 'VOIDED',
  );
}

function effectOf(pay: Pay): string {
  return `payment:${pay.cumulativeMinor}`;
}

function anchorsOf(unit: InvoiceUnit) {
  const { contactId, siteId, id } = unit.record.record;
  return { contactId, siteId, invoiceId: id };
}
