import type { BackfillMark, BackfillRun } from '../../contracts/backfill-run.ts';

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

/** The second walk reads a page of a hundred in about the time that a call's place in its lane takes. */
const secondWalkMsPerPage = 1_400;
const pageSize = 100;
/** Pages that are looked back on: few enough to follow a change of pace, enough to even out a minute's. */
const pagesBack = 4;

/**
 * Reckons from the pace of the latest pages. What was left (drafts, and what came before the span) costs
 * next to nothing, so only what was work counts; of what is ahead the share of work is taken to be that of
 * the latest pages.
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
  const ahead = aheadMs(run, { from, last, total });
  const ranMs = run.activeMs + sinceLast(run, nowEpochMs);
  const share = Math.min(0.99, ranMs / Math.max(1, run.activeMs + ahead));
  const isUnderWay = run.status === 'running' && run.waits === undefined;
  const endEpochMs = nowEpochMs + Math.max(0, ahead - sinceLast(run, nowEpochMs));
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
function aheadMs(
  run: BackfillRun,
  { from, last, total }: { from: BackfillMark; last: BackfillMark; total: number },
): number {
  const pages = Math.ceil(total / pageSize);
  if (run.place.pass === 2) return Math.max(0, pages - run.place.page + 1) * secondWalkMsPerPage;
  const walkedBack = Math.max(1, last.walked - from.walked);
  const msPerDocument = (last.activeMs - from.activeMs) / walkedBack;
  return Math.max(0, total - last.walked) * msPerDocument + pages * secondWalkMsPerPage;
}

function sinceLast({ runsSince }: BackfillRun, nowEpochMs: number): number {
  return runsSince === undefined ? 0 : Math.max(0, nowEpochMs - Date.parse(runsSince));
}
