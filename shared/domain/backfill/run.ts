import type {
  BackfillMark,
  BackfillPlace,
  BackfillRun,
  BackfillTally,
} from '../../contracts/backfill-run.ts';
import type { Target } from '../../contracts/ids.ts';
import { reckonedCalls } from './reckoned-calls.ts';

/** What a page has shown, once all that is on it was worked. */
export interface WalkedPage {
  found: Omit<BackfillTally, 'found'>;
  /** Undefined on the last page of the list. */
  next: number | undefined;
  /** Of the list; undefined where the source does not count. */
  total: number | undefined;
  /** How many there will be on the list of credit notes, where that was asked already. */
  creditNotes?: number | undefined;
  /** Customers on it who came into the target with it. */
  customers?: number | undefined;
}

export interface NewRun {
  operatorId: string;
  target: Target;
  runId: string;
  issuedFrom: string;
  issuedBefore?: string | undefined;
  accounts: BackfillRun['accounts'];
  startedBy: string;
  hasNotes?: boolean;
  /** Of the run before, whose place it takes; 0: there was none. */
  revision: number;
}

export const noDocuments: BackfillTally = { found: 0, posted: 0, adopted: 0, parked: 0, left: 0 };

const firstPlace: BackfillPlace = { pass: 1, kind: 'invoice', page: 1 };

/** A run that moves on is not looked at. */
const lookAfterMs = 15 * 60_000;
const looksAtLeastEveryMs = 60 * 60_000;
const marksAtMost = 12;

export function newRun({ issuedBefore, ...facts }: NewRun, nowEpochMs: number): BackfillRun {
  const at = isoOf(nowEpochMs);
  return {
    ...facts,
    ...(issuedBefore === undefined ? {} : { issuedBefore }),
    status: 'running',
    startedAt: at,
    step: 0,
    place: firstPlace,
    totals: {},
    tally: noDocuments,
    activeMs: 0,
    runsSince: at,
    marks: [{ activeMs: 0, walked: 0, worked: 0, calls: 0 }],
    lookAtEpochMs: nowEpochMs + lookAfterMs,
  };
}

/** Over: another run may take its place. */
export function isOver({ status }: Pick<BackfillRun, 'status'>): boolean {
  return status === 'done' || status === 'cancelled';
}

/** All that stood on the page is done: the next page is due, or the run has come to its end. */
export function afterPage(run: BackfillRun, page: WalkedPage, nowEpochMs: number): BackfillRun {
  const { place } = run;
  const counted = withCounts(run, page);
  const next = placeAfter(place, page.next);
  const { waits: _waits, ...timed } = withTime(counted, nowEpochMs);
  const moved = { ...timed, step: run.step + 1, lookAtEpochMs: nowEpochMs + lookAfterMs };
  if (next === undefined) return ended({ ...moved, status: 'done' }, nowEpochMs);
  return { ...moved, place: next, marks: withMark(moved, page, place.kind) };
}

/** Invoices, then credit notes, and both once more; undefined: that was all. */
function placeAfter(place: BackfillPlace, next: number | undefined): BackfillPlace | undefined {
  const { pass, kind } = place;
  if (next !== undefined) return { pass, kind, page: next };
  if (kind === 'invoice') return { pass, kind: 'credit_note', page: 1 };
  return pass === 1 ? { pass: 2, kind: 'invoice', page: 1 } : undefined;
}

function withCounts(run: BackfillRun, page: WalkedPage): BackfillRun {
  const { place } = run;
  const { found, total, creditNotes } = page;
  const totals = {
    ...run.totals,
    ...(creditNotes === undefined ? {} : { credit_note: creditNotes }),
    ...(total === undefined ? {} : { [place.kind]: total }),
  };
  const counted = { ...run, totals };
  if (place.pass === 1) return { ...counted, tally: added(run.tally, found) };
  return { ...counted, recount: added(run.recount ?? noDocuments, found) };
}

function added(tally: BackfillTally, found: WalkedPage['found']): BackfillTally {
  const { posted, adopted, parked, left } = found;
  return {
    found: tally.found + posted + adopted + parked + left,
    posted: tally.posted + posted,
    adopted: tally.adopted + adopted,
    parked: tally.parked + parked,
    left: tally.left + left,
  };
}

