import type { Target } from '../../contracts/ids.ts';
import type { Issue } from '../../contracts/issue-items.ts';
import { isAccepted } from '../../domain/issues/acceptance.ts';
import type { Issues } from '../../ports/issues.ts';

export interface CauseOf {
  operatorId: string;
  target: Target;
  cause: string;
}

/**
 * So many issues are read at once; an operator with more of them sees what the sweep counted. Two queries
 * of DynamoDB, at about a kilobyte each.
 */
export const issuesReadAtMost = 2_000;
/**
 * So often for one press: fifty thousand issues. Each press begins at the first of them, so that what is
 * behind these is out of its reach; the pages of a person have less than half a minute for it.
 */
const readsAtMost = 25;

export function isOfCause(issue: Issue, { target, cause }: Omit<CauseOf, 'operatorId'>): boolean {
  return issue.target === target && issue.cause === cause && !isAccepted(issue);
}

/**
 * Open issues of one cause for a press, so many at the most, and no more read than finding them takes. What
 * nobody can read is left out.
 */
export async function openOfCause(
  issues: Pick<Issues, 'search'>,
  whose: CauseOf,
  { atMost, isWanted = (issue) => isOfCause(issue, whose) }: Wanted,
): Promise<Issue[]> {
  const found: Issue[] = [];
  let after: string | undefined;
  for (let reads = 0; reads < readsAtMost && found.length < atMost; reads += 1) {
    const search = { after, atMost: atMost - found.length, readAtMost: issuesReadAtMost, isWanted };
    const page = await issues.search(whose.operatorId, search);
    found.push(...page.issues);
    if (page.next === undefined) break;
    after = page.next;
  }
  return found;
}

interface Wanted {
  atMost: number;
  /** Absent: those that wait for it. */
  isWanted?: (issue: Issue) => boolean;
}
