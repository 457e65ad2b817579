import { documentOfNumber, isSameDocument, takenDetail } from '../../domain/apply/adopt.ts';
import { noteTexts, timelineDebt } from '../../domain/apply/notes.ts';
import { isOutOfBooks, isUnapproved } from '../../domain/apply/out-of-books.ts';
import { type Parked, parked } from '../../domain/apply/outcome.ts';
import { placedOtherwise } from '../../domain/apply/placed-sums.ts';
import { sealOf, shapeIn, shapeOfDraft, standingMark } from '../../domain/apply/seal.ts';
import { placedMark } from '../../domain/differences/placed-mark.ts';
import { foundEffect } from '../../domain/effects/effects.ts';
import type { Catalogue, CreditNoteDraft } from '../../domain/ledger/drafts.ts';
import { owe } from '../../domain/links/owe.ts';
import { withoutLocks } from '../../domain/mapping/document-day.ts';
import type { Mapped } from '../../domain/mapping/result.ts';
import { optional } from '../../domain/source/optional.ts';
import type { LedgerDocument } from '../../ports/ledger/documents.ts';
import type { WriteKey, Written } from '../../ports/writes.ts';
import {
  type DocumentUnit,
  end,
  isToBeCreated,
  type ToBeCreated,
} from '../apply-changes/stages.ts';
import { keyOf, type Unit } from '../apply-changes/unit.ts';
import { finishEffect, flushFound } from '../effects/journal.ts';
import { sendEffects } from '../effects/send-effects.ts';
import { historyAlong } from './add-history-notes.ts';
import { holdDocument } from './document-holders.ts';
import type { LedgerBatch } from './ledger-batch.ts';

/** What invoices and credit notes do differently when they are created. */
export interface DocumentRoute<D extends CreditNoteDraft> {
  kind: 'invoice' | 'credit_note';
  find(numbers: string[]): Promise<LedgerDocument[]>;
  create(drafts: D[], key: WriteKey): Promise<Array<Written<LedgerDocument>>>;
}

interface Drafted<D extends CreditNoteDraft> {
  unit: DocumentUnit;
  draft: D;
}

/** A draft whose document is still missing in the ledger. */
interface Missing<D extends CreditNoteDraft> extends Drafted<D> {
  unit: ToBeCreated<DocumentUnit>;
  /** Why it must not be created, though one that stands there is as good. */
  held?: Parked;
}

/**
 * Keeps the units whose document can be mapped; the others are parked with the cause. One of a locked period
 * is kept as well: it may stand there already, and to link it writes nothing.
 */
export function draftAll<D extends CreditNoteDraft, U extends ToBeCreated<DocumentUnit>>(
  units: U[],
  catalogue: Catalogue,
  draftOf: (unit: U, catalogue: Catalogue) => Mapped<D>,
): Array<Missing<D>> {
  return units.flatMap((unit) => {
    const draft = draftOf(unit, catalogue);
    if (draft.ok) return [{ unit, draft: draft.value }];
    const held = parked(draft.cause, draft.detail);
    const open = draft.cause === 'locked_period' && draftOf(unit, withoutLocks(catalogue));
    if (open !== false && open.ok) return [{ unit, draft: open.value, held }];
    end(unit, held);
    return [];
  });
}

/**
 * Brings drafted documents into the ledger: linked where their number is there already, else created
 * in one call. Numbers are unique there, so a create whose answer was lost is found by its number.
 */
export async function postDocuments<D extends CreditNoteDraft>(
  drafted: Array<Missing<D>>,
  route: DocumentRoute<D>,
  batch: LedgerBatch,
): Promise<void> {
  if (drafted.length === 0) return;
  await adopt(drafted, route, batch);
  for (const { unit, held } of stillMissing(drafted)) if (held !== undefined) end(unit, held);
  const missing = stillMissing(drafted);
  if (missing.length === 0) return;
  await adoptCollided(await createAll(missing, route, batch), route, batch);
}

function stillMissing<D extends CreditNoteDraft>(drafted: Array<Missing<D>>): Array<Missing<D>> {
  return drafted.filter(({ unit }) => isToBeCreated(unit));
}

/** Creates in as few calls as fit, and returns those whose number was taken meanwhile. */
async function createAll<D extends CreditNoteDraft>(
  drafted: Array<Missing<D>>,
  route: DocumentRoute<D>,
  batch: LedgerBatch,
): Promise<Array<Missing<D>>> {
  const collided: Array<Missing<D>> = [];
  const intents = drafted.map(({ unit, draft }) => {
    return { unit, draft, effect: 'create', body: draft, seal: sealFor(unit, draft) };
  });
  await sendEffects(intents, batch, {
    policy: batch.policies.once,
    perCall: batch.ledger.elementsPerCall,
    // Looked up by their numbers a moment ago.
    find: async () => new Map(),
    along: ({ unit, draft }) => historyAlong(unit, draft.number, batch),
    send: (together, key) =>
      route.create(
        together.map(({ draft }) => draft),
        key,
      ),
    finish: ({ unit, draft }, answer) => {
      if (answer.ok) return created({ unit, draft }, answer.value, batch);
      finishEffect(unit, batch, { name: 'create', state: 'rejected' });
      if (answer.cause === 'number_taken') collided.push({ unit, draft });
      else end(unit, parked(answer.cause, answer.detail));
    },
  });
  return collided;
}

