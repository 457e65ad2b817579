import { isSameDocument } from '../../domain/apply/adopt.ts';
import { noteTexts, timelineDebt } from '../../domain/apply/notes.ts';
import { parked } from '../../domain/apply/outcome.ts';
import type { CreditNoteDraft } from '../../domain/ledger/drafts.ts';
import { owe } from '../../domain/links/owe.ts';
import type { Mapped } from '../../domain/mapping/result.ts';
import type { LedgerDocument, Written } from '../../ports/ledger.ts';
import { finishEffect, sendEffects } from './journal.ts';
import { type Batch, isOpen, type Unit } from './unit.ts';

/** What invoices and credit notes do differently when they are created. */
export interface DocumentRoute<D extends CreditNoteDraft> {
  kind: 'invoice' | 'credit_note';
  find(numbers: string[]): Promise<LedgerDocument[]>;
  create(drafts: D[], key: string): Promise<Array<Written<LedgerDocument>>>;
}

export interface DraftedUnit<D extends CreditNoteDraft> {
  unit: Unit;
  draft: D;
}

/** Keeps the units whose document can be mapped; the others are parked with the cause. */
export function draftAll<D extends CreditNoteDraft, U extends Unit>(
  units: U[],
  draftOf: (unit: U) => Mapped<D>,
): Array<DraftedUnit<D>> {
  return units.flatMap((unit) => {
    const draft = draftOf(unit);
    if (draft.ok) return [{ unit, draft: draft.value }];
    unit.outcome = parked(draft.cause, draft.detail);
    return [];
  });
}

/**
 * Brings drafted documents into the ledger: linked where their number is there already, else created
 * in one call. Numbers are unique there, so a create whose answer was lost is found by its number.
 */
export async function postDocuments<D extends CreditNoteDraft>(
  drafted: Array<DraftedUnit<D>>,
  route: DocumentRoute<D>,
  batch: Batch,
): Promise<void> {
  if (drafted.length === 0) return;
  await adopt(drafted, route, batch);
  const missing = drafted.filter(({ unit }) => isOpen(unit) && unit.link.targetId === undefined);
  if (missing.length === 0) return;
  const written = await send(missing, route, batch);
  const collided: Array<DraftedUnit<D>> = [];
  for (const [index, { unit, draft }] of missing.entries()) {
    const answer = written[index];
    if (answer?.ok) await created({ unit, draft }, answer.value, batch);
    else {
      await finishEffect(unit, batch, { name: 'create', state: 'rejected' });
      if (answer?.cause === 'number_taken') collided.push({ unit, draft });
      else unit.outcome = parked(answer?.cause ?? 'ledger_rejected', answer?.detail);
    }
  }
  await adoptCollided(collided, route, batch);
}

/** A call refused as a whole is split, so that one bad document does not take its neighbours along. */
async function send<D extends CreditNoteDraft>(
  drafted: Array<DraftedUnit<D>>,
  route: DocumentRoute<D>,
  batch: Batch,
): Promise<Array<Written<LedgerDocument>>> {
  const written = await sendOnce(drafted, route, batch);
  const isRefusedWhole = written.every((answer) => !answer.ok && answer.isWholeCall);
  if (drafted.length === 1 || !isRefusedWhole) return written;
  const alone: Array<Written<LedgerDocument>> = [];
  for (const document of drafted) alone.push(...(await sendOnce([document], route, batch)));
  return alone;
}

function sendOnce<D extends CreditNoteDraft>(
  drafted: Array<DraftedUnit<D>>,
  route: DocumentRoute<D>,
  batch: Batch,
): Promise<Array<Written<LedgerDocument>>> {
  const drafts = new Map<Unit, D>(drafted.map(({ unit, draft }) => [unit, draft]));
  return sendEffects([...drafts.keys()], batch, {
    effect: { name: () => 'create', body: (unit) => drafts.get(unit) },
    send: (key) => route.create([...drafts.values()], key),
  });
}

async function adopt<D extends CreditNoteDraft>(
  drafted: Array<DraftedUnit<D>>,
  route: DocumentRoute<D>,
  batch: Batch,
): Promise<void> {
  const found = await route.find(drafted.map(({ draft }) => draft.number));
  for (const { unit, draft } of drafted) {
    const match = holderOf(draft, found);
    if (match === undefined) continue;
    if (isSameDocument(match, draft))
      await linkTo({ unit, draft }, { document: match, isNew: false }, batch);
    else unit.outcome = parked('number_taken', draft.number);
  }
}

/** A voided document gives its number free, unless it is our own that somebody voided. */
function holderOf(draft: CreditNoteDraft, found: LedgerDocument[]): LedgerDocument | undefined {
  const holders = found.filter((document) => document.number === draft.number);
  return (
    holders.find((document) => document.status !== 'VOIDED') ??
    holders.find((document) => document.reference === draft.reference)
  );
}

/** Somebody entered the number between our look and our write: look once more. */
async function adoptCollided<D extends CreditNoteDraft>(
  collided: Array<DraftedUnit<D>>,
  route: DocumentRoute<D>,
  batch: Batch,
): Promise<void> {
  if (collided.length === 0) return;
  await adopt(collided, route, batch);
  for (const { unit, draft } of collided) {
    if (isOpen(unit) && unit.link.targetId === undefined)
      unit.outcome = parked('number_taken', draft.number);
  }
}

async function created<D extends CreditNoteDraft>(
  drafted: DraftedUnit<D>,
  document: LedgerDocument,
  batch: Batch,
): Promise<void> {
  await linkTo(drafted, { document, isNew: true }, batch);
  const { draft, unit } = drafted;
  const isExact = document.totalMinor === draft.totalMinor && document.taxMinor === draft.taxMinor;
  if (isExact) return;
  const detail = `${document.totalMinor} with tax ${document.taxMinor}, expected ${draft.totalMinor} with ${draft.taxMinor}`;
  unit.outcome = parked('ledger_total_differs', detail);
}

async function linkTo<D extends CreditNoteDraft>(
  { unit, draft }: DraftedUnit<D>,
  found: { document: LedgerDocument; isNew: boolean },
  batch: Batch,
): Promise<void> {
  const { document, isNew } = found;
  // Our own document under our own reference is one whose answer was lost: it counts as posted by us.
  const isOurs = isNew || document.reference === draft.reference;
  await finishEffect(unit, batch, {
    name: 'create',
    state: 'done',
    change: (link) =>
      owe(
        {
          ...link,
          targetId: document.targetId,
          targetLabel: document.number,
          posted: {
            currency: document.currency,
            totalMinor: document.totalMinor,
            taxMinor: document.taxMinor,
            paidMinor: document.paidMinor,
            allocatedMinor: 0,
            voided: document.status === 'VOIDED',
          },
        },
        postedDebt(unit, document.number, isOurs),
      ),
  });
  if (isOurs) batch.ports.metrics.count('DocumentPosted');
}

function postedDebt(unit: Unit, number: string, isOurs: boolean) {
  if (unit.record.kind === 'credit_note') {
    const { contactId, siteId, invoiceId } = unit.record.record;
    const text = isOurs ? noteTexts.creditNotePosted(number) : noteTexts.creditNoteLinked(number);
    return timelineDebt('posted', text, { contactId, siteId, invoiceId });
  }
  const text = isOurs ? noteTexts.invoicePosted(number) : noteTexts.invoiceLinked(number);
  if (unit.record.kind === 'contact')
    return timelineDebt('posted', text, { contactId: unit.link.sourceId });
  const { contactId, siteId, id } = unit.record.record;
  return timelineDebt('posted', text, { contactId, siteId, invoiceId: id });
}
