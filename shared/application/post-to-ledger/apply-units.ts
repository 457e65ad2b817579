import type { Unit } from '../apply-changes/unit.ts';
import { addHistoryNotes } from './add-history-notes.ts';
import { followLedgerZone } from './follow-ledger-zone.ts';
import { followMerges } from './follow-merges.ts';
import type { LedgerBatch } from './ledger-batch.ts';
import { lookUpFormerNotes } from './look-up-former-notes.ts';
import { parkUnsupported } from './park-unsupported.ts';
import { postContacts } from './post-contacts.ts';
import { invoicesOfNotes, postCreditNotes } from './post-credit-notes.ts';
import {
  lookUpFormerInvoices,
  parkWithoutContact,
  planInvoices,
  postInvoices,
} from './post-invoices.ts';
import { prepareTracking } from './prepare-tracking.ts';
import { settleInvoices } from './settle-invoices.ts';

/**
 * Takes the units through the stages, in the order in which a ledger needs them: customer, invoice,
 * payment, credit note. Returns the units that others needed and that came along.
 */
export async function applyUnits(units: Unit[], batch: LedgerBatch): Promise<Unit[]> {
  await followLedgerZone(units, batch);
  await lookUpFormerInvoices(units, batch);
  await lookUpFormerNotes(units, batch);
  planInvoices(units, batch);
  const { invoices, needed: neededInvoices } = await invoicesOfNotes(units, batch);
  planInvoices(neededInvoices, batch);
  const documents = [...neededInvoices, ...units];
  await parkUnsupported(documents, batch);
  const neededContacts = await postContacts(documents, batch);
  parkWithoutContact(documents, [...units, ...neededContacts], batch);
  await prepareTracking(documents, invoices, batch);
  await postInvoices(documents, batch);
  const contacts = [...units, ...neededContacts];
  const moved = await followMerges(documents, contacts, batch);
  if (moved.isAny) await postInvoices(documents, batch);
  await settleInvoices(documents, batch);
  await postCreditNotes(units, { byId: invoices, units: documents }, batch);
  const movedByNotes = await followMerges(units, [...contacts, ...moved.customers], batch);
  if (movedByNotes.isAny) await postCreditNotes(units, { byId: invoices, units: documents }, batch);
  await addHistoryNotes(documents, batch);
  return [...neededContacts, ...moved.customers, ...movedByNotes.customers, ...neededInvoices];
}
