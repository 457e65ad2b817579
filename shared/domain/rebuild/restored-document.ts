import type { ClosingNote, Link, LinkKey } from '../../contracts/link-item.ts';
import type { LedgerSettings } from '../../contracts/settings.ts';
import type { Version } from '../../contracts/version.ts';
import { documentOfNumber, type FoundDocument } from '../apply/adopt.ts';
import { isOutOfBooks, isUnapproved } from '../apply/out-of-books.ts';
import { isOverpaid } from '../apply/read-life.ts';
import {
  type Shape,
  sealOf,
  shapeIn,
  shapeMark,
  shapeOfDraft,
  standingMark,
} from '../apply/seal.ts';
import { placedMark } from '../differences/placed-mark.ts';
import { closingEffect, creationOf } from '../effects/closings.ts';
import { foundEffect } from '../effects/effects.ts';
import type { LineDraft } from '../ledger/drafts.ts';
import { effectIdText } from '../ledger/effect-ids.ts';
import { newLink } from '../links/new-link.ts';
import { closingNames } from '../mapping/map-closing-note.ts';
import type { SourceDocument } from '../preview/judge-document.ts';
import { optional } from '../source/optional.ts';
import type { SourceInvoice } from '../source/records.ts';

/** A document of the ledger, with what a link takes from it. */
export type FoundInLedger = FoundDocument & {
  targetId: string;
  paidMinor: number;
  dueMinor: number;
  lines?: Shape['lines'];
};

/** What stands beside a document and belongs to its link. */
export interface FoundBeside {
  /** Sums up to which payments of ours lead, by their references. */
  paidUpTo: number[];
  /** Received beyond what was due, and on the customer's account. */
  overpaidMinor: number | undefined;
  /** Credit notes of our own that closed it, by round. */
  closings: Array<{ purpose: ClosingNote['purpose']; round: number; note: FoundInLedger }>;
}

export const nothingBeside: FoundBeside = { paidUpTo: [], overpaidMinor: undefined, closings: [] };

interface Restoring {
  key: LinkKey;
  accountId: string;
  document: SourceDocument;
  /** Its state at the source. */
  version: Version;
  found: FoundInLedger;
  beside: FoundBeside;
  /** As it would be sent now; undefined: nobody can say. */
  draft: { totalMinor: number; taxMinor: number; lines: LineDraft[] } | undefined;
  settings: LedgerSettings;
}

/**
 * Which document of the ledger stands for the record: under its number and our reference, for certain; under
 * its number alone, where customer, currency, total and tax are the same, as it was adopted before.
 */
export function whichFound<F extends FoundInLedger>(
  document: SourceDocument,
  found: readonly F[],
  customerTargetId: string | undefined,
): { kind: 'ours' | 'adopted'; found: F } | { kind: 'doubtful'; found: F } | { kind: 'absent' } {
  const { id, number, currency, totalMinor } = document.record;
  if (number === undefined) return { kind: 'absent' };
  const match = documentOfNumber({ number, reference: id }, [...found]);
  if (match === undefined) return { kind: 'absent' };
  if (match.reference === id) return { kind: 'ours', found: match };
  const isSame =
    match.currency === currency &&
    match.totalMinor === totalMinor &&
    match.taxMinor === taxOf(document) &&
    match.contactTargetId === customerTargetId;
  return { kind: isSame ? 'adopted' : 'doubtful', found: match };
}

function taxOf(document: SourceDocument): number {
  if (document.kind === 'invoice') return document.record.taxMinor;
  return document.record.lines.reduce((sum, line) => sum + line.taxMinor, 0);
}

/**
 * The link as it has to be for everything that stands in the ledger to be known again. It bears the state at
 * the source only where both sides agree: else whatever comes next is compared anew.
 */
