import type { Connection } from '../../contracts/connection-item.ts';
import type { Target } from '../../contracts/ids.ts';
import type { LedgerWatch } from '../../contracts/ledger-watch-item.ts';
import type { LinkKey } from '../../contracts/link-item.ts';
import {
  judgeClosing,
  judgeContact,
  judgeDocument,
  standingOf,
} from '../../domain/differences/judge-document.ts';
import { linkKeyOf } from '../../domain/links/link-key.ts';
import { optional } from '../../domain/source/optional.ts';
import type { ChangedContact, ChangedDocument, ChangedPage } from '../../ports/ledger/changes.ts';
import type { LedgerFor } from '../../ports/ledger/ledger.ts';
import {
  holderOfDocument,
  keyOfDifference,
  linksOfDocuments,
  type StandingRecord,
} from './links-of-documents.ts';
import {
  type Candidate,
  judgeAnew,
  type KnownDifferences,
  knownOf,
  type NoteDifferencesDeps,
  noteJudged,
} from './note-differences.ts';

export interface LookAtLedgerDeps extends NoteDifferencesDeps {
  /** Undefined: that target is no ledger. */
  ledgers: Record<Target, LedgerFor | undefined>;
}

export interface Looked {
  sinceEpochMs: number;
  /** Nothing is left to look at; else the next look goes on soon. */
  isDone: boolean;
  found: number;
}

/** Of each kind and look; a month-end run of our own fills some. */
const pagesAtMost = 10;
/** What was changed so lately may be a write of ours whose link is not saved yet. */
const settleMs = 2 * 60_000;
/** Clocks differ, and the ledger's lists count whole seconds. */
const overlapMs = 30_000;
/** A write of ours whose end is not known by then is a person's to look at anyway. */
const heldAtMostMs = 7 * 24 * 3_600_000;

/** A changed record, and by what its link is found. */
interface ChangedRecord extends Omit<Candidate, 'key' | 'targetId'>, StandingRecord {
  /** The place of its difference, where that is not that of its link. */
  noteAs?: LinkKey;
}

/**
 * Looks through what was changed in a ledger since the last look, and notes what stands there otherwise
 * than we posted it. Nothing is ever written to the ledger. What we wrote ourselves is in the links and
 * no news.
 */
export async function lookAtLedger(
  deps: LookAtLedgerDeps,
  watch: LedgerWatch,
  connection: Connection,
): Promise<Looked> {
  const { operatorId, target } = watch;
  const changes = deps.ledgers[target]?.(operatorId, connection.account.id).changes;
  const nowEpochMs = deps.clock.nowEpochMs();
  if (changes === undefined) return { sinceEpochMs: nowEpochMs, isDone: true, found: 0 };
  const known = await knownOf(deps, watch);
  await judgeAnew(deps, known);
  const reading = { deps, watch, known, settledEpochMs: nowEpochMs - settleMs };
  const survivors = new Set<string>();
  const contacts = await readAll(
    reading,
    (place) => changes.contacts(place),
    (contact) => {
      if (contact.mergedToTargetId !== undefined) survivors.add(contact.mergedToTargetId);
      return contactOf(watch, contact);
    },
  );
  const ofKind = (kind: 'invoice' | 'credit_note') =>
    readAll(
      reading,
      (place) => changes.documents(kind, place),
      (document) => documentOf(watch, { kind, document, survivors }),
    );
  const reads = [contacts, await ofKind('invoice'), await ofKind('credit_note')];
  return {
    sinceEpochMs: Math.min(...reads.map(({ sinceEpochMs }) => sinceEpochMs)),
    isDone: reads.every(({ isDone }) => isDone),
    found: reads.reduce((sum, { found }) => sum + found, 0),
  };
}

interface Reading {
  deps: LookAtLedgerDeps;
  watch: LedgerWatch;
  known: KnownDifferences;
  /** What was changed later is left to the next look. */
  settledEpochMs: number;
}

