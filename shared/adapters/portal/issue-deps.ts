import type { RecordKind, Target } from '../../contracts/ids.ts';
import type { SessionClaims } from '../../contracts/portal-tokens.ts';
import type { AcceptAnswer, DifferentAnswer } from '../../domain/issues/press-answers.ts';
import type { RetryAnswer } from '../../domain/issues/retry-answer.ts';
import type { ChooseView } from '../../domain/portal/choose-view.ts';
import type {
  CauseKey,
  CauseView,
  IssueFilter,
  IssuesView,
} from '../../domain/portal/issue-views.ts';

export interface RecordReference {
  target: Target;
  kind: RecordKind;
  sourceId: string;
}

/** What the pages of issues need; a view is undefined when the operator, or what it is about, is gone. */
export interface IssueDeps {
  loadIssues(session: SessionClaims, filter: IssueFilter): Promise<IssuesView | undefined>;
  loadCause(
    session: SessionClaims,
    wanted: { key: CauseKey; filter: IssueFilter; after: string | undefined },
  ): Promise<CauseView | undefined>;
  /** Puts a parked record back on its queue. */
  retryIssue(session: SessionClaims, record: RecordReference): Promise<RetryAnswer>;
  /** Puts all parked records of one cause back on their queue. */
  retryCause(
    session: SessionClaims,
    wish: CauseKey,
  ): Promise<{ answer: RetryAnswer; records: number }>;
  /** Leaves all parked records of one cause as they are that were there when the person looked. */
  acceptCause(
    session: SessionClaims,
    wish: CauseKey & { reason: string; seenAt: string | undefined },
  ): Promise<{ answer: AcceptAnswer; records: number }>;
  acceptIssue(
    session: SessionClaims,
    wish: { record: RecordReference; reason: string; seen: string | undefined },
  ): Promise<AcceptAnswer>;
  reopenIssue(session: SessionClaims, record: RecordReference): Promise<AcceptAnswer>;
  /** `not_connected`, `busy`: the ledger's lists cannot be read at the moment. */
  loadChoose(
    session: SessionClaims,
    key: CauseKey,
  ): Promise<ChooseView | 'not_connected' | 'busy' | undefined>;
  postDifferently(
    session: SessionClaims,
    asked: CauseKey & { code: string; value: string },
  ): Promise<DifferentAnswer | { kind: 'busy' }>;
}
