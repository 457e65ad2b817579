import type { Link } from '../../contracts/link-item.ts';
import { isAsWritten, objectionTo, withLineIds } from '../../domain/apply/amend-lines.ts';
import { decideInvoice } from '../../domain/apply/decide-invoice.ts';
import { livesOn } from '../../domain/apply/decide-settlement.ts';
import { noteTexts, timelineDebt } from '../../domain/apply/notes.ts';
import { isOutOfBooks } from '../../domain/apply/out-of-books.ts';
import { parked } from '../../domain/apply/outcome.ts';
import { sealOf, shapeIn, shapeOfDraft } from '../../domain/apply/seal.ts';
import { chooseAmendment, openAmendments, sealIn } from '../../domain/effects/amendments.ts';
import type { Catalogue, InvoiceDraft } from '../../domain/ledger/drafts.ts';
import { owe } from '../../domain/links/owe.ts';
import { checkSupported } from '../../domain/mapping/check-supported.ts';
import { withoutLocks } from '../../domain/mapping/document-day.ts';
import { mapInvoice } from '../../domain/mapping/map-invoice.ts';
import type { Mapped } from '../../domain/mapping/result.ts';
import { optional } from '../../domain/source/optional.ts';
import type { LedgerDocument } from '../../ports/ledger/documents.ts';
import { end, type InvoiceUnit, type Open, type Standing } from '../apply-changes/stages.ts';
import { deferWhenOvertaken } from '../effects/journal.ts';
import { type BatchWith, type LedgerBatch, ledgerHas } from './ledger-batch.ts';
import { type LedgerStep, settleStep, takeStep } from './ledger-step.ts';
import { withUsableSite } from './standing-site.ts';

/**
 * Changes the invoices that changed at the source after they were posted, where the ledger allows it, nothing
 * is paid or credited, and nobody edited them there. Costs two calls each, and none for all others.
 */
export async function amendInvoices(
  units: Array<Open<Standing<InvoiceUnit>>>,
  batch: LedgerBatch,
): Promise<void> {
  for (const unit of units) {
    await settleFormer(unit, batch);
    const plan = decideInvoice(unit.record.record, unit.link, batch.settings);
    if (plan.kind !== 'amend') continue;
    if (ledgerHas(batch, 'amendments')) await amend(unit, batch);
    else end(unit, parked('changed_after_posting', 'the ledger takes no changes from us'));
  }
}

/** A change that was sent without an answer shows in the document, whatever it is to become now. */
async function settleFormer(unit: Standing<InvoiceUnit>, batch: LedgerBatch): Promise<void> {
  for (const effect of openAmendments(unit.link))
    await settleStep(unit, stepOf(unit, effect, batch), batch);
}

async function amend(unit: Standing<InvoiceUnit>, batch: BatchWith<'amendments'>): Promise<void> {
  deferWhenOvertaken(unit, unit.link);
  const invoice = unit.record.record;
  const { targetId, posted } = unit.link;
  const found = await batch.ledger.invoices.get(targetId);
  if (found === undefined || isOutOfBooks(found)) {
    unit.outcome = livesOn(invoice, posted?.paidMinor ?? 0);
    return;
  }
  const catalogue = await batch.ledger.catalogue.read();
  const objection = objectionTo(found, posted?.seal ?? '', catalogue);
  const draft = draftOf(unit, found, { batch, catalogue });
  if (objection !== undefined || !draft.ok) {
    const { cause, detail } = objection ?? (draft.ok ? { cause: 'unexpected', detail: '' } : draft);
    unit.outcome = parked(cause, detail);
    return;
  }
  const { lines, currency } = draft.value;
  const body = { targetId, currency, lines: withLineIds(lines, found.lines ?? []) };
  const effect = chooseAmendment(unit.link, sealOf(invoice, shapeOfDraft(draft.value)));
  await takeStep(
    unit,
    {
      ...stepOf(unit, effect, batch),
      body,
      send: (key) => batch.ledger.amendments.amend(body, key),
    },
    batch,
  );
  checkSums(unit, draft.value);
}

/** The lines as they are to be. Day, customer and site stay as they stand. */
function draftOf(
  unit: InvoiceUnit,
  found: LedgerDocument,
  { batch, catalogue }: { batch: LedgerBatch; catalogue: Catalogue },
): Mapped<InvoiceDraft> {
  const invoice = unit.record.record;
  const { settings } = batch;
  const supported = checkSupported(invoice, catalogue, settings);
  if (!supported.ok) return supported;
  return mapInvoice(invoice, {
    settings,
    // Whether its day is locked is told by the day that it bears there.
    catalogue: withoutLocks(catalogue),
    contactTargetId: found.contactTargetId,
    ...optional('tracking', siteOf(unit, found, { batch, catalogue })),
  });
}

function siteOf(
  unit: InvoiceUnit,
  found: LedgerDocument,
  context: { batch: LedgerBatch; catalogue: Catalogue },
) {
  const { lines = [] } = withUsableSite(unit, found, context);
  return lines.find(({ tracking }) => tracking)?.tracking;
}

function stepOf(
  unit: Standing<InvoiceUnit>,
  effect: string,
  batch: LedgerBatch,
): LedgerStep<LedgerDocument> {
  const { contactId, siteId, id, number = id } = unit.record.record;
  const seal = sealIn(effect);
  const { invoiceAmended } = noteTexts(unit.link.target);
  return {
    effect,
    find: async () => {
      const found = await batch.ledger.invoices.get(unit.link.targetId);
      return found !== undefined && isAsWritten(found, shapeIn(seal)) ? found : undefined;
    },
    done: (document) => (link) =>
      owe(
        { ...link, ...amendedPosted(link, document, seal) },
        timelineDebt(effect, invoiceAmended(number, document.totalMinor, document.currency), {
          contactId,
          siteId,
          invoiceId: id,
        }),
      ),
  };
}

function amendedPosted(
  { posted }: Link,
  { totalMinor, taxMinor }: LedgerDocument,
  seal: string,
): Pick<Link, 'posted'> {
  return posted === undefined ? {} : { posted: { ...posted, totalMinor, taxMinor, seal } };
}

function checkSums(unit: InvoiceUnit, draft: InvoiceDraft): void {
  const { posted } = unit.link;
  if (unit.outcome !== undefined || posted === undefined) return;
  const isExact = posted.totalMinor === draft.totalMinor && posted.taxMinor === draft.taxMinor;
  if (isExact) return;
  const detail = `${posted.totalMinor} with tax ${posted.taxMinor}, expected ${draft.totalMinor} with ${draft.taxMinor}`;
  unit.outcome = parked('ledger_total_differs', detail);
}
