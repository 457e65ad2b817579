import type { Issue } from '../../contracts/issue-items.ts';
import type { GroupFigures, IssueSummary } from '../../contracts/issue-summary.ts';
import { openOf } from './acceptance.ts';
import { isUnderWay } from './choose-woken.ts';

/** Open issues by target and cause, those seen last first, with what they come to. */
export function figuresOf(issues: readonly Issue[], nowEpochMs: number): GroupFigures[] {
  const groups = Map.groupBy(openOf(issues), ({ target, cause }) => `${target}|${cause}`);
  return [...groups.values()]
    .flatMap((group) => figuresOfGroup(group, nowEpochMs))
    .sort((left, right) => compare(right.latest, left.latest) || compare(left.cause, right.cause));
}

/** The same of all issues of an operator, as it is stored. */
export function summaryOf(
  operatorId: string,
  issues: readonly Issue[],
  nowEpochMs: number,
): IssueSummary {
  return {
    operatorId,
    countedAt: new Date(nowEpochMs).toISOString(),
    groups: figuresOf(issues, nowEpochMs),
    accepted: issues.length - openOf(issues).length,
    sites: sitesOf(issues),
  };
}

/** An operator has dozens; what the list cannot hold is found without the filter. */
const sitesAtMost = 200;

/** Names of the sites that issues belong to, in the order of the alphabet. */
export function sitesOf(issues: readonly Issue[]): string[] {
  const names = new Set(issues.flatMap(({ site }) => (site === undefined ? [] : [site])));
  return [...names].sort(compare).slice(0, sitesAtMost);
}

function figuresOfGroup(group: Issue[], nowEpochMs: number): GroupFigures[] {
  const [first] = group.toSorted((left, right) => compare(right.lastSeenAt, left.lastSeenAt));
  if (first === undefined) return [];
  const { target, cause, message, remedy, lastSeenAt } = first;
  const days = spanOf(group.flatMap(dayOf));
  return [
    {
      target,
      cause,
      message,
      remedy,
      isSame: group.every((issue) => issue.message === message),
      count: group.length,
      atStake: sumsOf(group),
      since: group.reduce(
        (since, { raisedAt }) => (raisedAt < since ? raisedAt : since),
        lastSeenAt,
      ),
      latest: lastSeenAt,
      customers: new Set(group.flatMap(customerOf)).size,
      trying: group.filter((issue) => isUnderWay(issue, nowEpochMs)).length,
      ...(days === undefined ? {} : { days }),
    },
  ];
}

/** By currency; what is credited counts as what is charged, for both wait. */
export function sumsOf(issues: readonly Issue[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { amountMinor, currency } of issues)
    if (amountMinor !== undefined && currency !== undefined)
      sums[currency] = (sums[currency] ?? 0) + Math.abs(amountMinor);
  return sums;
}

function customerOf({ kind, sourceId, contactId }: Issue): string[] {
  if (kind === 'contact') return [sourceId];
  return contactId === undefined ? [] : [contactId];
}

/** The day that the cause speaks of, else that of the document. */
function dayOf({ fact, issuedAt }: Issue): string[] {
  const named = /\d{4}-\d{2}-\d{2}/.exec(fact ?? '') ?? /^\d{4}-\d{2}-\d{2}/.exec(issuedAt ?? '');
  return named === null ? [] : [named[0]];
}

function spanOf(days: readonly string[]): GroupFigures['days'] {
  const [from] = days.toSorted(compare);
  const to = days.toSorted(compare).at(-1);
  return from === undefined || to === undefined ? undefined : { from, to };
}

function compare(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
