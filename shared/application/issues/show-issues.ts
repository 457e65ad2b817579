import type { Issue } from '../../contracts/issue-items.ts';
import { isAccepted } from '../../domain/issues/acceptance.ts';
import {
  type CauseKey,
  type IssueFilter,
  isInFilter,
  type ReadIssues,
} from '../../domain/portal/issue-views.ts';
import type { Clock } from '../../ports/clock.ts';
import type { IssuePage, Issues } from '../../ports/issues.ts';

export interface ShowIssuesDeps {
  issues: Pick<Issues, 'search' | 'summary'>;
  clock: Clock;
}

/**
 * So many issues a page reads; an operator with more of them sees what the sweep counted. Two queries
 * of DynamoDB, at about a kilobyte each.
 */
export const issuesReadAtMost = 2_000;
/** Documents of one cause on a page: with their forms 100 kB would hold some 80. */
const documentsAPage = 50;

/** All issues of an operator, as far as a page reads, and what they come to where there are more. */
export async function loadIssueGroups(
  deps: ShowIssuesDeps,
  operatorId: string,
): Promise<ReadIssues> {
  const { issues, next } = await deps.issues.search(operatorId, {
    after: undefined,
    atMost: issuesReadAtMost,
    readAtMost: issuesReadAtMost,
    isWanted: () => true,
  });
  const hasMore = next !== undefined;
  const summary = hasMore ? await deps.issues.summary(operatorId) : undefined;
  return { issues, hasMore, summary, nowEpochMs: deps.clock.nowEpochMs() };
}

/** The open documents of one cause, from behind an earlier page on. */
export function loadDocumentsOfCause(
  deps: ShowIssuesDeps,
  operatorId: string,
  wanted: { key: CauseKey; filter: IssueFilter; after: string | undefined },
): Promise<IssuePage> {
  const { key, filter, after } = wanted;
  const nowEpochMs = deps.clock.nowEpochMs();
  const isWanted = (issue: Issue) =>
    issue.target === key.target &&
    issue.cause === key.cause &&
    !isAccepted(issue) &&
    isInFilter(issue, filter, nowEpochMs);
  const search = { after, atMost: documentsAPage, readAtMost: issuesReadAtMost, isWanted };
  return deps.issues.search(operatorId, search);
}
