import {
  documentsToBeCreated,
  openOf,
  standing,
  standingDocuments,
  toBeCreated,
} from '../apply-changes/stages.ts';
import type { Unit } from '../apply-changes/unit.ts';
import { addHistoryNotes } from './add-history-notes.ts';
import { addRepairNotes } from './add-repair-notes.ts';
import { amendInvoices } from './amend-invoices.ts';
import { followLedgerZone } from './follow-ledger-zone.ts';
import { followMerges } from './follow-merges.ts';
import type { LedgerBatch } from './ledger-batch.ts';
import { lookUpFormerNotes } from './look-up-former-notes.ts';
import { parkUnsupported } from './park-unsupported.ts';
import { postContacts } from './post-contacts.ts';
import { type InvoicesOfNotes, invoicesOfNotes, postCreditNotes } from './post-credit-notes.ts';
import {
  lookUpFormerInvoices,
  parkWithoutContact,
  planInvoices,
  postInvoices,
} from './post-invoices.ts';
import { lookUpFormerTracking, prepareTracking } from './prepare-tracking.ts';
import { settleCreditNotes } from './settle-credit-notes.ts';
import { settleInvoices } from './settle-invoices.ts';

/**
 * Takes the units through the stages, in the order in which a ledger needs them: customer, invoice,
 * payment, credit note. Returns the units that others needed and that came along.
 */
export async function applyUnits(units: Unit[], batch: LedgerBatch): Promise<Unit[]> {
  await followLedgerZone(units, batch);
  await lookUpFormerInvoices(toBeCreated(units, 'invoice'), batch);
  await lookUpFormerNotes(toBeCreated(units, 'credit_note'), batch);
  planInvoices(openOf(units, 'invoice'), batch);
  const { invoices, needed: neededInvoices } = await invoicesOfNotes(units, batch);
  planInvoices(openOf(neededInvoices, 'invoice'), batch);
  const documents = [...neededInvoices, ...units];
  await parkUnsupported(documentsToBeCreated(documents), batch);
  const neededContacts = await postContacts(documents, batch);
  parkWithoutContact(documentsToBeCreated(documents), [...units, ...neededContacts], batch);
  await prepareTracking(documentsToBeCreated(documents), invoices, batch);
  await lookUpFormerTracking(documents, batch);
  await postInvoices(toBeCreated(documents, 'invoice'), batch);
  const contacts = [...units, ...neededContacts];
  const moved = await followMerges(documents, contacts, batch);
  if (moved.isAny) await postInvoices(toBeCreated(documents, 'invoice'), batch);
  await amendInvoices(standing(documents, 'invoice'), batch);
  await settleInvoices(standing(documents, 'invoice'), batch);
  await applyCreditNotes(units, { byId: invoices, units: documents }, batch);
  const movedByNotes = await followMerges(units, [...contacts, ...moved.customers], batch);
  if (movedByNotes.isAny)
    await applyCreditNotes(units, { byId: invoices, units: documents }, batch);
  await addHistoryNotes(standingDocuments(documents), batch);
  await addRepairNotes(standingDocuments(documents), batch);
  return [...neededContacts, ...moved.customers, ...movedByNotes.customers, ...neededInvoices];
}

/** Creates the credit notes and sets them against invoices, or pays them back. */
async function applyCreditNotes(
  units: Unit[],
  invoices: { byId: InvoicesOfNotes; units: Unit[] },
  batch: LedgerBatch,
): Promise<void> {
  await postCreditNotes(toBeCreated(units, 'credit_note'), invoices, batch);
  await settleCreditNotes(standing(units, 'credit_note'), invoices.units, batch);
}
