/** Debts of this age are sent once more. */
export interface SweepSpan {
  /** Equal for the ticks that meet the same debts; part of the dedupe id. */
  name: string;
  fromEpochMs: number;
  beforeEpochMs: number;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
/** A write-back that goes well is done within seconds, also behind a run of some hundred documents. */
export const firstAgeMs = 10 * minuteMs;
/** Two ticks, so that one that is late or missing leaves nothing out. */
const widthMs = 10 * minuteMs;
const daysAtMost = 14;
/** An operator may take long to connect again, and until then a debt has only waited, not failed. */
const weeksAtMost = 52;

/**
 * The ages at which a debt is sent again, the youngest first: after 10 minutes, then every hour of the
 * first day, then every day for two weeks, then every week for a year. Not at every tick: its message
 * may only be waiting for its turn, and a long outage must not fill the queue with copies of it.
 */
export function sweepSpans(nowEpochMs: number): SweepSpan[] {
  const hours = Array.from({ length: 24 }, (_, hour) => hour * hourMs);
  const days = Array.from({ length: daysAtMost - 1 }, (_, day) => (day + 1) * dayMs);
  const weeks = Array.from({ length: weeksAtMost - 2 }, (_, week) => (week + 3) * 7 * dayMs);
  return [...hours, ...days, ...weeks].map((sinceMs) => {
    const beforeEpochMs = nowEpochMs - firstAgeMs - sinceMs + 1;
    return { name: `${sinceMs / hourMs}h`, fromEpochMs: beforeEpochMs - widthMs, beforeEpochMs };
  });
}

/** The span that this instant lies in. */
export function spanOf(sinceEpochMs: number, spans: readonly SweepSpan[]): SweepSpan | undefined {
  return spans.find(
    ({ fromEpochMs, beforeEpochMs }) => sinceEpochMs >= fromEpochMs && sinceEpochMs < beforeEpochMs,
  );
}

/** Where a search that goes from old to young goes on behind this instant; undefined: nowhere. */
export function nextSpan(sinceEpochMs: number, spans: readonly SweepSpan[]): SweepSpan | undefined {
  return spans.findLast(({ beforeEpochMs }) => beforeEpochMs > sinceEpochMs);
}