export function restoredDocument(of: Restoring): Link {
  const { key, accountId, document, found } = of;
  const linked = foundEffect(newLink(key), 'create');
  const invoice = document.kind === 'invoice' ? document.record : undefined;
  const isOut = isOutOfBooks(found);
  const { totalMinor, taxMinor, currency } = found;
  const isOurs = found.reference === document.record.id;
  const seal = isOurs && invoice !== undefined ? sealHere(invoice, of) : undefined;
  const posted = {
    currency,
    totalMinor,
    taxMinor,
    paidMinor:
      invoice === undefined ? found.paidMinor : Math.min(found.paidMinor, invoice.paidMinor),
    allocatedMinor: invoice === undefined && !isOut ? totalMinor - found.dueMinor : 0,
    ...placedMark(found),
    voided: isOut,
    asDraft: isUnapproved(found),
    ...optional('overpaidMinor', of.beside.overpaidMinor),
    ...optional('seal', seal),
    // One of ours that has lost its seal was edited: what stands there is no mark of what we wrote.
    ...optional('shape', isOurs && invoice !== undefined ? undefined : standingMark(found)),
    ...optional('closing', closingOf(of.beside)),
  };
  const link = {
    ...linked,
    accountId,
    targetId: found.targetId,
    targetLabel: found.number,
    posted,
    effects: { ...linked.effects, ...effectsBeside(of.beside) },
  };
  return isInStep(of, link) ? { ...link, version: of.version } : link;
}

/** Only what stands there as we would write it now is ours to change. */
function sealHere(invoice: SourceInvoice, { draft, found }: Restoring): string | undefined {
  if (draft === undefined || found.lines === undefined) return undefined;
  const seal = sealOf(invoice, shapeOfDraft(draft));
  return shapeIn(seal) === shapeMark({ ...found, lines: found.lines }) ? seal : undefined;
}

function closingOf({ closings }: FoundBeside): ClosingNote | undefined {
  const standing = closings.find(({ note }) => !isOutOfBooks(note));
  if (standing === undefined) return undefined;
  const { purpose, note } = standing;
  const { targetId, totalMinor, dueMinor } = note;
  const setMinor = totalMinor - dueMinor;
  return { purpose, targetId, totalMinor, ...(setMinor > 0 ? { setMinor } : {}) };
}

/** As writes that were found, of which no activity is told once more. */
function effectsBeside({ paidUpTo, closings }: FoundBeside): Link['effects'] {
  const found = { state: 'done', generation: 0, sentAtEpochMs: 0, requestHash: '' } as const;
  const names = [
    ...paidUpTo.map((cumulativeMinor) => effectIdText({ kind: 'payment', cumulativeMinor })),
    ...closings.flatMap(({ purpose, round, note }) => [
      closingEffect(creationOf(purpose), round),
      ...(isOutOfBooks(note) ? [closingEffect('void-note', round)] : []),
      ...(!isOutOfBooks(note) && note.totalMinor > note.dueMinor
        ? [closingEffect('set', round)]
        : []),
    ]),
  ];
  return Object.fromEntries(names.map((name) => [name, found]));
}

/** Nothing is left to do for the state that the source shows. */
function isInStep({ document, settings }: Restoring, { posted }: Link): boolean {
  if (posted === undefined) return false;
  const isSameSum =
    posted.totalMinor === document.record.totalMinor && posted.taxMinor === taxOf(document);
  if (!isSameSum) return false;
  const { status } = document.record;
  if (status === 'void') return posted.voided || posted.closing?.purpose === 'void';
  if (posted.voided) return false;
  if (document.kind === 'credit_note') return posted.allocatedMinor === posted.totalMinor;
  if (status === 'uncollectible' && posted.closing === undefined) return false;
  const receivedMinor = posted.paidMinor + (posted.overpaidMinor ?? 0);
  return !settings.postPayments || receivedMinor === document.record.paidMinor;
}

/** Credit notes of our own may close it: under which numbers these would stand, by round. */
export function closingsToAsk(
  document: SourceDocument,
  rounds: readonly number[],
): Array<{ purpose: ClosingNote['purpose']; round: number; number: string; reference: string }> {
  if (document.kind !== 'invoice') return [];
  const { record } = document;
  if (record.status !== 'void' && record.status !== 'uncollectible') return [];
  // One that was given up may have been voided after all, and the other way round.
  return (['bad_debt', 'void'] as const).flatMap((purpose) =>
    rounds.map((round) => ({ purpose, round, ...closingNames(record, purpose, round) })),
  );
}

/** The reference of what was received beyond what is due; undefined: nothing was. */
export function overpaymentReference(document: SourceDocument): string | undefined {
  if (document.kind !== 'invoice' || !isOverpaid(document.record)) return undefined;
  return `${document.record.id}:${document.record.paidMinor}`;
}

/** The sum up to which a payment leads, by its reference; undefined: it is none of ours. */
export function paidUpToIn(reference: string | undefined, sourceId: string): number | undefined {
  const [id, sum] = (reference ?? '').split(':');
  return id === sourceId && /^\d+$/.test(sum ?? '') ? Number(sum) : undefined;
}
