import { addHistoryNotes } from './add-history-notes.ts';
import { postContacts } from './post-contacts.ts';
import { invoicesOfNotes, postCreditNotes } from './post-credit-notes.ts';
import { parkWithoutContact, planInvoices, postInvoices } from './post-invoices.ts';
import { prepareTracking } from './prepare-tracking.ts';
import { settleInvoices } from './settle-invoices.ts';
import type { Batch, Unit } from './unit.ts';

/**
 * Takes the units through the stages in the order in which the ledger needs them: customer, invoice,
 * payment, credit note. Returns the units that others needed and that came along.
 */
export async function applyUnits(units: Unit[], batch: Batch): Promise<Unit[]> {
  planInvoices(units, batch);
  const { invoices, needed: neededInvoices } = await invoicesOfNotes(units, batch);
  planInvoices(neededInvoices, batch);
  const documents = [...neededInvoices, ...units];
  const neededContacts = await postContacts(documents, batch);
  parkWithoutContact(documents, [...units, ...neededContacts], batch);
  await prepareTracking(documents, batch);
  await postInvoices(documents, batch);
  await settleInvoices(documents, batch);
  await postCreditNotes(units, { byId: invoices, units: documents }, batch);
  await addHistoryNotes(documents, batch);
  return [...neededContacts, ...neededInvoices];
}
