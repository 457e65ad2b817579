import type { Effect } from '../../contracts/effect.ts';
import { endOfCreditNote } from '../../domain/apply/decide-credit-note.ts';
import { type Outcome, parked } from '../../domain/apply/outcome.ts';
import { isUncertain } from '../../domain/effects/effects.ts';
import { notesOf } from '../../domain/links/timeline-effect.ts';
import { mapCreditNote } from '../../domain/mapping/map-credit-note.ts';
import type { DocumentSite } from '../../domain/mapping/place-site.ts';
import type { SourceCreditNote, SourceInvoice } from '../../domain/source/records.ts';
import { standingVersion } from '../../domain/versions/known-versions.ts';
import {
  type CreditNoteUnit,
  end,
  isToBeCreated,
  openOf,
  type ToBeCreated,
  toBeCreated,
} from '../apply-changes/stages.ts';
import type { Unit } from '../apply-changes/unit.ts';
import { versionOf } from '../apply-changes/version-of.ts';
import { auditAndMark } from '../effects/audit-writes.ts';
import { linkOfInvoice } from './invoice-links.ts';
import { type BatchWith, type LedgerBatch, ledgerHas } from './ledger-batch.ts';
import { draftAll, postDocuments } from './post-documents.ts';
import { trackingOf } from './post-invoices.ts';

/** Invoices of the batch's credit notes, by their id at the source: their lines tell the accounts. */
export type InvoicesOfNotes = Map<string, SourceInvoice>;

/** A credit note without a site of its own belongs to that of its invoice. */
export function siteOfNote(note: SourceCreditNote, invoices: InvoicesOfNotes): DocumentSite {
  return note.siteName === undefined ? (invoices.get(note.invoiceId) ?? note) : note;
}

/**
 * Reads the invoices of the credit notes that are still to be created; where the ledger takes none they
 * are for a person. An invoice that is not in the ledger yet becomes a unit of its own and is posted
 * first. Costs one read per invoice that is not in the batch.
 */
export async function invoicesOfNotes(
  units: Unit[],
  batch: LedgerBatch,
): Promise<{ invoices: InvoicesOfNotes; needed: Unit[] }> {
  const invoices: InvoicesOfNotes = new Map();
  const inBatch = new Map(
    units.flatMap((unit) =>
      unit.record.kind === 'invoice' ? [[unit.record.record.id, unit.record.record]] : [],
    ),
  );
  const needed: Unit[] = [];
  for (const unit of openOf(units, 'credit_note')) {
    const note = unit.record.record;
    const ended = endOfCreditNote(note, unit.link, batch.settings);
    if (ended !== undefined) {
      end(unit, ended);
      continue;
    }
    if (!ledgerHas(batch, 'credits')) {
      if (isToBeCreated(unit)) end(unit, parked('credit_notes_not_taken'));
      continue;
    }
    if (!isToBeCreated(unit)) {
      const isKnown = inBatch.has(note.invoiceId) || needed.some(isInvoice(note.invoiceId));
      if (!isKnown) needed.push(...(await openEndedInvoice(note.invoiceId, batch)));
      continue;
    }
    if (invoices.has(note.invoiceId)) continue;
    const invoice = inBatch.get(note.invoiceId) ?? (await readFromSource(note.invoiceId, batch));
    if ('kind' in invoice) {
      end(unit, invoice);
      continue;
    }
    invoices.set(note.invoiceId, invoice);
    if (inBatch.has(note.invoiceId)) continue;
    // It may have come along with another note, just to be told of.
    const others = needed.filter((other) => !isInvoice(note.invoiceId)(other));
    needed.splice(0, needed.length, ...others, await invoiceUnit(invoice, batch));
  }
  return { invoices, needed };
}

function isInvoice(invoiceId: string): (unit: Unit) => boolean {
  return ({ link }) => link.sourceId === invoiceId;
}

/**
 * The invoice of a note that is in the ledger is needed no more, unless something was written to it when
 * it came along: what became of that is still to be looked up, or to be told.
 */