async function readAll<T extends { changedAtEpochMs: number | undefined }>(
  reading: Reading,
  read: (place: { sinceEpochMs: number; page: number }) => Promise<ChangedPage<T>>,
  candidateOf: (record: T) => ChangedRecord | undefined,
): Promise<Looked> {
  const { watch, settledEpochMs } = reading;
  const fromEpochMs = watch.sinceEpochMs - overlapMs;
  let isSettled = true;
  let latestEpochMs = watch.sinceEpochMs;
  let found = 0;
  let heldEpochMs = settledEpochMs;
  for (let page = 1; page <= pagesAtMost; page += 1) {
    const { records, isLast } = await read({ sinceEpochMs: fromEpochMs, page });
    const settled = records.filter(
      ({ changedAtEpochMs = 0 }) => changedAtEpochMs <= settledEpochMs,
    );
    isSettled &&= settled.length === records.length;
    const judged = await judgeAll(
      reading,
      settled.flatMap((record) => candidateOf(record) ?? []),
    );
    found += judged.found;
    heldEpochMs = Math.min(heldEpochMs, judged.undecidedEpochMs);
    for (const { changedAtEpochMs = 0 } of settled)
      latestEpochMs = Math.max(latestEpochMs, changedAtEpochMs);
    // What could not be judged is listed once more by the next look.
    const sinceEpochMs = Math.max(heldEpochMs, settledEpochMs - heldAtMostMs);
    if (isLast) return { sinceEpochMs, isDone: isSettled, found };
  }
  return { sinceEpochMs: latestEpochMs, isDone: false, found };
}

function documentOf(
  { operatorId, target }: LedgerWatch,
  {
    kind,
    document,
    survivors,
  }: {
    kind: 'invoice' | 'credit_note';
    document: ChangedDocument;
    survivors: ReadonlySet<string>;
  },
): ChangedRecord {
  const stands = standingOf(document);
  const { targetId, reference } = document;
  const of = { operatorId, target, kind };
  // Our own bear the id of the source; what was there before us bears whatever a person gave it.
  const bears = reference ? { ...of, sourceId: reference } : undefined;
  const { isClosing, ...key } = bears ? keyOfDifference(bears) : { isClosing: false };
  return {
    key: 'kind' in key ? key : undefined,
    holder: isClosing ? undefined : holderOfDocument(of, targetId),
    isClosing,
    ...optional('noteAs', isClosing ? bears : undefined),
    targetId,
    label: document.number,
    changedAtEpochMs: document.changedAtEpochMs,
    judge: (link) =>
      isClosing
        ? judgeClosing(link, stands)
        : judgeDocument(link, stands, survivors.has(document.contactTargetId)),
    stands,
  };
}

function contactOf(
  { operatorId, target }: LedgerWatch,
  contact: ChangedContact,
): ChangedRecord | undefined {
  if (!contact.contactNumber) return undefined;
  return {
    key: { operatorId, target, kind: 'contact', sourceId: contact.contactNumber },
    holder: undefined,
    isClosing: false,
    targetId: contact.targetId,
    label: undefined,
    changedAtEpochMs: contact.changedAtEpochMs,
    judge: (link) => judgeContact(link, contact),
    stands: undefined,
  };
}

/** `undecidedEpochMs`: when the earliest was changed that nobody can judge yet. */
async function judgeAll(
  reading: Reading,
  candidates: ChangedRecord[],
): Promise<{ found: number; undecidedEpochMs: number }> {
  const judgedAll = { found: 0, undecidedEpochMs: Number.POSITIVE_INFINITY };
  if (candidates.length === 0) return judgedAll;
  const links = await linksOfDocuments(reading.deps.links, candidates);
  for (const [at, candidate] of candidates.entries()) {
    const link = links[at];
    if (link === undefined) continue;
    const judged = candidate.judge(link);
    const { changedAtEpochMs = Number.POSITIVE_INFINITY } = candidate;
    if (judged.kind === 'undecided')
      judgedAll.undecidedEpochMs = Math.min(judgedAll.undecidedEpochMs, changedAtEpochMs);
    const key = candidate.noteAs ?? linkKeyOf(link);
    if (await noteJudged(reading, { ...candidate, key }, judged)) judgedAll.found += 1;
  }
  return judgedAll;
}
