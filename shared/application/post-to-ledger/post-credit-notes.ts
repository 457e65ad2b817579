import type { Effect } from '../../contracts/effect.ts';
import type { Link } from '../../contracts/link-item.ts';
import { endOfCreditNote } from '../../domain/apply/decide-credit-note.ts';
import { type Outcome, parked } from '../../domain/apply/outcome.ts';
import { isPostedAsDraft } from '../../domain/apply/posted-as-draft.ts';
import { isUncertain } from '../../domain/effects/effects.ts';
import type { AllocationDraft } from '../../domain/ledger/drafts.ts';
import { linkInAccount } from '../../domain/links/link-in-account.ts';
import { newLink } from '../../domain/links/new-link.ts';
import { notesOf } from '../../domain/links/timeline-effect.ts';
import { dayOf } from '../../domain/mapping/document-day.ts';
import { mapCreditNote } from '../../domain/mapping/map-credit-note.ts';
import type { DocumentSite } from '../../domain/mapping/place-site.ts';
import type { SourceCreditNote, SourceInvoice } from '../../domain/source/records.ts';
import { standingVersion } from '../../domain/versions/known-versions.ts';
import type { Written } from '../../ports/writes.ts';
import { linkNear } from '../apply-changes/near-links.ts';
import {
  type CreditNoteUnit,
  end,
  isToBeCreated,
  type Open,
  openOf,
  type Standing,
  type ToBeCreated,
  toBeCreated,
} from '../apply-changes/stages.ts';
import type { Unit } from '../apply-changes/unit.ts';
import { versionOf } from '../apply-changes/version-of.ts';
import { auditAndMark } from '../effects/audit-writes.ts';
import { finishEffect } from '../effects/journal.ts';
import { sendEffects } from '../effects/send-effects.ts';
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
  const link = await invoiceLink(invoiceId, batch);
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

async function invoiceLink(invoiceId: string, batch: LedgerBatch): Promise<Link> {
  const { target } = batch.settings;
  const { operatorId } = batch;
  const key = { operatorId, target, kind: 'invoice', sourceId: invoiceId } as const;
  const stored = (await linkNear(key, batch)) ?? newLink(key);
  return linkInAccount(stored, batch.accountId);
}

async function invoiceUnit(invoice: SourceInvoice, batch: LedgerBatch): Promise<Unit> {
  const { ports } = batch;
  const link = await invoiceLink(invoice.id, batch);
  const record = { kind: 'invoice', record: invoice } as const;
  const observedAt = new Date(ports.clock.nowEpochMs()).toISOString();
  const version = versionOf(record, observedAt, ports.crypto);
  return { record, link, messages: [], version, seenVersion: standingVersion(link) };
}

/** Creates the credit notes whose invoice stands in the ledger. */
export async function postCreditNotes(
  units: Array<ToBeCreated<CreditNoteUnit>>,
  invoices: { byId: InvoicesOfNotes; units: Unit[] },
  batch: LedgerBatch,
): Promise<void> {
  if (!ledgerHas(batch, 'credits')) return;
  for (const unit of units) {
    if (invoiceTargetOf(unit, invoices.units) === undefined)
      end(unit, parked('invoice_not_posted'));
  }
  const missing = toBeCreated(units, 'credit_note');
  if (missing.length > 0) await create(missing, invoices.byId, batch);
}

/** Sets the credit notes against their invoices. */
export async function allocateCreditNotes(
  units: Array<Open<Standing<CreditNoteUnit>>>,
  invoiceUnits: Unit[],
  batch: LedgerBatch,
): Promise<void> {
  if (!ledgerHas(batch, 'credits')) return;
  for (const unit of units) await allocate(unit, invoiceUnits, batch);
}

async function create(
  units: Array<ToBeCreated<CreditNoteUnit>>,
  byId: InvoicesOfNotes,
  batch: BatchWith<'credits'>,
): Promise<void> {
  const catalogue = await batch.ledger.catalogue.read();
  const drafted = draftAll(units, (unit) => {
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

/**
 * A credit before payment lowers what is due. One after payment has nothing to be set against: it
 * stays open in the ledger until it is refunded or used.
 */
async function allocate(
  unit: Standing<CreditNoteUnit>,
  invoiceUnits: Unit[],
  batch: BatchWith<'credits'>,
): Promise<void> {
  const note = unit.record.record;
  const posted = unit.link.posted;
  if (note.timing !== 'pre_payment' || posted === undefined || posted.allocatedMinor > 0) return;
  if (isPostedAsDraft(posted, batch.settings)) return;
  // The ledger takes no allocation of nothing.
  if (note.totalMinor === 0) return;
  const invoiceTargetId =
    invoiceTargetOf(unit, invoiceUnits) ?? (await invoiceLink(note.invoiceId, batch)).targetId;
  if (invoiceTargetId === undefined) {
    unit.outcome = parked('invoice_not_posted');
    return;
  }
  const date = dayOf(note.issuedAt, batch.settings);
  if (!date.ok) {
    unit.outcome = parked(date.cause, date.detail);
    return;
  }
  const draft: AllocationDraft = {
    creditNoteTargetId: unit.link.targetId,
    invoiceTargetId,
    amountMinor: note.totalMinor,
    currency: note.currency,
    date: date.value,
  };
  await sendEffects([{ unit, effect: 'allocation', body: draft }], batch, {
    policy: batch.policies.once,
    find: async (intents) => {
      const known = await batch.ledger.credits.allocatedTo(
        draft.creditNoteTargetId,
        invoiceTargetId,
      );
      return new Map(known > 0 ? intents.map((intent) => [intent, true as const]) : []);
    },
    send: async (_intents, key) => [await batch.ledger.credits.allocate(draft, key)],
    finish: (_intent, answer) => allocated(unit, answer, batch),
  });
}

function allocated(unit: CreditNoteUnit, answer: Written<true>, batch: LedgerBatch): void {
  if (!answer.ok) {
    finishEffect(unit, batch, { name: 'allocation', state: 'rejected' });
    unit.outcome = parked(answer.cause, answer.detail);
    return;
  }
  const allocatedMinor = unit.record.record.totalMinor;
  finishEffect(unit, batch, {
    name: 'allocation',
    state: 'done',
    change: (link) =>
      link.posted ? { ...link, posted: { ...link.posted, allocatedMinor } } : link,
  });
}

function invoiceTargetOf(unit: CreditNoteUnit, invoiceUnits: Unit[]): string | undefined {
  const { invoiceId } = unit.record.record;
  return invoiceUnits.find(
    (candidate) => candidate.link.kind === 'invoice' && candidate.link.sourceId === invoiceId,
  )?.link.targetId;
}
