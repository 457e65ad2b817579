import type { RecordKind, Target } from '../../contracts/ids.ts';
import type { Issue } from '../../contracts/issue-items.ts';
import type { GroupFigures } from '../../contracts/issue-summary.ts';
import { isAccepted, openOf, standOf } from '../issues/acceptance.ts';
import { describeCause, isKnownCause } from '../issues/causes.ts';
import { isUnderWay } from '../issues/choose-woken.ts';
import { isFailure } from '../issues/failures.ts';
import { figuresOf } from '../issues/group-figures.ts';
import { orderIssues } from '../issues/order-issues.ts';
import { remedyOf } from '../issues/remedy-of.ts';
import { moneyWords } from '../money/money-words.ts';
import { kindNames } from '../source/kind-names.ts';
import { dayOnly } from './day-and-time.ts';
import { type Here, toldTime } from './local-time.ts';
import { type RemedyWay, remedyWay } from './remedy-ways.ts';
import { sumWords } from './sum-words.ts';

export interface IssueRow {
  what: string;
  /** Whose it is, what it is over, of which day and site, as far as that was noted. */
  customer: string | undefined;
  amount: string | undefined;
  day: string | undefined;
  site: string | undefined;
  message: string;
  remedy: string;
  /** What of it stands in the target, as far as that was noted. */
  stand: string | undefined;
  /** When it was raised first. */
  since: string;
  lastSeen: string;
  times: number;
  /** On its way to be tried again. */
  isTrying: boolean;
  /** By which support looks it up. */
  quote: string;
  /** Its pages in the two systems, where they have any. */
  links: DocumentLink[];
  /** Cause and state as they are shown: what a person accepts. */
  seen: string;
  accepted: { reason: string; at: string } | undefined;
  /** Names the record in the forms about it. */
  reference: { target: Target; kind: RecordKind; sourceId: string };
}

export interface DocumentLink {
  words: string;
  href: string;
}

/** Records that wait for the same kind of thing. */
export interface IssueGroup {
  target: Target;
  cause: string;
  /** What they have in common; what differs is said of each. */
  message: string;
  remedy: string;
  /** Where what helps is done; undefined: one has to look at the documents. */
  way: RemedyWay | undefined;
  /** The page with its documents. */
  href: string;
  /** Nobody in the operator's office is asked: something failed at the ledger, or with us. */
  isFailure: boolean;
  count: number;
  /** What they are over, one sum per currency. */
  sums: string[];
  /** When the first of them was raised. */
  since: string;
  customers: number;
  trying: number;
  /** Of documents that a lock date holds: which days, and that they go by themselves. */
  held: string | undefined;
  /** Some of them; all where they are few. */
  issues: IssueRow[];
}

/** What a page knows of the two systems and of the time. */
export interface RowContext {
  nowEpochMs: number;
  /** Where the reader is; @default not known */
  timeZone?: string | undefined;
  linksOf?(issue: Issue): DocumentLink[];
  /** Of each group; @default all of them */
  rowsAtMost?: number;
}

const kindWords: Record<Issue['kind'], string> = { ...kindNames, contact: 'Contact' };

export function latestSeenFirst(issues: Issue[]): Issue[] {
  return issues.toSorted((left, right) => right.lastSeenAt.localeCompare(left.lastSeenAt));
}

/** Open issues by cause, those seen last first, each with its records. */
export function groupsOf(issues: readonly Issue[], context: RowContext): IssueGroup[] {
  const byCause = Map.groupBy(openOf(issues), groupName);
  return figuresOf(issues, context.nowEpochMs).map((figures) =>
    groupOf(figures, byCause.get(groupName(figures)) ?? [], context),
  );
}

