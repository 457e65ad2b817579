import type { Link } from '../../contracts/link-item.ts';
import { type CreditStep, decideCreditStep } from '../../domain/apply/decide-credit-step.ts';
import { isOutOfBooks } from '../../domain/apply/out-of-books.ts';
import { parked } from '../../domain/apply/outcome.ts';
import { isPostedAsDraft } from '../../domain/apply/posted-as-draft.ts';
import {
  leftOfCredit,
  ownAllocation,
  refundUpTo,
  usedOfCredit,
} from '../../domain/effects/credits.ts';
import { chooseClearingAccount } from '../../domain/mapping/choose-account.ts';
import { dayOf } from '../../domain/mapping/document-day.ts';
import type { SourceInvoice } from '../../domain/source/records.ts';
import type { Open } from '../apply-changes/stages.ts';
import type { Unit } from '../apply-changes/unit.ts';
import { updateLink } from '../effects/journal.ts';
import {
  allocate,
  creditDay,
  lookUpFormerCredits,
  type PostedNote,
  refund,
  refundReference,
} from './credit-effects.ts';
import { linkOfInvoice } from './invoice-links.ts';
import { type BatchWith, type LedgerBatch, ledgerHas } from './ledger-batch.ts';
import { setAgainstOthers } from './set-against-others.ts';
import { voidCreditNote } from './void-credit-notes.ts';

/** Sets posted credit notes against invoices, pays back what is left of them, or voids them. */
export async function settleCreditNotes(
  units: Array<Open<PostedNote>>,
  invoiceUnits: Unit[],
  batch: LedgerBatch,
): Promise<void> {
  if (!ledgerHas(batch, 'credits')) return;
  for (const unit of units) await settle(unit, invoiceUnits, batch);
}

async function settle(
  unit: PostedNote,
  invoiceUnits: Unit[],
  batch: BatchWith<'credits'>,
): Promise<void> {
  await lookUpFormerCredits(unit, effectOf(stepOf(unit, batch)), batch);
  let step = stepOf(unit, batch);
  if (step.kind === 'void') return voidCreditNote(unit, batch);
  if (step.kind === 'allocate_own') {
    const isThrough = await setAgainstOwn(unit, invoiceUnits, batch);
    if (!isThrough) return;
    step = stepOf(unit, batch, 0);
  }
  if (step.kind === 'allocate_others') await setAgainstOthers(unit, batch);
  if (step.kind === 'refund') await payBack(unit, step, batch);
}

function stepOf(unit: PostedNote, { settings }: LedgerBatch, ownDueMinor?: number): CreditStep {
  const due = ownDueMinor === undefined ? {} : { ownDueMinor };
  return decideCreditStep(unit.record.record, unit.link, { settings, ...due });
}

function effectOf(step: CreditStep): string | undefined {
  if (step.kind === 'allocate_own') return ownAllocation;
  return step.kind === 'refund' ? refundUpTo(step.cumulativeMinor) : undefined;
}

/**
 * All of it is tried first: mostly it fits, and nothing has to be asked. Returns whether the invoice has what
 * it takes, so that the rest can go elsewhere.
 */
async function setAgainstOwn(
  unit: PostedNote,
  invoiceUnits: Unit[],
  batch: BatchWith<'credits'>,
): Promise<boolean> {
  const invoice = await ownInvoice(unit, invoiceUnits, batch);
  if (invoice === undefined) return false;
  const draft = await draftFor(unit, invoice, batch);
  if (draft === undefined) return false;
  const refusal = await allocate(unit, { effect: ownAllocation, draft }, batch);
  if (refusal === undefined) return true;
  const fitting = await whatFits(unit, invoice, batch);
  if (fitting === 'voided') {
    unit.outcome = parked('credit_of_voided_invoice', invoice.number);
    return false;
  }
  if (refusal.cause !== 'credit_exceeds_invoice') {
    unit.outcome = refusal;
    return false;
  }
  if (fitting === 0) return true;
  const smaller = { ...draft, amountMinor: fitting };
  const again = await allocate(unit, { effect: ownAllocation, draft: smaller }, batch);
  if (again !== undefined) unit.outcome = again;
  return again === undefined;
}

interface OwnInvoice {
  targetId: string;
  number: string;
}

/** Undefined where nothing can be set against it: it waits for approval, or the unit is parked. */
async function ownInvoice(
  unit: PostedNote,
  invoiceUnits: Unit[],
  batch: LedgerBatch,
): Promise<OwnInvoice | undefined> {
  const { invoiceId } = unit.record.record;
  const own = invoiceUnits.find(
    ({ link }) => link.kind === 'invoice' && link.sourceId === invoiceId,
  );
  const link = own?.link ?? (await linkOfInvoice(invoiceId, batch));
  const { targetId, targetLabel: number = invoiceId } = link;
  if (targetId === undefined) return invoiceFromBefore(unit, own, batch);
  return isWaiting(link, batch) ? undefined : { targetId, number };
}

