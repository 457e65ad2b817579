import type { RecordKind, Target } from '../../contracts/ids.ts';
import type { Issue } from '../../contracts/issue-items.ts';
import { describeCause, isKnownCause } from '../issues/causes.ts';
import { dayAndTime, dayOnly } from './day-and-time.ts';

export interface IssueRow {
  what: string;
  message: string;
  remedy: string;
  /** What of it stands in the target, as far as that was noted. */
  stand: string | undefined;
  /** When it was raised first. */
  since: string;
  lastSeen: string;
  times: number;
  /** Names the record in the form that tries it again. */
  reference: { target: Target; kind: RecordKind; sourceId: string };
}

/** Records that wait for the same kind of thing. */
export interface IssueGroup {
  target: Target;
  cause: string;
  /** What they have in common; what differs is said of each. */
  message: string;
  remedy: string;
  issues: IssueRow[];
}

const kindNames: Record<Issue['kind'], string> = {
  contact: 'Contact',
  invoice: 'Invoice',
  credit_note: 'Credit note',
};

export function latestSeenFirst(issues: Issue[]): Issue[] {
  return issues.toSorted((left, right) => right.lastSeenAt.localeCompare(left.lastSeenAt));
}

/** By cause, in the order of what is given. */
export function groupsOf(issues: Issue[]): IssueGroup[] {
  const groups = Map.groupBy(issues, ({ target, cause }) => `${target}|${cause}`);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { target, cause, remedy } = first;
    const isSame = group.every(({ message }) => message === first.message);
    const message = isSame ? first.message : messageOf(first);
    return [{ target, cause, message, remedy, issues: group.map(rowOf) }];
  });
}

/** Without the fact that differs; of a cause that another version knew, with it. */
function messageOf({ cause, message, target }: Issue): string {
  return isKnownCause(cause) ? describeCause(cause, '', target).message : message;
}

export function rowOf(issue: Issue): IssueRow {
  return {
    what: `${kindNames[issue.kind]} ${nameOf(issue)}`,
    message: issue.message,
    remedy: issue.remedy,
    stand: issue.stand,
    since: dayAndTime(issue.raisedAt),
    lastSeen: dayAndTime(issue.lastSeenAt),
    times: issue.times,
    reference: { target: issue.target, kind: issue.kind, sourceId: issue.sourceId },
  };
}

/** Its number; else the day of its latest change, and the id by which it can be looked up. */
function nameOf({ label, day, sourceId }: Issue): string {
  if (label !== undefined) return label;
  return day === undefined ? sourceId : `of ${dayOnly(day)} (${sourceId})`;
}
