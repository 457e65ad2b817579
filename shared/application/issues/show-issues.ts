import type { Issue } from '../../contracts/issue-items.ts';
import {
  type CauseKey,
  type IssueFilter,
  isInFilter,
  type ReadIssues,
} from '../../domain/portal/issue-views.ts';
import type { Clock } from '../../ports/clock.ts';
import type { IssuePage, Issues } from '../../ports/issues.ts';
import { isOfCause, issuesReadAtMost } from './of-cause.ts';

export interface ShowIssuesDeps {
  issues: Pick<Issues, 'search' | 'summary'>;
  clock: Clock;
}

/** Documents of one cause on a page: with their forms 100 kB would hold some 80. */
const documentsAPage = 50;

/** All issues of an operator, as far as a page reads, and what they come to where there are more. */
export async function loadIssueGroups(
  deps: ShowIssuesDeps,
  operatorId: string,
): Promise<ReadIssues> {
  // From before the reading: what is raised meanwhile is newer than what the page shows.
  const nowEpochMs = deps.clock.nowEpochMs();
  const { issues, next } = await deps.issues.search(operatorId, {
    after: undefined,
    atMost: issuesReadAtMost,
    readAtMost: issuesReadAtMost,
    isWanted: () => true,
  });
  const hasMore = next !== undefined;
  const summary = hasMore ? await deps.issues.summary(operatorId) : undefined;
  return { issues, hasMore, summary, nowEpochMs };
}

/** The open documents of one cause, from behind an earlier page on. */
export function loadDocumentsOfCause(
  deps: ShowIssuesDeps,
  operatorId: string,
  wanted: { key: CauseKey; filter: IssueFilter; after: string | undefined },
): Promise<IssuePage> {
  const { key, filter, after } = wanted;
  const nowEpochMs = deps.clock.nowEpochMs();
  const isWanted = (issue: Issue) => isOfCause(issue, key) && isInFilter(issue, filter, nowEpochMs);
  const search = { after, atMost: documentsAPage, readAtMost: issuesReadAtMost, isWanted };
  return deps.issues.search(operatorId, search);
}
