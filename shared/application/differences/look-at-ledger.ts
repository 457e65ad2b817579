import type { Connection } from '../../contracts/connection-item.ts';
import type { Target } from '../../contracts/ids.ts';
import type { LedgerWatch } from '../../contracts/ledger-watch-item.ts';
import {
  judgeContact,
  judgeDocument,
  standingOf,
} from '../../domain/differences/judge-document.ts';
import type { ChangedContact, ChangedDocument, ChangedPage } from '../../ports/ledger/changes.ts';
import type { LedgerFor } from '../../ports/ledger/ledger.ts';
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
  candidateOf: (record: T) => Candidate | undefined,
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
): Candidate | undefined {
  // Our own bear the id of the source; those that we found there are the person's own.
  if (!document.reference) return undefined;
  const stands = standingOf(document);
  return {
    key: { operatorId, target, kind, sourceId: document.reference },
    targetId: document.targetId,
    label: document.number,
    changedAtEpochMs: document.changedAtEpochMs,
    judge: (link) => judgeDocument(link, stands, survivors.has(document.contactTargetId)),
    stands,
  };
}

function contactOf(
  { operatorId, target }: LedgerWatch,
  contact: ChangedContact,
): Candidate | undefined {
  if (!contact.contactNumber) return undefined;
  return {
    key: { operatorId, target, kind: 'contact', sourceId: contact.contactNumber },
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
  candidates: Candidate[],
): Promise<{ found: number; undecidedEpochMs: number }> {
  const judgedAll = { found: 0, undecidedEpochMs: Number.POSITIVE_INFINITY };
  if (candidates.length === 0) return judgedAll;
  const links = await reading.deps.links.getMany(candidates.map(({ key }) => key));
  for (const [at, candidate] of candidates.entries()) {
    const link = links[at];
    if (link === undefined || link.targetId !== candidate.targetId) continue;
    const judged = candidate.judge(link);
    const { changedAtEpochMs = Number.POSITIVE_INFINITY } = candidate;
    if (judged.kind === 'undecided')
      judgedAll.undecidedEpochMs = Math.min(judgedAll.undecidedEpochMs, changedAtEpochMs);
    if (await noteJudged(reading, candidate, judged)) judgedAll.found += 1;
  }
  return judgedAll;
}
