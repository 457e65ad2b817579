import type { Batch, Unit } from '../apply-changes/unit.ts';
import { flushHeld } from '../effects/journal.ts';
import { addHistoryNotes } from './add-history-notes.ts';
import { followLedgerZone } from './follow-ledger-zone.ts';
import { followMerges } from './follow-merges.ts';
import { parkUnsupported } from './park-unsupported.ts';
import { postContacts } from './post-contacts.ts';
import { invoicesOfNotes, postCreditNotes } from './post-credit-notes.ts';
import {
  parkWithoutContact,
  planInvoices,
  postInvoices,
  lookUpFormerInvoices,
} from './post-invoices.ts';
import { prepareTracking } from './prepare-tracking.ts';
import { lookUpFormerNotes } from './look-up-former-notes.ts';
import { settleInvoices } from './settle-invoices.ts';

/**
 * Takes the units through all stages. What is known when one fails is stored: the others' work is not
 * done in vain. Returns the units that others needed and that came along.
 */
export async function applyUnits(units: Unit[], batch: Batch): Promise<Unit[]> {
  try {
    return await applyStages(units, batch);
  } catch (error) {
    // Recovery: where that fails too, what was written is found again by its key or a look-up.
    await flushHeld(batch).catch(() => undefined);
    throw error;
  }
}

/**
 * The stages in the order in which the ledger needs them: customer, invoice,
 * payment, credit note.
 */
async function applyStages(units: Unit[], batch: Batch): Promise<Unit[]> {
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