function withMark(
  run: BackfillRun,
  { found, customers }: WalkedPage,
  kind: BackfillPlace['kind'],
): BackfillMark[] {
  const { posted, adopted, parked, left } = found;
  const last = run.marks.at(-1) ?? { activeMs: 0, walked: 0, worked: 0 };
  const worked = posted + adopted + parked;
  const mark = {
    activeMs: run.activeMs,
    walked: last.walked + worked + left,
    worked: last.worked + worked,
    calls:
      (last.calls ?? 0) +
      reckonedCalls({ kind, documents: worked, customers, hasHistoryNotes: run.hasNotes }),
  };
  return [...run.marks, mark].slice(-marksAtMost);
}

function withTime(run: BackfillRun, nowEpochMs: number): BackfillRun {
  const passedMs = run.runsSince === undefined ? 0 : passedSince(run.runsSince, nowEpochMs);
  return { ...run, activeMs: run.activeMs + passedMs, runsSince: isoOf(nowEpochMs) };
}

function standing(run: BackfillRun, nowEpochMs: number): BackfillRun {
  const { runsSince: _since, ...stopped } = withTime(run, nowEpochMs);
  return stopped;
}

function ended(run: BackfillRun, nowEpochMs: number): BackfillRun {
  const { recount, lookAtEpochMs: _look, waits: _waits, ...rest } = standing(run, nowEpochMs);
  return { ...rest, tally: recount ?? run.tally, endedAt: isoOf(nowEpochMs) };
}

export function paused(run: BackfillRun, nowEpochMs: number): BackfillRun {
  const { lookAtEpochMs: _look, waits: _waits, ...rest } = standing(run, nowEpochMs);
  return { ...rest, status: 'paused' };
}

export function resumed(run: BackfillRun, nowEpochMs: number): BackfillRun {
  const lookAtEpochMs = nowEpochMs + lookAfterMs;
  return { ...run, status: 'running', runsSince: isoOf(nowEpochMs), lookAtEpochMs };
}

/** `recount` is dropped: half a walk is no count. */
export function cancelled(
  run: BackfillRun,
  nowEpochMs: number,
  because?: BackfillRun['endedBecause'],
): BackfillRun {
  const { recount: _recount, ...rest } = run;
  const end = ended({ ...rest, status: 'cancelled' }, nowEpochMs);
  return because === undefined ? end : { ...end, endedBecause: because };
}

/** It stands until a person has connected again, or switched on; time does not run. */
export function waiting(
  run: BackfillRun,
  obstacle: 'connection' | 'left' | 'posting',
  nowEpochMs: number,
): BackfillRun {
  const reason = obstacle === 'posting' ? ('posting' as const) : ('connection' as const);
  const waits = run.waits?.for === reason ? run.waits : { for: reason, since: isoOf(nowEpochMs) };
  // Often at first, as most people mend it soon; an operator who left for good costs a look an hour.
  const lookAfter = Math.min(
    looksAtLeastEveryMs,
    5 * 60_000 + passedSince(waits.since, nowEpochMs) / 4,
  );
  return { ...standing(run, nowEpochMs), waits, lookAtEpochMs: nowEpochMs + lookAfter };
}

/** The caps leave no call for so long that a person wonders; its message waits on the queue, and time does not run. */
export function waitingForPace(
  run: BackfillRun,
  retryAfterSeconds: number,
  nowEpochMs: number,
): BackfillRun {
  const untilEpochMs = nowEpochMs + retryAfterSeconds * 1_000;
  const waits = { for: 'pace' as const, since: isoOf(nowEpochMs), until: isoOf(untilEpochMs) };
  return { ...standing(run, nowEpochMs), waits, lookAtEpochMs: untilEpochMs + lookAfterMs };
}

/** What it waited for is there. */
export function goingOn(run: BackfillRun, nowEpochMs: number): BackfillRun {
  const { waits: _waits, ...rest } = run;
  const runsSince = run.runsSince ?? isoOf(nowEpochMs);
  return { ...rest, runsSince, lookAtEpochMs: nowEpochMs + lookAfterMs };
}

/** Clocks of two workers may differ. */
function passedSince(instant: string, nowEpochMs: number): number {
  return Math.max(0, nowEpochMs - Date.parse(instant));
}

function isoOf(epochMs: number): string {
  return new Date(epochMs).toISOString();
}
