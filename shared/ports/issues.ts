import type { Issue, IssueWatch } from '../contracts/issue-items.ts';
import type { LinkKey } from '../contracts/link-item.ts';

export type RaisedIssue = Omit<Issue, 'raisedAt' | 'times' | keyof WokenMarks>;

type WokenMarks = Pick<Issue, 'wokenAt' | 'wokenTimes' | 'wokenFacts' | 'wokenState'>;

export interface Issues {
  /**
   * Raises an issue, or counts once more the one that stands for the same record. Its operator is
   * among those to look after from then on.
   */
  raise(issue: RaisedIssue): Promise<void>;
  /** The record went through: whatever stood for it is gone. Returns what that was. */
  resolve(key: LinkKey): Promise<Issue | undefined>;
  get(key: LinkKey): Promise<Issue | undefined>;
  list(operatorId: string): Promise<Issue[]>;
  /** Notes that it was sent to be tried again, unless it is gone. */
  noteWoken(key: LinkKey, woken: WokenMarks): Promise<void>;
  /** Operators whose issues are due to be looked after, longest first. */
  watched(beforeEpochMs: number, atMost: number): Promise<IssueWatch[]>;
  /** When to look next; undefined: not until another issue is raised, which may have been meanwhile. */
  watchNext(watch: IssueWatch, atEpochMs: number | undefined): Promise<void>;
  /** Look as soon as possible: what its issues hang on has changed. */
  watchNow(operatorId: string, at: string): Promise<void>;
}
