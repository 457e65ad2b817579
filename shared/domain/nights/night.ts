import type { Target } from '../../contracts/ids.ts';
import type { Mismatch } from '../../contracts/mismatch.ts';
import type { Night, NightPlace } from '../../contracts/night-item.ts';

export interface NewNight {
  operatorId: string;
  target: Target;
  runId: string;
  /** Of the operator's zone. */
  day: string;
  reason: Night['reason'];
  accounts: Night['accounts'];
  startedBy: string;
  /** The latest first; not empty. */
  months: string[];
  /** Only these months, and nothing beside them. */
  isOfMonths: boolean;
  contactsFrom: string;
  /** Of the run before, whose place it takes; 0: there was none. */
  revision: number;
}

/** What one step came to. */
export interface StepDone {
  /** Where the same list goes on; undefined: it is through. */
  next?: number | undefined;
  pages?: Partial<Night['pages']>;
  calls?: Partial<Night['calls']>;
  found?: Record<string, number>;
  repaired?: number;
  unreadable?: number;
  mismatches?: Mismatch[];
  silence?: Night['silence'];
  /** Of a month that is compared now. */
  differenceMinor?: number;
  unexplainedMinor?: number;
}

/** A night that moves on is not looked at. */
const lookAfterMs = 15 * 60_000;
/** One that takes longer gives way to the next. */
const longestMs = 20 * 3_600_000;
const mismatchesAtMost = 200;

const begin: NightPlace = { step: 'open', kind: 'invoice', page: 1 };

export function newNight(facts: NewNight, nowEpochMs: number): Night {
  const { isOfMonths, ...rest } = facts;
  const [month] = facts.months;
  return {
    ...rest,
    ...(isOfMonths ? { isOfMonths } : {}),
    status: 'running',
    startedAt: isoOf(nowEpochMs),
    step: 0,
    place: isOfMonths ? firstOf(month) : begin,
    proved: [],
    pages: { source: 0, ledger: 0 },
    calls: { source: 0, ledger: 0 },
    found: {},
    repaired: 0,
    differenceMinor: 0,
    unexplainedMinor: 0,
    lookAtEpochMs: nowEpochMs + lookAfterMs,
  };
}

/** The step is done: the next one is due, or the night is over. */
export function afterStep(night: Night, done: StepDone, nowEpochMs: number): Night {
  const counted = withCounts(night, done);
  const { month, step } = night.place;
  const isProved = step === 'prove' && month !== undefined && done.next === undefined;
  const proved = isProved ? [...night.proved, month] : night.proved;
  const moved = {
    ...counted,
    proved,
    step: night.step + 1,
    lookAtEpochMs: nowEpochMs + lookAfterMs,
  };
  const place = done.next === undefined ? placeAfter(night) : { ...night.place, page: done.next };
  return place === undefined ? ended(moved, { status: 'done' }, nowEpochMs) : { ...moved, place };
}

function placeAfter({ place, months, isOfMonths }: Night): NightPlace | undefined {
  const { step, kind, month } = place;
  if (step === 'open') return { step: 'closed', kind: 'invoice', page: 1 };
  if (step === 'closed') return firstOf(months[0]);
  if (step === 'source' || step === 'ledger') {
    if (kind === 'invoice') return { ...place, kind: 'credit_note', page: 1 };
    const after = step === 'source' ? ('ledger' as const) : ('payments' as const);
    return { ...place, step: after, kind: 'invoice', page: 1 };
  }
  if (step === 'payments') return { ...place, step: 'prove', page: 1 };
  if (step === 'contacts') return undefined;
  const next = months[months.indexOf(month ?? '') + 1];
  if (next !== undefined) return firstOf(next);
  return isOfMonths ? undefined : { step: 'contacts', kind: 'contact', page: 1 };
}

function firstOf(month: string | undefined): NightPlace {
  if (month === undefined) return { step: 'contacts', kind: 'contact', page: 1 };
  return { step: 'source', month, kind: 'invoice', page: 1 };
}

function withCounts(night: Night, done: StepDone): Night {
  const { pages, calls, found = {}, repaired = 0, unreadable = 0, mismatches = [] } = done;
  const all = [...(night.mismatches ?? []), ...mismatches].slice(0, mismatchesAtMost);
  const unread = (night.unreadable ?? 0) + unreadable;
  return {
    ...night,
    pages: added(night.pages, pages),
    calls: added(night.calls, calls),
    found: summed(night.found, found),
    repaired: night.repaired + repaired,
    ...(all.length === 0 ? {} : { mismatches: all }),
    ...(unread === 0 ? {} : { unreadable: unread }),
    ...(done.silence === undefined ? {} : { silence: done.silence }),
    differenceMinor: night.differenceMinor + (done.differenceMinor ?? 0),
    unexplainedMinor: night.unexplainedMinor + (done.unexplainedMinor ?? 0),
  };
}

function added(counted: Night['calls'], { source = 0, ledger = 0 }: Partial<Night['calls']> = {}) {
  return { source: counted.source + source, ledger: counted.ledger + ledger };
}

function summed(
  counted: Record<string, number>,
  found: Record<string, number>,
): Record<string, number> {
  const sums = { ...counted };
  for (const [name, count] of Object.entries(found)) sums[name] = (sums[name] ?? 0) + count;
  return sums;
}

export function ended(
  night: Night,
  end: { status: 'done' | 'stopped'; because?: Night['stoppedBecause'] },
  nowEpochMs: number,
): Night {
  const { lookAtEpochMs: _look, ...rest } = night;
  const because = end.because === undefined ? {} : { stoppedBecause: end.because };
  return { ...rest, status: end.status, endedAt: isoOf(nowEpochMs), ...because };
}

/** The caps leave no call for so long; its message waits on the queue. */
export function puttingOff(night: Night, retryAfterSeconds: number, nowEpochMs: number): Night {
  return { ...night, lookAtEpochMs: nowEpochMs + retryAfterSeconds * 1_000 + lookAfterMs };
}

/** Another night is about to begin: this one would only be in its way. */
export function isTooLong({ startedAt }: Night, nowEpochMs: number): boolean {
  return nowEpochMs - Date.parse(startedAt) > longestMs;
}

function isoOf(epochMs: number): string {
  return new Date(epochMs).toISOString();
}