function isWaiting({ posted }: Link, { settings }: LedgerBatch): boolean {
  return posted !== undefined && isPostedAsDraft(posted, settings);
}

/** An invoice that is too early to be posted by us may stand there by other hands, under its number. */
async function invoiceFromBefore(
  unit: PostedNote,
  own: Unit | undefined,
  batch: LedgerBatch,
): Promise<OwnInvoice | undefined> {
  const { invoiceId } = unit.record.record;
  const invoice = own?.record.kind === 'invoice' ? own.record.record : await read(invoiceId, batch);
  const day = invoice && dayOf(invoice.issuedAt, batch.settings);
  const isEarly = day?.ok === true && day.value < batch.settings.startDate;
  if (!isEarly || invoice?.number === undefined) {
    unit.outcome = parked('invoice_not_posted');
    return undefined;
  }
  const { number } = invoice;
  const found = await batch.ledger.invoices.find([number]);
  const standing = found.find((one) => one.number === number && one.status === 'AUTHORISED');
  if (standing === undefined) unit.outcome = parked('credit_before_start', number);
  return standing && { targetId: standing.targetId, number };
}

async function read(invoiceId: string, batch: LedgerBatch): Promise<SourceInvoice | undefined> {
  const shown = await batch.source.getInvoice(invoiceId);
  return shown?.ok ? shown.value.record : undefined;
}

async function draftFor(unit: PostedNote, { targetId }: OwnInvoice, batch: LedgerBatch) {
  const note = unit.record.record;
  const date = await creditDay(unit, batch);
  if (!date.ok) {
    unit.outcome = parked(date.cause, date.detail);
    return undefined;
  }
  return {
    creditNoteTargetId: unit.link.targetId,
    invoiceTargetId: targetId,
    amountMinor: leftOfCredit(unit.link),
    currency: note.currency,
    date: date.value,
  };
}

/** What both documents still take: a person may have used some of the credit, or paid the invoice. */
async function whatFits(
  unit: PostedNote,
  invoice: OwnInvoice,
  batch: LedgerBatch,
): Promise<number | 'voided'> {
  const found = await batch.ledger.invoices.get(invoice.targetId);
  if (found === undefined || isOutOfBooks(found)) return 'voided';
  await noteUsed(unit, batch);
  return Math.min(found.dueMinor, leftOfCredit(unit.link));
}

/** Takes down what people used of the credit note. */
async function noteUsed(unit: PostedNote, batch: LedgerBatch): Promise<void> {
  if (!ledgerHas(batch, 'reversals')) return;
  const note = await batch.ledger.reversals.get(unit.link.targetId);
  if (note === undefined) return;
  const usedMinor = leftOfCredit(unit.link) - note.dueMinor;
  if (usedMinor > 0) await updateLink(unit, batch, (link) => usedOfCredit(link, usedMinor));
}

type Refund = Extract<CreditStep, { kind: 'refund' }>;

async function payBack(unit: PostedNote, step: Refund, batch: LedgerBatch): Promise<void> {
  if (!ledgerHas(batch, 'refunds')) {
    unit.outcome = parked('refunds_not_taken', unit.link.targetLabel);
    return;
  }
  const note = unit.record.record;
  const catalogue = await batch.ledger.catalogue.read();
  const account = chooseClearingAccount(batch.settings, catalogue, { currency: note.currency });
  const date = await creditDay(unit, batch);
  if (!account.ok || !date.ok) {
    const missing = account.ok ? date : account;
    if (!missing.ok) unit.outcome = parked(missing.cause, missing.detail);
    return;
  }
  const draft = {
    creditNoteTargetId: unit.link.targetId,
    accountCode: account.value,
    date: date.value,
    amountMinor: step.amountMinor,
    currency: note.currency,
    reference: refundReference(unit, step.cumulativeMinor),
  };
  const refusal = await refund(unit, { effect: refundUpTo(step.cumulativeMinor), draft }, batch);
  if (refusal === undefined) return;
  // A person paid it back, or set it against something, before us: what is left of it is still to be paid.
  if (refusal.cause === 'payment_exceeds_due') await noteUsed(unit, batch);
  const next = stepOf(unit, batch, 0);
  if (next.kind !== 'refund') return;
  if (next.amountMinor < step.amountMinor) await payBack(unit, next, batch);
  else unit.outcome = refusal;
}
