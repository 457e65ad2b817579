import { parked } from '../../domain/apply/outcome.ts';
import { allocationTo, leftOfCredit } from '../../domain/effects/credits.ts';
import { isDone } from '../../domain/effects/effects.ts';
import type { LedgerDocument } from '../../ports/ledger/documents.ts';
import { linkNear } from '../apply-changes/near-links.ts';
import { allocate, creditDay, type PostedNote } from './credit-effects.ts';
import { linkOfInvoice } from './invoice-links.ts';
import { type BatchWith, type LedgerBatch, ledgerHas } from './ledger-batch.ts';

/**
 * Sets what is left of a credit note against other open invoices of the customer that we posted, the oldest
 * first, and none that the source shows as settled: there the money is on its way to the ledger. What fits
 * nowhere stays open.
 */
export async function setAgainstOthers(
  unit: PostedNote,
  batch: BatchWith<'credits'>,
): Promise<void> {
  for (const invoice of await openInvoices(unit, batch)) {
    if (leftOfCredit(unit.link) <= 0) return;
    await setAgainst(unit, invoice, batch);
    if (unit.outcome !== undefined) return;
  }
}

async function openInvoices(unit: PostedNote, batch: LedgerBatch): Promise<LedgerDocument[]> {
  if (!ledgerHas(batch, 'openInvoices')) return [];
  const { contactId, currency, invoiceId } = unit.record.record;
  const contactTargetId =
    batch.contactTargetIds.get(contactId) ?? (await contactOf(contactId, batch));
  if (contactTargetId === undefined) return [];
  const found = await batch.ledger.openInvoices.of(contactTargetId);
  return found
    .filter((invoice) => invoice.currency === currency && invoice.reference !== invoiceId)
    .sort((one, other) => orderOf(one).localeCompare(orderOf(other)));
}

function orderOf({ day = '', number }: LedgerDocument): string {
  return `${day} ${number}`;
}

async function contactOf(sourceId: string, batch: LedgerBatch): Promise<string | undefined> {
  const { operatorId, target } = batch;
  const link = await linkNear({ operatorId, target, kind: 'contact', sourceId }, batch);
  return link?.targetId;
}

async function setAgainst(
  unit: PostedNote,
  { targetId, reference = '', dueMinor, day = '' }: LedgerDocument,
  batch: BatchWith<'credits'>,
): Promise<void> {
  const effect = allocationTo(reference);
  // One allocation for each pair: what was taken back there is a person's decision.
  if (reference === '' || isDone(unit.link, effect)) return;
  const link = await linkOfInvoice(reference, batch);
  if (link.targetId !== targetId) return;
  const amountMinor = Math.min(
    leftOfCredit(unit.link),
    dueMinor,
    await openAtSource(reference, batch),
  );
  if (amountMinor <= 0) return;
  const { currency } = unit.record.record;
  const date = await creditDay(unit, batch);
  if (!date.ok) {
    unit.outcome = parked(date.cause, date.detail);
    return;
  }
  // Nothing is set against an invoice before there is one.
  const amount = { amountMinor, currency, date: day > date.value ? day : date.value };
  const draft = { creditNoteTargetId: unit.link.targetId, invoiceTargetId: targetId, ...amount };
  const refusal = await allocate(unit, { effect, draft }, batch);
  // Somebody was quicker: the next one may take it.
  if (refusal?.cause !== 'credit_exceeds_invoice' && refusal) unit.outcome = refusal;
}

async function openAtSource(invoiceId: string, batch: LedgerBatch): Promise<number> {
  const shown = await batch.source.getInvoice(invoiceId);
  if (!shown?.ok || shown.value.record.status !== 'open') return 0;
  const { totalMinor, paidMinor, preCreditMinor = 0 } = shown.value.record;
  return totalMinor - paidMinor - preCreditMinor;
}
