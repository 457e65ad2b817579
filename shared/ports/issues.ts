import type { Acceptance, Issue, IssueWatch } from '../contracts/issue-items.ts';
import type { IssueSummary } from '../contracts/issue-summary.ts';
import type { LinkKey } from '../contracts/link-item.ts';

/** What a person accepted stays when its record is judged anew. */
export type RaisedIssue = Omit<Issue, 'raisedAt' | 'times' | 'accepted' | keyof WokenMarks>;

type WokenMarks = Pick<Issue, 'wokenAt' | 'wokenTimes' | 'wokenFacts' | 'wokenState'>;

export interface IssuePage {
  issues: Issue[];
  /** Where to go on, as only the store reads it; undefined: nothing is behind it. */
  next: string | undefined;
}

/** Which issues of a list are wanted, and how far to look for them. */
export interface IssueSearch {
  after: string | undefined;
  atMost: number;
  /** So many are read for it at the most; then the page is shorter, and goes on behind them. */
  readAtMost: number;
  isWanted(issue: Issue): boolean;
}

export interface Issues {
  /**
   * Raises an issue, or counts once more the one that stands for the same record. Its operator is
   * among those to look after from then on.
   */
  raise(issue: RaisedIssue): Promise<void>;
  /** Nothing is left to mend: whatever stood for the record is gone. Returns what that was. */
  resolve(key: LinkKey): Promise<Issue | undefined>;
  /** The same, unless it was raised once more since it was read; tells whether it is gone by that. */
  resolveAsSeen(issue: Issue): Promise<boolean>;
  get(key: LinkKey): Promise<Issue | undefined>;
  list(operatorId: string): Promise<Issue[]>;
  /** In an order of their own, from behind an earlier page on. */
  page(operatorId: string, after: string | undefined, atMost: number): Promise<IssuePage>;
  /** The same of those that are wanted. What nobody can read is left out. */
  search(operatorId: string, search: IssueSearch): Promise<IssuePage>;
  /**
   * So many of an operator's at the most, in no order, and in any case those of these records. What nobody
   * can read is left out: it must not hold up the records of others.
   */
  listWith(keys: LinkKey[], listed: { operatorId: string; atMost: number }): Promise<Issue[]>;
  /** Notes that it was sent to be tried again, unless it is gone. */
  noteWoken(key: LinkKey, woken: WokenMarks): Promise<void>;
  /**
   * Notes that a person leaves the record as it is; undefined: no longer. Not when it was raised once
   * more since it was seen, or is gone; tells whether it was noted.
   */
  accept(seen: Issue, acceptance: Acceptance | undefined): Promise<boolean>;
  /** What the sweep counted, of an operator with more issues than a page reads. */
  summary(operatorId: string): Promise<IssueSummary | undefined>;
  putSummary(summary: IssueSummary): Promise<void>;
  /** Operators whose issues are due to be looked after, longest first. */
  watched(beforeEpochMs: number, atMost: number): Promise<IssueWatch[]>;
  /** When to look next; undefined: not until another issue is raised, which may have been meanwhile. */
  watchNext(watch: IssueWatch, atEpochMs: number | undefined): Promise<void>;
  /** Look as soon as possible: what its issues hang on has changed. */
  watchNow(operatorId: string, at: string): Promise<void>;
}
