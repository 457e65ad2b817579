import { parseVendor } from '../../contracts/parse-vendor.ts';
import { storaInvoice } from '../../contracts/stora-resources.ts';
import { endOfCreditNote } from '../../domain/apply/decide-credit-note.ts';
import { parked } from '../../domain/apply/outcome.ts';
import { effectPolicies } from '../../domain/effects/policies.ts';
import type { AllocationDraft } from '../../domain/ledger/drafts.ts';
import { linkInAccount } from '../../domain/links/link-in-account.ts';
import { newLink } from '../../domain/links/new-link.ts';
import { dayOf } from '../../domain/mapping/document-day.ts';
import { mapCreditNote } from '../../domain/mapping/map-credit-note.ts';
import { readInvoice } from '../../domain/source/read-invoice.ts';
import type { SourceInvoice } from '../../domain/source/records.ts';
import { standingVersion } from '../../domain/versions/known-versions.ts';
import type { Written } from '../../ports/ledger.ts';
import { finishEffect } from './journal.ts';
import { draftAll, postDocuments } from './post-documents.ts';
import { trackingOf } from './post-invoices.ts';
import { versionOf } from './read-units.ts';
import { sendEffects } from './send-effects.ts';
import { type Batch, openOf, type Unit } from './unit.ts';

type CreditNoteUnit = ReturnType<typeof openOf<'credit_note'>>[number];

/** Invoices of the batch's credit notes, by their id at the source: their lines tell the accounts. */
export type InvoicesOfNotes = Map<string, SourceInvoice>;

/**
 * Reads the invoices that credit notes belong to. One that is not in the ledger yet becomes a unit of
 * its own and is posted first. Costs one read per invoice that is not in the batch.
 */
export async function invoicesOfNotes(
  units: Unit[],
  batch: Batch,
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
      unit.outcome = ended;
      continue;
    }
    if (invoices.has(note.invoiceId)) continue;
    const invoice = inBatch.get(note.invoiceId) ?? (await readFromSource(note.invoiceId, batch));
    if (invoice === undefined) {
      unit.outcome = parked('invoice_not_posted');
      continue;
    }
    invoices.set(note.invoiceId, invoice);
    if (!inBatch.has(note.invoiceId)) needed.push(await invoiceUnit(invoice, batch));
  }
  return { invoices, needed };
}

async function readFromSource(invoiceId: string, batch: Batch): Promise<SourceInvoice | undefined> {
  const resource = await batch.source.getInvoice(invoiceId);
  if (resource === undefined) return undefined;
  return readInvoice(parseVendor(storaInvoice, resource), undefined);
}

async function invoiceUnit(invoice: SourceInvoice, batch: Batch): Promise<Unit> {
  const { ports, settings } = batch;
  const key = {
    operatorId: batch.operatorId,
    target: settings.target,
    kind: 'invoice',
    sourceId: invoice.id,
  } as const;
  const stored = (await ports.links.get(key)) ?? newLink(key);
  const link = linkInAccount(stored, batch.accountId);
  const record = { kind: 'invoice', record: invoice } as const;
  const observedAt = new Date(ports.clock.nowEpochMs()).toISOString();
  const version = versionOf(record, observedAt, ports.crypto);
  return { record, link, messages: [], version, seenVersion: standingVersion(link) };
}

/** Creates the credit notes and sets them against their invoices. */
export async function postCreditNotes(
  units: Unit[],
  invoices: { byId: InvoicesOfNotes; units: Unit[] },
  batch: Batch,
): Promise<void> {
  const open = openOf(units, 'credit_note');
  for (const unit of open) {
    if (invoiceTargetOf(unit, invoices.units) === undefined)
      unit.outcome = parked('invoice_not_posted');
  }
  const missing = openOf(units, 'credit_note').filter((unit) => unit.link.targetId === undefined);
  if (missing.length > 0) await create(missing, invoices.byId, batch);
  for (const unit of openOf(units, 'credit_note')) await allocate(unit, invoices.units, batch);
}

async function create(units: CreditNoteUnit[], byId: InvoicesOfNotes, batch: Batch): Promise<void> {
  const catalogue = await batch.ledger.catalogue();
  const drafted = draftAll(units, (unit) => {
    const note = unit.record.record;
    const invoice = byId.get(note.invoiceId);
    const contactTargetId = batch.contactTargetIds.get(note.contactId);
    if (invoice === undefined) return { ok: false, cause: 'invoice_not_posted', detail: '' };
    if (contactTargetId === undefined) return { ok: false, cause: 'contact_missing', detail: '' };
    const tracking = trackingOf(note.siteName ?? invoice.siteName, batch, catalogue);
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
      find: (numbers) => batch.ledger.findCreditNotes(numbers),
      create: (drafts, key) => batch.ledger.createCreditNotes(drafts, key),
    },
    batch,
  );
}

/**
 * A credit before payment lowers what is due. One after payment has nothing to be set against: it
 * stays open in the ledger until it is refunded or used.
 */
async function allocate(unit: CreditNoteUnit, invoiceUnits: Unit[], batch: Batch): Promise<void> {
  const note = unit.record.record;
  const posted = unit.link.posted;
  const invoiceTargetId = invoiceTargetOf(unit, invoiceUnits);
  if (note.timing !== 'pre_payment' || batch.settings.invoiceStatus === 'DRAFT') return;
  // The ledger takes no allocation of nothing.
  if (note.totalMinor === 0) return;
  if (posted === undefined || posted.allocatedMinor > 0 || invoiceTargetId === undefined) return;
  const date = dayOf(note.issuedAt, batch.settings);
  if (!date.ok) {
    unit.outcome = parked(date.cause, date.detail);
    return;
  }
  const draft: AllocationDraft = {
    creditNoteTargetId: unit.link.targetId ?? '',
    invoiceTargetId,
    amountMinor: note.totalMinor,
    currency: note.currency,
    date: date.value,
  };
  await sendEffects([{ unit, effect: 'allocation', body: draft }], batch, {
    policy: effectPolicies.ledgerOnce,
    find: async (intents) => {
      const known = await batch.ledger.allocatedTo(draft.creditNoteTargetId, invoiceTargetId);
      return new Map(known > 0 ? intents.map((intent) => [intent, true as const]) : []);
    },
    send: async (_intents, key) => [await batch.ledger.allocate(draft, key)],
    finish: (_intent, answer) => allocated(unit, answer, batch),
  });
}

function allocated(unit: CreditNoteUnit, answer: Written<true>, batch: Batch): void {
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
