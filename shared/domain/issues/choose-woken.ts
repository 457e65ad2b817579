import type { RecordKind } from '../../contracts/ids.ts';
import type { Issue } from '../../contracts/issue-items.ts';
import { openOf } from './acceptance.ts';
import { orderIssues } from './order-issues.ts';
import { isShared, sharedCause, type WaitsFor, waitsFor } from './waits-for.ts';

const minuteMs = 60_000;
/** A message that was sent for longer than this is lost, or waits for something else. */
const underWayMs = 30 * minuteMs;
/** What was tried again in vain is left alone for so long, whatever helped others of its cause. */
const restMs = 60 * minuteMs;
const firstProbeMs = 60 * minuteMs;
const probeAtMostMs = 24 * 60 * minuteMs;
const probesEndMs = 14 * 24 * 60 * minuteMs;

/** A record that stands in the ledger now, and in which state. */
export interface Standing {
  kind: RecordKind;
  sourceId: string;
  state: string;
}

export interface Woken {
  issue: Issue;
  /** Why it is sent; stored with it, so that it is not sent for the same again. */
  marks?: Pick<Issue, 'wokenFacts' | 'wokenState'>;
}

/** Sent again already, and not judged since. */
export function isUnderWay(issue: Issue, nowEpochMs: number): boolean {
  const { wokenAt, wokenTimes, times } = issue;
  if (wokenAt === undefined || wokenTimes !== times) return false;
  return nowEpochMs - Date.parse(wokenAt) < underWayMs;
}

/** Documents whose customer or invoice stands, and that were not sent for this state of it yet. */
export function dependantsOf(
  standing: readonly Standing[],
  issues: readonly Issue[],
  nowEpochMs: number,
): Woken[] {
  const states = new Map(standing.map((one) => [`${one.kind} ${one.sourceId}`, one.state]));
  return orderIssues(openOf(issues)).flatMap((issue) => {
    const [state] = neededBy(issue).flatMap((needed) => states.get(needed) ?? []);
    if (state === undefined || state === issue.wokenState) return [];
    return isUnderWay(issue, nowEpochMs) ? [] : [{ issue, marks: { wokenState: state } }];
  });
}

/** The records without which the issue's own cannot go, as kind and id. */
export function neededBy(issue: Issue): string[] {
  const needs = waitsFor(issue);
  const customer = needs.includes('customer') && issue.contactId;
  const invoice = needs.includes('invoice') && issue.invoiceId;
  return [...(customer ? [`contact ${customer}`] : []), ...(invoice ? [`invoice ${invoice}`] : [])];
}

/** Those that waited for the same as the issues that were solved. */
export function siblingsOf(
  solved: readonly Issue[],
  issues: readonly Issue[],
  nowEpochMs: number,
): Woken[] {
  const causes = new Set(solved.filter(isShared).map(sharedCause));
  const found = openOf(issues).filter((issue) => {
    if (!isShared(issue) || !causes.has(sharedCause(issue))) return false;
    const { wokenAt } = issue;
    return wokenAt === undefined || nowEpochMs - Date.parse(wokenAt) >= restMs;
  });
  return orderIssues(found).map((issue) => ({ issue }));
}

/** All that wait for one of these things, but for those that are on their way already. */
export function allWaitingFor(
  things: readonly WaitsFor[],
  issues: readonly Issue[],
  nowEpochMs: number,
): Woken[] {
  const found = openOf(issues).filter(
    (issue) =>
      isShared(issue) &&
      !isUnderWay(issue, nowEpochMs) &&
      waitsFor(issue).some((one) => things.includes(one)),
  );
  return orderIssues(found).map((issue) => ({ issue }));
}

/**
 * One record of each cause that asks for all of them: whose world looks otherwise than when it was
 * sent last, or that may ask again because no list would tell. `factsOf` names what the cause hangs on.
 */
export function askersAmong(
  issues: readonly Issue[],
  factsOf: (issue: Issue) => string,
  nowEpochMs: number,
): Woken[] {
  const groups = Map.groupBy(orderIssues(openOf(issues).filter(isShared)), sharedCause);
  return [...groups.values()].flatMap((group) => {
    if (group.some((issue) => isUnderWay(issue, nowEpochMs))) return [];
    const [first] = group;
    if (first === undefined) return [];
    const facts = factsOf(first);
    // Those of the latest question: what an older one was answered may have come and gone since.
    if (askedWith(group) === facts && !mayProbe(group, nowEpochMs)) return [];
    return [{ issue: first, marks: { wokenFacts: facts } }];
  });
}

/** Days on or before these are closed in the ledger; undefined: there is no such lock. */
export interface LockDates {
  periodLockDate: string | undefined;
  endOfYearLockDate: string | undefined;
}

/**
 * Documents that a lock date held and whose day is open now: all of them, in order, for the ledger's
 * lists tell it and nobody has to ask. Each once for each state of the world.
 */
export function releasedAmong(
  issues: readonly Issue[],
  { locks, factsOf }: { locks: LockDates | undefined; factsOf: (issue: Issue) => string },
  nowEpochMs: number,
): Woken[] {
  if (locks === undefined) return [];
  const lastLocked = [locks.periodLockDate ?? '', locks.endOfYearLockDate ?? ''].sort()[1] ?? '';
  const found = openOf(issues).filter((issue) => {
    const day = heldDay(issue);
    return day !== undefined && day > lastLocked && !isUnderWay(issue, nowEpochMs);
  });
  return orderIssues(found).flatMap((issue) => {
    const facts = factsOf(issue);
    return issue.wokenFacts === facts ? [] : [{ issue, marks: { wokenFacts: facts } }];
  });
}

/** The day for which a lock date holds it; undefined: something else does, or the row does not say. */
function heldDay({ cause, fact }: Issue): string | undefined {
  return cause === 'locked_period' ? /\d{4}-\d{2}-\d{2}/.exec(fact ?? '')?.[0] : undefined;
}

function askedWith(group: readonly Issue[]): string | undefined {
  const asked = group.filter(({ wokenFacts }) => wokenFacts !== undefined);
  const byTime = asked.sort((one, other) => (other.wokenAt ?? '').localeCompare(one.wokenAt ?? ''));
  return byTime[0]?.wokenFacts;
}

/** After an hour, then each time after twice as long as it stands, daily at the most; for two weeks. */
function mayProbe(group: readonly Issue[], nowEpochMs: number): boolean {
  const [first] = group;
  if (first === undefined || !waitsFor(first).includes('ledger')) return false;
  const raisedAt = Math.min(...group.map((issue) => Date.parse(issue.raisedAt)));
  if (nowEpochMs - raisedAt > probesEndMs) return false;
  const askedAt = Math.max(
    ...group.map(({ wokenAt, raisedAt: at }) => Date.parse(wokenAt ?? at)),
    raisedAt,
  );
  const waitMs = Math.min(probeAtMostMs, Math.max(firstProbeMs, askedAt - raisedAt));
  return nowEpochMs - askedAt >= waitMs;
}
