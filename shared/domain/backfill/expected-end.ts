import type { BackfillMark, BackfillRun } from '../../contracts/backfill-run.ts';
import { callsADayOf, dayMs, msPerCallOf, reckonedCalls } from './reckoned-calls.ts';

/** What is to be told of a run's way. */
export interface Progress {
  /** Documents on the pages that the first walk has seen, and all there are; undefined: not known yet. */
  walked: number;
  total: number | undefined;
  /** 0..1 of the whole way, the second walk included; undefined where the total is. */
  share: number | undefined;
  /** Documents a minute, of the latest pages; undefined: none is through yet. */
  perMinute: number | undefined;
  /** ISO time; undefined: not to be told yet, or it stands. */
  expectedEnd: string | undefined;
}

/** A page of a hundred is read in about the time that a call's place in its lane takes. */
const readMsPerPage = 1_400;
const pageSize = 100;
/** Pages that are looked back on for documents a minute. */
const pagesBack = 4;
/** The pace of the lane weighs as much as so many calls: one failure early on says little of the rest. */
const callsOfLane = 40;
/** No failure or two explain a pace so far below the lane's: others use the same account. */
const slowdown = 2;

/**
 * Reckons what is ahead in calls to the target, by kind of document, and how long a call takes from the
 * latest pages and the pace of the lane. What was left (drafts, and what came before the span) costs next to
 * nothing, so only what was work counts; of what is ahead the share of work is taken to be that of the latest
 * pages. New customers come in the beginning, and are not expected any more.
 */
export function progressOf(run: BackfillRun, nowEpochMs: number): Progress {
  const total = totalOf(run);
  const last = run.marks.at(-1);
  const from = run.marks.at(-1 - pagesBack) ?? run.marks[0];
  const walked = run.place.pass === 1 ? (last?.walked ?? 0) : (total ?? run.tally.found);
  const none = { walked, total, share: undefined, perMinute: undefined, expectedEnd: undefined };
  if (run.status === 'done') return { ...none, share: 1 };
  if (last === undefined || from === undefined || last === from) return none;
  const perMinute = rateOf(from, last);
  if (total === undefined) return { ...none, perMinute };
  const ahead = aheadMs(run, { last, total });
  const ranMs = run.activeMs + sinceLast(run, nowEpochMs);
  const share = Math.min(0.99, ranMs / Math.max(1, run.activeMs + ahead));
  const isUnderWay = run.status === 'running' && run.waits === undefined;
  const endEpochMs = Math.max(
    nowEpochMs + Math.max(0, ahead - sinceLast(run, nowEpochMs)),
    endByQuota(run, { last, total }),
  );
  const expectedEnd = isUnderWay ? new Date(endEpochMs).toISOString() : undefined;
  return { walked, total, share, perMinute, expectedEnd };
}

function totalOf({ totals }: BackfillRun): number | undefined {
  if (totals.invoice === undefined) return undefined;
  return totals.invoice + (totals.credit_note ?? 0);
}

function rateOf(from: BackfillMark, last: BackfillMark): number {
  const minutes = Math.max(1, last.activeMs - from.activeMs) / 60_000;
  return Math.round((last.walked - from.walked) / minutes);
}

/** From the latest page on. */
function aheadMs(run: BackfillRun, { last, total }: { last: BackfillMark; total: number }): number {
  const { pass, page } = run.place;
  const pages = Math.ceil(total / pageSize);
  if (pass === 2) return Math.max(0, pages - page + 1) * readMsPerPage;
  const left = Math.max(0, total - last.walked);
  const reading = Math.ceil(left / pageSize) * readMsPerPage;
  const calls = callsAhead(run, { last, left }) * msPerCall(run, last);
  return Math.max(calls, reading) + pages * readMsPerPage;
}

/** The calls of a day are given back a day after they were made: what is beyond them comes the day after. */
function endByQuota(
  run: BackfillRun,
  { last, total }: { last: BackfillMark; total: number },
): number {
  const perDay = callsADayOf(run.target);
  if (perDay === undefined || run.place.pass === 2) return 0;
  const calls =
    (last.calls ?? 0) + callsAhead(run, { last, left: Math.max(0, total - last.walked) });
  const days = Math.floor(calls / perDay);
  if (days === 0) return 0;
  const ofLastDay = (calls - days * perDay) * msPerCall(run, last);
  const secondWalk = Math.ceil(total / pageSize) * readMsPerPage;
  return Date.parse(run.startedAt) + days * dayMs + ofLastDay + secondWalk;
}

function callsAhead(
  run: BackfillRun,
  { last, left }: { last: BackfillMark; left: number },
): number {
  const { place, totals, hasNotes, marks } = run;
  const [from = last] = marks;
  const walked = last.walked - from.walked;
  const workShare = walked === 0 ? 1 : (last.worked - from.worked) / walked;
  const notes = place.kind === 'credit_note' ? left : Math.min(left, totals.credit_note ?? 0);
  const of = { hasHistoryNotes: hasNotes };
  return (
    reckonedCalls({ kind: 'invoice', documents: (left - notes) * workShare, ...of }) +
    reckonedCalls({ kind: 'credit_note', documents: notes * workShare, ...of })
  );
}

/** Of the latest pages, evened out by the pace of the lane. */
function msPerCall({ marks, target }: BackfillRun, last: BackfillMark): number {
  const from = marks.find(({ calls }) => calls !== undefined) ?? last;
  const calls = (last.calls ?? 0) - (from.calls ?? 0);
  const tookMs = last.activeMs - from.activeMs;
  const ofLane = msPerCallOf(target) ?? 0;
  if (calls > 0 && tookMs / calls > slowdown * ofLane) return tookMs / calls;
  return (callsOfLane * ofLane + tookMs) / (callsOfLane + calls);
}

function sinceLast({ runsSince }: BackfillRun, nowEpochMs: number): number {
  return runsSince === undefined ? 0 : Math.max(0, nowEpochMs - Date.parse(runsSince));
}
