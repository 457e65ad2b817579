import type { BackfillRun } from '../../contracts/backfill-run.ts';
import { type Progress, progressOf } from './expected-end.ts';

/** A run as it is told to programs: one line of `watch`, or the answer of `status`. */
export interface RunFacts {
  operatorId: string;
  target: string;
  runId: string;
  status: BackfillRun['status'];
  waitsFor?: string;
  waitsUntil?: string;
  endedBecause?: string;
  issuedFrom: string;
  issuedBefore?: string;
  startedAt: string;
  endedAt?: string;
  walk: 1 | 2;
  found: number;
  posted: number;
  adopted: number;
  parked: number;
  left: number;
  total?: number;
  /** Whole per cents of the way. */
  percent?: number;
  perMinute?: number;
  expectedEnd?: string;
}

export function runFacts(run: BackfillRun, nowEpochMs: number): RunFacts {
  const { operatorId, target, runId, status, waits, endedBecause } = run;
  const { issuedFrom, issuedBefore, startedAt, endedAt, tally } = run;
  const { total, share, perMinute, expectedEnd } = progressOf(run, nowEpochMs);
  const known = {
    waitsFor: waits?.for,
    waitsUntil: waits?.until,
    endedBecause,
    issuedBefore,
    endedAt,
    total,
    percent: share === undefined ? undefined : Math.floor(share * 100),
    perMinute,
    expectedEnd,
  };
  return {
    ...{ operatorId, target, runId, status, issuedFrom, startedAt, walk: run.place.pass, ...tally },
    ...Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined)),
  };
}

/** For people; times as they are stored. */
export function runLines(run: BackfillRun, nowEpochMs: number): string[] {
  const progress = progressOf(run, nowEpochMs);
  const until = run.issuedBefore === undefined ? 'now' : run.issuedBefore;
  const { found, posted, adopted, parked, left } = run.tally;
  return [
    `${run.target}: ${stateWords(run)}`,
    `  documents issued from ${run.issuedFrom} until ${until}, begun ${run.startedAt} by ${run.startedBy}`,
    `  found ${found}${ofTotal(progress)}: posted ${posted}, adopted ${adopted}, parked ${parked}, left ${left}`,
    ...paceLine(progress),
  ];
}

function ofTotal({ total }: Progress): string {
  return total === undefined ? '' : ` of ${total}`;
}

function paceLine({ perMinute, expectedEnd }: Progress): string[] {
  if (perMinute === undefined || expectedEnd === undefined) return [];
  return [`  ${perMinute} a minute, expected end ${expectedEnd}`];
}

function stateWords({ status, waits, endedBecause, endedAt, place }: BackfillRun): string {
  if (status === 'done') return `done ${endedAt ?? ''}`.trim();
  if (status === 'cancelled') return endedBecause ? `cancelled: ${endedBecause}` : 'cancelled';
  if (status === 'paused') return 'paused';
  if (waits !== undefined)
    return `waits for ${waits.for}${waits.until === undefined ? '' : ` until ${waits.until}`}`;
  return place.pass === 1 ? 'running' : 'running, second walk';
}

const barWidth = 20;

/**
 * One line for a terminal of so many columns: a longer one would wrap, and could not be written over. What
 * matters most comes first.
 */
export function barOf(run: BackfillRun, nowEpochMs: number, columns: number): string {
  const { share = 0, perMinute, expectedEnd, total } = progressOf(run, nowEpochMs);
  const full = Math.round(share * barWidth);
  const bar = '█'.repeat(full) + '░'.repeat(barWidth - full);
  const { found, posted, adopted, parked, left } = run.tally;
  const isDone = run.status === 'done';
  const parts = [
    `${bar} ${Math.floor(share * 100)} % ${isDone ? 'done' : stateWords(run)}`,
    total === undefined || isDone ? undefined : `${found} of ${total}`,
    expectedEnd === undefined ? undefined : `ends ${endWords(expectedEnd, nowEpochMs)}`,
    perMinute === undefined ? undefined : `${perMinute} a minute`,
    `posted ${posted}, adopted ${adopted}, parked ${parked}, left ${left}`,
  ].filter((part) => part !== undefined);
  return parts.reduce((line, part) =>
    line.length + part.length + 2 < columns ? `${line}, ${part}` : line,
  );
}

/** The day, too, where it is another one. */
function endWords(expectedEnd: string, nowEpochMs: number): string {
  const day = expectedEnd.slice(0, 10);
  const isToday = day === new Date(nowEpochMs).toISOString().slice(0, 10);
  return `${isToday ? '' : `${day} `}${expectedEnd.slice(11, 16)} UTC`;
}
