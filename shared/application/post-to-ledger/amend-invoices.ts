import type { Link } from '../../contracts/link-item.ts';
import {
  isAsWritten,
  objectionTo,
  otherIdentity,
  withLineIds,
} from '../../domain/apply/amend-lines.ts';
import { decideInvoice } from '../../domain/apply/decide-invoice.ts';
import { livesOn } from '../../domain/apply/decide-settlement.ts';
import { noteTexts, timelineDebt } from '../../domain/apply/notes.ts';
import { isOutOfBooks } from '../../domain/apply/out-of-books.ts';
import { parked } from '../../domain/apply/outcome.ts';
import { placedOtherwise } from '../../domain/apply/placed-sums.ts';
import { sealOf, shapeIn, shapeOfDraft } from '../../domain/apply/seal.ts';
import { chooseAmendment, openAmendments, sealIn } from '../../domain/effects/amendments.ts';
import type { InvoiceDraft } from '../../domain/ledger/drafts.ts';
import { owe } from '../../domain/links/owe.ts';
import { checkSupported } from '../../domain/mapping/check-supported.ts';
import { withoutLocks } from '../../domain/mapping/document-day.ts';
import { mapInvoice } from '../../domain/mapping/map-invoice.ts';
import type { Mapped } from '../../domain/mapping/result.ts';
import { tellingTrueDay } from '../../domain/mapping/telling-true-day.ts';
import { optional } from '../../domain/source/optional.ts';
import type { LedgerDocument } from '../../ports/ledger/documents.ts';
import type { WriteKey } from '../../ports/writes.ts';
import { linkNear } from '../apply-changes/near-links.ts';
import { end, type InvoiceUnit, type Open, type Standing } from '../apply-changes/stages.ts';
import { deferWhenOvertaken } from '../effects/journal.ts';
import { type BatchWith, type LedgerBatch, ledgerHas } from './ledger-batch.ts';
import { type LedgerStep, settleStep, takeStep } from './ledger-step.ts';
import { lookUpFormerPayments } from './post-payments.ts';
import { survivorsOf } from './relink-contact.ts';
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
  const isToAmend = decideInvoice(unit.record.record, unit.link, batch.settings).kind === 'amend';
  // Money that is on its way may have arrived, and then nothing is changed any more.
  if (isToAmend && ledgerHas(batch, 'payments'))
    await lookUpFormerPayments([{ unit, nextMinor: undefined }], batch);
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
  const objection =
    otherIdentity(found, { ...invoice, contactTargetId: await customerOf(unit, found, batch) }) ??
    objectionTo(found, posted?.seal ?? '', await batch.ledger.catalogue.read());
  if (objection !== undefined) return end(unit, parked(objection.cause, objection.detail));
  const draft = await draftOf(unit, found, batch);
  if (!draft.ok) return end(unit, parked(draft.cause, draft.detail));
  const { currency, date } = draft.value;
  const isMoved = found.day !== undefined && date < found.day;
  const lines = tellingTrueDay(draft.value.lines, isMoved ? date : undefined);
  const body = { targetId, currency, lines: withLineIds(lines, found.lines ?? []) };
  const effect = chooseAmendment(
    unit.link,
    sealOf(invoice, shapeOfDraft({ ...draft.value, lines })),
  );
  let answered: LedgerDocument | undefined;
  const send = async (key: WriteKey) => {
    const written = await batch.ledger.amendments.amend(body, key);
    if (written.ok) answered = written.value;
    return written;
  };
  await takeStep(unit, { ...stepOf(unit, effect, batch), body, send }, batch);
  checkSums(unit, answered, { ...draft.value, lines });
}

/** Who has the invoice there, where that is its customer of today; else whom it should belong to. */
async function customerOf(
  unit: InvoiceUnit,
  { contactTargetId }: LedgerDocument,
  batch: LedgerBatch,
): Promise<string | undefined> {
  const { operatorId, target } = batch;
  const { contactId: sourceId } = unit.record.record;
  const link = await linkNear({ operatorId, target, kind: 'contact', sourceId }, batch);
  const { targetId } = link ?? {};
  if (targetId === undefined || targetId === contactTargetId) return targetId;
  // Somebody may have merged it since, and the document went along.
  const survivors = await survivorsOf([targetId], batch);
  return survivors.get(targetId)?.targetId ?? targetId;
}

/** The lines as they are to be. Day, customer and site stay as they stand. */
async function draftOf(
  unit: InvoiceUnit,
  found: LedgerDocument,
  batch: LedgerBatch,
): Promise<Mapped<InvoiceDraft>> {
  const invoice = unit.record.record;
  const { settings } = batch;
  const catalogue = await batch.ledger.catalogue.read();
  const supported = checkSupported(invoice, catalogue, settings);
  if (!supported.ok) return supported;
  return mapInvoice(invoice, {
    settings,
    // Whether its day is locked is told by the day that it bears there.
    catalogue: withoutLocks(catalogue),
    contactTargetId: found.contactTargetId,
    ...optional('tracking', await siteOf(unit, found, batch)),
  });
}

async function siteOf(unit: InvoiceUnit, found: LedgerDocument, batch: LedgerBatch) {
  const { lines = [] } = await withUsableSite(unit, found, batch);
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

function checkSums(
  unit: InvoiceUnit,
  answered: LedgerDocument | undefined,
  draft: InvoiceDraft,
): void {
  const shown = answered ?? unit.link.posted;
  if (unit.outcome !== undefined || shown === undefined) return;
  const detail = placedOtherwise(shown, { ...shapeOfDraft(draft), currency: draft.currency });
  if (detail !== undefined) unit.outcome = parked('ledger_total_differs', detail);
}