async function adopt<D extends CreditNoteDraft>(
  drafted: Array<Missing<D>>,
  route: DocumentRoute<D>,
  batch: LedgerBatch,
): Promise<void> {
  const found = await route.find(drafted.map(({ draft }) => draft.number));
  for (const { unit, draft } of drafted) {
    const match = documentOfNumber(draft, found);
    if (match === undefined) continue;
    const isOurs = match.reference === draft.reference;
    const isKnown = isOurs && sealOfWritten(unit, match, draft) !== undefined;
    const isSame = isKnown || isSameDocument(match, draft);
    if (isSame && !isOurs) await holdDocument(keyOf(unit), match.targetId, batch);
    if (isSame)
      linkTo(
        unit,
        { document: match, isOurs, seal: isOurs ? sealOfFound(unit, match, draft) : undefined },
        batch,
      );
    else end(unit, parked('number_taken', takenDetail(match, draft)));
  }
  await flushFound(
    batch,
    drafted.map(({ unit }) => ({ unit, effect: 'create' })),
  );
}

/** Somebody entered the number between our look and our write: look once more. */
async function adoptCollided<D extends CreditNoteDraft>(
  collided: Array<Missing<D>>,
  route: DocumentRoute<D>,
  batch: LedgerBatch,
): Promise<void> {
  if (collided.length === 0) return;
  await adopt(collided, route, batch);
  for (const { unit, draft } of stillMissing(collided))
    end(unit, parked('number_taken', draft.number));
}

function created<D extends CreditNoteDraft>(
  drafted: Drafted<D>,
  document: LedgerDocument,
  batch: LedgerBatch,
): void {
  const { draft, unit } = drafted;
  linkTo(unit, { document, isOurs: true, seal: sealOfWritten(unit, document, draft) }, batch);
  const detail = placedOtherwise(document, { ...shapeOfDraft(draft), currency: draft.currency });
  if (detail !== undefined) unit.outcome = parked('ledger_total_differs', detail);
}

/**
 * Takes down which document stands for the unit. `isOurs`: under our own reference, be it that the
 * answer to its creation was lost.
 */
export function linkTo(
  unit: Unit,
  {
    document,
    isOurs,
    seal,
  }: { document: LedgerDocument; isOurs: boolean; seal?: string | undefined },
  batch: LedgerBatch,
): void {
  finishEffect(unit, batch, {
    name: 'create',
    state: 'done',
    change: (link) =>
      owe(
        {
          ...(isOurs ? link : foundEffect(link, 'create')),
          targetId: document.targetId,
          targetLabel: document.number,
          posted: {
            currency: document.currency,
            totalMinor: document.totalMinor,
            taxMinor: document.taxMinor,
            paidMinor: paidThere(unit, document),
            allocatedMinor: allocatedThere(unit, document),
            ...placedMark(document),
            voided: isOutOfBooks(document),
            asDraft: isUnapproved(document),
            ...optional('seal', seal),
            ...optional('shape', seal === undefined ? standingMark(document) : undefined),
          },
        },
        postedDebt(unit, document.number, isOurs),
      ),
  });
  if (isOurs) batch.ports.metrics.count('DocumentPosted');
}

/** What an invoice is to be known by once it stands there. */
function sealFor({ record }: Unit, draft: CreditNoteDraft): string | undefined {
  return record.kind === 'invoice' ? sealOf(record.record, shapeOfDraft(draft)) : undefined;
}

/**
 * Only what stands as we wrote it, and is known to be of this content, is ever changed by us. It may have
 * been written for a state before, whose answer was lost.
 */
function sealOfWritten(
  unit: Unit,
  document: LedgerDocument,
  draft: CreditNoteDraft,
): string | undefined {
  const mark = standingMark(document);
  if (mark === undefined) return undefined;
  const seals = [sealFor(unit, draft), unit.link.effects.create?.seal];
  return seals.find((seal) => seal !== undefined && shapeIn(seal) === mark);
}

/**
 * Where the answer was lost, somebody may have edited what we wrote before it was found: then it is held
 * against what we sent, and is nobody's to overwrite.
 */
function sealOfFound(
  unit: Unit,
  document: LedgerDocument,
  draft: CreditNoteDraft,
): string | undefined {
  return sealOfWritten(unit, document, draft) ?? unit.link.effects.create?.seal;
}

/** What people paid there before the source knows of it is no payment of ours that has to go back. */
function paidThere({ record }: Unit, document: LedgerDocument): number {
  if (record.kind !== 'invoice') return document.paidMinor;
  return Math.min(document.paidMinor, record.record.paidMinor);
}

/** What of a credit note is found used needs no allocation any more. */
function allocatedThere({ record }: Unit, document: LedgerDocument): number {
  const isNote = record.kind === 'credit_note' && !isOutOfBooks(document);
  return isNote ? document.totalMinor - document.dueMinor : 0;
}

function postedDebt(unit: Unit, number: string, isOurs: boolean) {
  const texts = noteTexts(unit.link.target);
  if (unit.record.kind === 'credit_note') {
    const { contactId, siteId, invoiceId } = unit.record.record;
    const text = isOurs ? texts.creditNotePosted(number) : texts.creditNoteLinked(number);
    return timelineDebt('posted', text, { contactId, siteId, invoiceId });
  }
  const text = isOurs ? texts.invoicePosted(number) : texts.invoiceLinked(number);
  if (unit.record.kind === 'contact')
    return timelineDebt('posted', text, { contactId: unit.link.sourceId });
  const { contactId, siteId, id } = unit.record.record;
  return timelineDebt('posted', text, { contactId, siteId, invoiceId: id });
}