/** A group by its figures; `issues`: as many of its records as were read. */
export function groupOf(
  figures: GroupFigures,
  issues: readonly Issue[],
  context: RowContext,
): IssueGroup {
  const { target, cause, count, customers, trying } = figures;
  return {
    target,
    cause,
    message: figures.isSame ? figures.message : messageOf(figures),
    remedy: remedyOf(figures),
    way: remedyWay(target, cause),
    href: causeHref(target, cause),
    isFailure: isFailure(cause),
    count,
    sums: sumWords(figures.atStake),
    since: toldTime(figures.since, context),
    customers,
    trying,
    held: heldWords(figures, context),
    issues: orderIssues(issues)
      .slice(0, context.rowsAtMost)
      .map((issue) => rowOf(issue, context)),
  };
}

/** What needs a person, in figures: failures are apart, and not counted. */
export interface NeedsYou {
  records: number;
  groups: number;
  sums: string[];
}

export function needsYou(groups: readonly GroupFigures[]): NeedsYou {
  const asking = groups.filter(({ cause }) => !isFailure(cause));
  const sums: Record<string, number> = {};
  for (const { atStake } of asking)
    for (const [currency, amountMinor] of Object.entries(atStake))
      sums[currency] = (sums[currency] ?? 0) + amountMinor;
  const records = asking.reduce((sum, { count }) => sum + count, 0);
  return { records, groups: asking.length, sums: sumWords(sums) };
}

export function causeHref(target: Target, cause: string): string {
  return `/issues/${target}/${cause}`;
}

function groupName({ target, cause }: Pick<Issue, 'target' | 'cause'>): string {
  return `${target}|${cause}`;
}

/** Without the fact that differs; of a cause that another version knew, with it. */
function messageOf({
  cause,
  message,
  target,
}: Pick<Issue, 'cause' | 'message' | 'target'>): string {
  return isKnownCause(cause) ? describeCause(cause, '', target).message : message;
}

/** How many a lock date holds, of which days, and that nobody has to press anything. */
function heldWords({ cause, count, days, since }: GroupFigures, here: Here): string | undefined {
  if (cause !== 'locked_period') return undefined;
  const documents = count === 1 ? 'One document' : `${count} documents`;
  const are = count === 1 ? 'is held' : 'are held, the first';
  return `${documents}${datedWords(days)} ${are} since ${toldTime(since, here)}. Within an hour after the lock date is moved they are sent by themselves, in order.`;
}

function datedWords(days: GroupFigures['days']): string {
  if (days === undefined) return '';
  const { from, to } = days;
  return from === to ? ` dated ${dayOnly(from)}` : ` dated ${dayOnly(from)} to ${dayOnly(to)}`;
}

export function rowOf(issue: Issue, context: RowContext): IssueRow {
  const { nowEpochMs, linksOf } = context;
  const { accepted, amountMinor, currency, issuedAt } = issue;
  const isKept = accepted !== undefined && isAccepted(issue);
  const hasSum = amountMinor !== undefined && currency !== undefined;
  return {
    what: `${kindWords[issue.kind]} ${nameOf(issue)}`,
    customer: issue.customer,
    amount: hasSum ? moneyWords(amountMinor, currency) : undefined,
    day: issuedAt === undefined ? undefined : dayOnly(issuedAt.slice(0, 10)),
    site: issue.site,
    message: issue.message,
    remedy: remedyOf(issue),
    stand: issue.stand,
    since: toldTime(issue.raisedAt, context),
    lastSeen: toldTime(issue.lastSeenAt, context),
    times: issue.times,
    isTrying: !isKept && isUnderWay(issue, nowEpochMs),
    quote: issue.requestId ?? issue.sourceId,
    links: linksOf?.(issue) ?? [],
    seen: standOf(issue),
    accepted: isKept ? { reason: accepted.reason, at: toldTime(accepted.at, context) } : undefined,
    reference: { target: issue.target, kind: issue.kind, sourceId: issue.sourceId },
  };
}

/** Its number; else the day of its latest change, and the id by which it can be looked up. */
function nameOf({ label, day, sourceId }: Issue): string {
  if (label !== undefined) return label;
  return day === undefined ? sourceId : `of ${dayOnly(day)} (${sourceId})`;
}
