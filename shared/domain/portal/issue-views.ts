import type { Target } from '../../contracts/ids.ts';
import type { Issue } from '../../contracts/issue-items.ts';
import type { GroupFigures, IssueSummary } from '../../contracts/issue-summary.ts';
import { isAccepted, openOf } from '../issues/acceptance.ts';
import { figuresOf, sitesOf } from '../issues/group-figures.ts';
import {
  causeHref,
  groupOf,
  type IssueGroup,
  type IssueRow,
  type NeedsYou,
  needsYou,
  type RowContext,
  rowOf,
} from './issue-groups.ts';
import { toldTime } from './local-time.ts';
import { cursorText } from './page-cursor.ts';
import { choosable } from './remedy-ways.ts';

/** Which of the issues a person wants to see. */
export interface IssueFilter {
  site?: string | undefined;
  /** Raised so long ago or longer. */
  olderThanDays?: number | undefined;
}

/** What the page offers for it. */
export const ageChoices = [1, 7, 30] as const;

/** Issues by cause, and what they come to. */
export interface IssuesByCause {
  needs: NeedsYou;
  groups: IssueGroup[];
  /** What failed at the ledger or with us: nobody in the office is asked. */
  failures: IssueGroup[];
}

export interface IssuesView extends IssuesByCause {
  accepted: { count: number; rows: IssueRow[] };
  filter: IssueFilter;
  sites: string[];
  /** Where there are more than a page reads: as of when the figures are. */
  countedAt: string | undefined;
  /** There are more than were read, and nobody has counted them, or a filter is set. */
  isPart: boolean;
}

/** One cause with its documents, page by page. */
export interface CauseView {
  group: IssueGroup;
  /** What can be chosen so that they are posted differently; undefined: nothing. */
  choosable: 'account' | 'tax' | undefined;
  rows: IssueRow[];
  /** When it was looked at, for a press that means all of them. */
  seenAt: string;
  filter: IssueFilter;
  sites: string[];
  /** The page itself, and the next one. */
  href: string;
  nextHref: string | undefined;
}

/** What was read of an operator's issues. */
export interface ReadIssues {
  issues: Issue[];
  /** There are more than these. */
  hasMore: boolean;
  /** What the sweep counted; where these are not all. */
  summary: IssueSummary | undefined;
  nowEpochMs: number;
  /** Where the reader is. */
  timeZone?: string | undefined;
}

const dayMs = 24 * 60 * 60_000;
/** Enough to tell what it is about; all of them are on the page of the cause. */
const rowsOfGroup = 3;
const acceptedAtMost = 50;

export function isInFilter(issue: Issue, filter: IssueFilter, nowEpochMs: number): boolean {
  const { site, olderThanDays = 0 } = filter;
  if (site !== undefined && issue.site !== site) return false;
  return olderThanDays === 0 || nowEpochMs - Date.parse(issue.raisedAt) >= olderThanDays * dayMs;
}

/**
 * All issues of an operator, by cause, failures apart: from the rows, or as the sweep counted them where
 * there are more than were read.
 */
export function issuesByCause(
  { issues, hasMore, summary, nowEpochMs, timeZone }: ReadIssues,
  linksOf?: RowContext['linksOf'],
): IssuesByCause {
  const counted = hasMore ? summary : undefined;
  const figures = counted?.groups ?? figuresOf(issues, nowEpochMs);
  const context = {
    nowEpochMs,
    timeZone,
    rowsAtMost: rowsOfGroup,
    ...(linksOf ? { linksOf } : {}),
  };
  const groups = figures.map((one) => groupOf(one, ofGroup(issues, one), context));
  return {
    needs: needsYou(figures),
    groups: groups.filter(({ isFailure }) => !isFailure),
    failures: groups.filter(({ isFailure }) => isFailure),
  };
}

/** The page of them, with what a person filters by, and what was accepted. */
export function issuesView(
  read: ReadIssues,
  filter: IssueFilter,
  linksOf?: RowContext['linksOf'],
): IssuesView {
  const { nowEpochMs, timeZone, summary } = read;
  const issues = read.issues.filter((issue) => isInFilter(issue, filter, nowEpochMs));
  const isWhole = filter.site === undefined && filter.olderThanDays === undefined;
  const counted = read.hasMore && isWhole ? summary : undefined;
  const context = { nowEpochMs, timeZone, ...(linksOf ? { linksOf } : {}) };
  const accepted = issues.filter(isAccepted);
  return {
    ...issuesByCause({ ...read, issues, hasMore: counted !== undefined }, linksOf),
    accepted: {
      count: counted?.accepted ?? accepted.length,
      rows: accepted.slice(0, acceptedAtMost).map((issue) => rowOf(issue, context)),
    },
    filter,
    sites: counted?.sites ?? sitesOf(read.issues),
    countedAt: counted && toldTime(counted.countedAt, context),
    isPart: read.hasMore && counted === undefined,
  };
}

export interface CauseKey {
  target: Target;
  cause: string;
}

/** A page of the documents of one cause; `page` is in the order of the store. */
export function causeView(
  read: ReadIssues,
  { key, filter, page }: { key: CauseKey; filter: IssueFilter; page: Page },
  linksOf?: RowContext['linksOf'],
): CauseView | undefined {
  const { nowEpochMs, timeZone } = read;
  const isOfCause = ({ target, cause }: CauseKey) => target === key.target && cause === key.cause;
  const counted = read.hasMore ? read.summary?.groups.find(isOfCause) : undefined;
  const [figures = counted] = figuresOf(read.issues.filter(isOfCause), nowEpochMs);
  if (figures === undefined) return undefined;
  const context = { nowEpochMs, timeZone, ...(linksOf ? { linksOf } : {}) };
  const href = causeHref(key.target, key.cause) + queryOf(filter);
  return {
    group: groupOf(counted ?? figures, [], context),
    choosable: choosable(key.cause),
    rows: page.issues.map((issue) => rowOf(issue, context)),
    seenAt: new Date(nowEpochMs).toISOString(),
    filter,
    sites: sitesOf(read.issues),
    href,
    nextHref:
      page.next === undefined
        ? undefined
        : `${href}${href.includes('?') ? '&' : '?'}after=${cursorText(page.next)}`,
  };
}

interface Page {
  issues: readonly Issue[];
  next: string | undefined;
}

/** The filter as an address carries it; empty: none. */
export function queryOf({ site, olderThanDays }: IssueFilter): string {
  const query = new URLSearchParams();
  if (site !== undefined) query.set('site', site);
  if (olderThanDays !== undefined) query.set('age', String(olderThanDays));
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}

function ofGroup(issues: readonly Issue[], { target, cause }: GroupFigures): Issue[] {
  return openOf(issues).filter((issue) => issue.target === target && issue.cause === cause);
}