async function openEndedInvoice(invoiceId: string, batch: LedgerBatch): Promise<Unit[]> {
  const link = await linkOfInvoice(invoiceId, batch);
  const isOpenWrite = ([name, effect]: [string, Effect]) =>
    isUncertain(effect) && notesOf(name).length === 0;
  if (Object.entries(link.effects).some(isOpenWrite)) {
    const invoice = await readFromSource(invoiceId, batch);
    return 'kind' in invoice ? [] : [await invoiceUnit(invoice, batch)];
  }
  await auditAndMark({ link }, batch);
  return [];
}

async function readFromSource(
  invoiceId: string,
  batch: LedgerBatch,
): Promise<SourceInvoice | Outcome> {
  const shown = await batch.source.getInvoice(invoiceId);
  if (shown === undefined) return parked('invoice_not_posted');
  return shown.ok ? shown.value.record : parked('record_unreadable', shown.problem);
}

async function invoiceUnit(invoice: SourceInvoice, batch: LedgerBatch): Promise<Unit> {
  const { ports } = batch;
  const link = await linkOfInvoice(invoice.id, batch);
  const record = { kind: 'invoice', record: invoice } as const;
  const observedAt = new Date(ports.clock.nowEpochMs()).toISOString();
  const version = versionOf(record, observedAt, ports.crypto);
  return { record, link, messages: [], version, seenVersion: standingVersion(link) };
}

/**
 * Creates the credit notes whose invoice stands in the ledger. One whose invoice is too early for us to post
 * is created all the same: the credit itself belongs into the time that the operator wants.
 */
export async function postCreditNotes(
  units: Array<ToBeCreated<CreditNoteUnit>>,
  invoices: { byId: InvoicesOfNotes; units: Unit[] },
  batch: LedgerBatch,
): Promise<void> {
  if (!ledgerHas(batch, 'credits')) return;
  for (const unit of units) {
    const invoice = invoiceOf(unit, invoices.units);
    if (invoice?.link.targetId === undefined && !isTooEarly(invoice))
      end(unit, parked('invoice_not_posted'));
  }
  const missing = toBeCreated(units, 'credit_note');
  if (missing.length > 0) await create(missing, invoices.byId, batch);
}

async function create(
  units: Array<ToBeCreated<CreditNoteUnit>>,
  byId: InvoicesOfNotes,
  batch: BatchWith<'credits'>,
): Promise<void> {
  const read = await batch.ledger.catalogue.read();
  const drafted = draftAll(units, read, (unit, catalogue) => {
    const note = unit.record.record;
    const invoice = byId.get(note.invoiceId);
    const contactTargetId = batch.contactTargetIds.get(note.contactId);
    if (invoice === undefined) return { ok: false, cause: 'invoice_not_posted', detail: '' };
    if (contactTargetId === undefined) return { ok: false, cause: 'contact_missing', detail: '' };
    const tracking = trackingOf(siteOfNote(note, byId), batch, catalogue);
    if (!tracking.ok) return tracking;
    return mapCreditNote(note, invoice, {
      settings: batch.settings,
      catalogue,
      contactTargetId,
      ...tracking.value,
    });
  });
  await postDocuments(
    drafted,
    {
      kind: 'credit_note',
      find: (numbers) => batch.ledger.credits.find(numbers),
      create: (drafts, key) => batch.ledger.credits.create(drafts, key),
    },
    batch,
  );
}

function invoiceOf(unit: CreditNoteUnit, invoiceUnits: Unit[]): Unit | undefined {
  const { invoiceId } = unit.record.record;
  return invoiceUnits.find(
    (candidate) => candidate.link.kind === 'invoice' && candidate.link.sourceId === invoiceId,
  );
}

function isTooEarly(invoice: Unit | undefined): boolean {
  const outcome = invoice?.outcome;
  return outcome?.kind === 'skipped' && outcome.reason === 'before_start_date';
}
