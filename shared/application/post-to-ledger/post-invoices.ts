import { decideInvoice } from '../../domain/apply/decide-invoice.ts';
import { parked } from '../../domain/apply/outcome.ts';
import { isUncertain } from '../../domain/effects/effects.ts';
import type { Catalogue, InvoiceDraft } from '../../domain/ledger/drafts.ts';
import { mapInvoice } from '../../domain/mapping/map-invoice.ts';
import { type DocumentSite, placeSite } from '../../domain/mapping/place-site.ts';
import { type Mapped, rejected } from '../../domain/mapping/result.ts';
import type { LedgerDocument } from '../../ports/ledger/documents.ts';
import {
  type DocumentUnit,
  end,
  type InvoiceUnit,
  type Open,
  type ToBeCreated,
} from '../apply-changes/stages.ts';
import type { Unit } from '../apply-changes/unit.ts';
import type { Intent } from '../effects/effect-call.ts';
import { finishEffect } from '../effects/journal.ts';
import { lookUpEffects } from '../effects/look-up-effects.ts';
import { type LedgerBatch, ledgerHas } from './ledger-batch.ts';
import { draftAll, linkTo, postDocuments } from './post-documents.ts';

/** Ends the invoices that need nothing (drafts, before the start date, …) before any call is made. */
export function planInvoices(units: Array<Open<InvoiceUnit>>, batch: LedgerBatch): void {
  for (const unit of units) {
    const plan = decideInvoice(unit.record.record, unit.link, batch.settings);
    if (plan.kind === 'end') end(unit, plan.outcome);
  }
}

/**
 * An invoice that was sent without an answer and needs no posting any more, as it was voided
 * meanwhile: what became of it has to be known, for it may stand in the ledger.
 */
export async function lookUpFormerInvoices(
  units: Array<ToBeCreated<InvoiceUnit>>,
  batch: LedgerBatch,
): Promise<void> {
  const former = units.filter(({ link, record }) => {
    const mayStand = isUncertain(link.effects.create);
    return mayStand && decideInvoice(record.record, link, batch.settings).kind === 'end';
  });
  if (former.length === 0) return;
  const intents = former.map((unit) => ({ unit, effect: 'create', body: undefined }));
  const absent = await lookUpEffects<(typeof intents)[number], LedgerDocument>(intents, batch, {
    policy: batch.policies.once,
    find: (uncertain) => findOwn(uncertain, batch),
    finish: ({ unit }, answer) => {
      if (answer.ok)
        linkTo(
          unit,
          { document: answer.value, isOurs: true, seal: unit.link.effects.create?.seal },
          batch,
        );
    },
  });
  for (const { intent } of absent)
    finishEffect(intent.unit, batch, { name: 'create', state: 'rejected' });
}

async function findOwn<I extends Intent & { unit: InvoiceUnit }>(
  intents: I[],
  batch: LedgerBatch,
): Promise<Map<I, LedgerDocument>> {
  const numbers = intents.flatMap(({ unit }) => unit.record.record.number ?? []);
  const documents = await batch.ledger.invoices.find(numbers);
  return new Map(
    intents.flatMap((intent) => {
      const { id, number } = intent.unit.record.record;
      const own = documents.find((found) => found.number === number && found.reference === id);
      return own === undefined ? [] : [[intent, own]];
    }),
  );
}

/** Creates the invoices that are not in the ledger yet. */
export async function postInvoices(
  units: Array<ToBeCreated<InvoiceUnit>>,
  batch: LedgerBatch,
): Promise<void> {
  if (units.length === 0) return;
  const catalogue = await batch.ledger.catalogue.read();
  const drafted = draftAll(units, catalogue, (unit, locks) => draftOf(unit, batch, locks));
  await postDocuments(
    drafted,
    {
      kind: 'invoice',
      find: (numbers) => batch.ledger.invoices.find(numbers),
      create: (drafts, key) => batch.ledger.invoices.create(drafts, key),
    },
    batch,
  );
}

function draftOf(
  unit: InvoiceUnit,
  batch: LedgerBatch,
  catalogue: Catalogue,
): Mapped<InvoiceDraft> {
  const invoice = unit.record.record;
  const contactTargetId = batch.contactTargetIds.get(invoice.contactId);
  if (contactTargetId === undefined) return rejected('contact_missing');
  const tracking = trackingOf(invoice, batch, catalogue);
  if (!tracking.ok) return tracking;
  return mapInvoice(invoice, {
    settings: batch.settings,
    catalogue,
    contactTargetId,
    ...tracking.value,
  });
}

/** The option of the document's site, in the form the mapping takes; none where the ledger tracks nothing. */
export function trackingOf(
  site: DocumentSite,
  batch: LedgerBatch,
  catalogue: Catalogue,
): Mapped<{ tracking?: { categoryName: string; optionName: string } }> {
  if (!ledgerHas(batch, 'tracking')) return { ok: true, value: {} };
  const choice = placeSite(site, batch.settings, catalogue);
  if (!choice.ok) return choice;
  if (choice.value.kind === 'none') return { ok: true, value: {} };
  if (choice.value.kind !== 'option') return rejected('tracking_missing', site.siteName ?? '');
  const { categoryName, optionName } = choice.value;
  return { ok: true, value: { tracking: { categoryName, optionName } } };
}

/** Ends a unit whose contact could not be posted with the contact's own cause. */
export function parkWithoutContact(
  units: Array<ToBeCreated<DocumentUnit>>,
  contacts: Unit[],
  batch: LedgerBatch,
): void {
  const causes = new Map(
    contacts.flatMap((unit) => (unit.outcome ? [[unit.link.sourceId, unit.outcome] as const] : [])),
  );
  for (const unit of units) {
    const { contactId } = unit.record.record;
    if (batch.contactTargetIds.has(contactId)) continue;
    const cause = causes.get(contactId);
    end(unit, cause?.kind === 'parked' ? cause : parked('contact_missing'));
  }
}
