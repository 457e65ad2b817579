import type { Activity } from '../../contracts/activity-item.ts';
import type { BackfillRun } from '../../contracts/backfill-run.ts';
import type { Connection } from '../../contracts/connection-item.ts';
import type { Gap } from '../../contracts/source-state.ts';
import { isOver } from '../backfill/run.ts';

/** What came before an authorization: nothing, or the end of an earlier one of the same company. */
export type Before =
  /** The company is new here: whatever is older was never promised. */
  | { kind: 'new' }
  /** It went on without a break. */
  | { kind: 'continued' }
  | { kind: 'left'; at: string };

type Turn = Pick<Activity, 'type' | 'at' | 'detail'>;

/** An authorization, with since when its company is connected without a break. */
type Authorized = Pick<Connection, 'provider' | 'account'> & { since: string };

/**
 * Tells from the activities how long an authorized company was not served before.
 * @param served Instants of earlier authorizations of the provider under which records arrived: one
 * that was ended before anything could arrive ends no gap.
 */
export function whatCameBefore(
  authorized: Authorized,
  activities: readonly Turn[],
  served: readonly string[],
): Before {
  const earlier = activities
    .filter(({ detail, at }) => detail.provider === authorized.provider && at < authorized.since)
    .filter(({ type }) => turns.has(type))
    .sort((left, right) => right.at.localeCompare(left.at));
  const [latest] = earlier;
  const { name } = authorized.account;
  if (latest === undefined || companyOf(earlier) !== name) return { kind: 'new' };
  if (latest.type !== leftType) return { kind: 'continued' };
  return { kind: 'left', at: firstLeft(earlier, { name, served }) };
}

/**
 * Since when nothing had got through any more when a connection was left: one side had to be connected
 * again, and what waited for that was dropped with the connection. The instant itself where all was well.
 */
export function waitedSince(leftAt: string, activities: readonly Turn[]): string {
  const before = activities.filter(({ type, at }) => at <= leftAt && ups.has(type));
  const perSide = Map.groupBy(before, ({ detail }) => detail.provider);
  const dead = [...perSide.values()].flatMap((turnsOfSide) => deadSince(turnsOfSide) ?? []);
  return [leftAt, ...dead].sort()[0] ?? leftAt;
}

/** The first of the latest turns that all say so. */
function deadSince(turnsOfSide: readonly Turn[]): string | undefined {
  const latestFirst = [...turnsOfSide].sort((left, right) => right.at.localeCompare(left.at));
  const upAgain = latestFirst.findIndex(({ type }) => type !== deadType);
  return latestFirst.slice(0, upAgain < 0 ? undefined : upAgain).at(-1)?.at;
}

function companyOf(earlier: readonly Turn[]) {
  return earlier.find(({ type }) => type === 'connection.connected')?.detail.accountName;
}

/** Goes back over authorizations that served nothing. @param earlier Latest first, and that is an end. */
function firstLeft(
  earlier: readonly Turn[],
  { name, served }: { name: string; served: readonly string[] },
): string {
  let left = '';
  for (const [index, { type, at }] of earlier.entries()) {
    if (type !== leftType) continue;
    // What is older than all that was noted came before anybody noted.
    const wasServed =
      served.every((instant) => instant > at) ||
      served.some((instant) => instant > at && instant < left);
    const isSame = companyOf(earlier.slice(index)) === name;
    if (left !== '' && (wasServed || !isSame)) return left;
    left = at;
  }
  return left;
}

const leftType = 'connection.disconnecting';
const turns = new Set(['connection.connected', leftType]);
const deadType = 'connection.needs_reconnect';
const ups = new Set(['connection.connected', deadType]);

/** A gap of which nothing has been counted yet. */
export function newGap(from: string, until: string): Gap {
  return { from, until, pagesRead: 0, invoices: 0, sumsMinor: {} };
}

/** Gaps that overlap or touch are one, and are counted anew. */
export function withGap(gaps: readonly Gap[], added: Gap): Gap[] {
  const touching = gaps.filter((gap) => gap.from <= added.until && gap.until >= added.from);
  if (touching.length === 0) return [...gaps, added].sort(byStart);
  const all = [...touching, added];
  const from = all.map((gap) => gap.from).sort()[0] ?? added.from;
  const until =
    all
      .map((gap) => gap.until)
      .sort()
      .at(-1) ?? added.until;
  const others = gaps.filter((gap) => !touching.includes(gap));
  return [...others, newGap(from, until)].sort(byStart);
}

function byStart(left: Gap, right: Gap): number {
  return left.from.localeCompare(right.from);
}

/** Did it happen while nothing reached us? */
export function isInGap(gaps: readonly Gap[], instant: string): boolean {
  const atEpochMs = Date.parse(instant);
  return gaps.some(
    ({ from, until }) => atEpochMs >= Date.parse(from) && atEpochMs < Date.parse(until),
  );
}

type Span = Pick<BackfillRun, 'issuedFrom' | 'issuedBefore' | 'startedAt'>;

/** Does a run over earlier documents bring in all that was missed in it? */
export function isCovered(
  { from, until }: Gap,
  { issuedFrom, issuedBefore, startedAt }: Span,
): boolean {
  const end = issuedBefore ?? startedAt;
  return Date.parse(issuedFrom) <= Date.parse(from) && Date.parse(end) >= Date.parse(until);
}

/** What a run under way is not bringing in already. */
export function gapsBeside(gaps: readonly Gap[], runs: readonly BackfillRun[]): Gap[] {
  return gaps.filter((gap) => !runs.some((run) => !isOver(run) && isCovered(gap, run)));
}

/** What an invoice adds to a gap. */
export function withInvoice(gap: Gap, money: { currency: string; totalMinor: number }): Gap {
  const { currency, totalMinor } = money;
  const sum = (gap.sumsMinor[currency] ?? 0) + totalMinor;
  return {
    ...gap,
    invoices: gap.invoices + 1,
    sumsMinor: { ...gap.sumsMinor, [currency]: sum },
  };
}

const recountAfterMs = 86_400_000;

/** Counted never, or so long ago that what came in since may have filled it. */
export function needsCount(gap: Gap, nowEpochMs: number): boolean {
  if (gap.countedAt === undefined) return gap.isUncountable !== true;
  return gap.invoices > 0 && nowEpochMs - Date.parse(gap.countedAt) >= recountAfterMs;
}
