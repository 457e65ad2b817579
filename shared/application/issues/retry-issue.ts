import type { Target } from '../../contracts/ids.ts';
import type { Issue } from '../../contracts/issue-items.ts';
import type { LinkKey } from '../../contracts/link-item.ts';
import type { ChangeMessage } from '../../contracts/messages.ts';
import { orderIssues } from '../../domain/issues/order-issues.ts';
import type { RetryAnswer } from '../../domain/issues/retry-answer.ts';
import { linkKeyOf } from '../../domain/links/link-key.ts';
import type { Activities } from '../../ports/activities.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Connections } from '../../ports/connections.ts';
import type { Crypto } from '../../ports/crypto.ts';
import type { Issues } from '../../ports/issues.ts';
import type { ChangeQueue } from '../../ports/queues.ts';
import { sourceName } from '../../source/source-name.ts';
import { type CauseOf, issuesReadAtMost, openOfCause } from './of-cause.ts';
import { retryOf } from './send-again.ts';

export interface RetryIssueDeps {
  issues: Issues;
  connections: Connections;
  activities: Activities;
  queues: Record<Target, ChangeQueue>;
  clock: Clock;
  crypto: Crypto;
}

/**
 * Puts a parked record back on its queue. Only its reference travels: the worker reads the record
 * anew, so what was corrected at the source meanwhile counts. The issue stays until it went through.
 */
export async function retryIssue(
  deps: RetryIssueDeps,
  key: LinkKey,
  actor: 'operator' | 'partner',
): Promise<RetryAnswer> {
  const { operatorId, target, kind, sourceId } = key;
  const parked = await deps.issues.get(key);
  if (parked === undefined) return 'no_such_issue';
  const epoch = await epochOfSource(deps, operatorId);
  if (epoch === undefined) return 'source_not_connected';
  const at = new Date(deps.clock.nowEpochMs()).toISOString();
  const retryId = deps.crypto.uuid();
  await send(deps, target, [retryOf(parked, { epoch, eventId: retryId, at })]);
  await noteUnderWay(deps, parked, at);
  await deps.activities.append({
    operatorId,
    activityId: retryId,
    at,
    type: 'issue.retried',
    actor,
    detail: { target, kind, sourceId },
  });
  return 'queued';
}

export interface CauseRetry {
  answer: RetryAnswer;
  /** How many records were put back on their queue. */
  records: number;
}

/** What a page can wait for; the others follow when these went through, or are pressed for once more. */
const recordsAtMost = 300;

/**
 * Puts all parked records of one cause back on their queue, in the order in which they are to be
 * tried: what no machine can see to be mended takes one click, however many wait for it.
 */
export async function retryCause(
  deps: RetryIssueDeps,
  wish: CauseOf,
  actor: 'operator' | 'partner',
): Promise<CauseRetry> {
  // More than are sent: the table has credit notes before invoices, and invoices by id.
  const issues = await openOfCause(deps.issues, wish, { atMost: issuesReadAtMost });
  return retryChosen(deps, { ...wish, issues }, actor);
}

/** The same of those that were chosen among them. */
export async function retryChosen(
  deps: RetryIssueDeps,
  { issues, ...wish }: CauseOf & { issues: readonly Issue[] },
  actor: 'operator' | 'partner',
): Promise<CauseRetry> {
  const { operatorId, target, cause } = wish;
  const chosen = orderIssues(issues).slice(0, recordsAtMost);
  if (chosen.length === 0) return { answer: 'no_such_issue', records: 0 };
  const epoch = await epochOfSource(deps, operatorId);
  if (epoch === undefined) return { answer: 'source_not_connected', records: 0 };
  const at = new Date(deps.clock.nowEpochMs()).toISOString();
  const retries = chosen.map((issue) => retryOf(issue, { epoch, eventId: deps.crypto.uuid(), at }));
  await send(deps, target, retries);
  for (const issue of chosen) await noteUnderWay(deps, issue, at);
  // Where more wait than were sent, or than a page reads: the others follow, and are counted, soon.
  await deps.issues.watchNow(operatorId, at);
  await deps.activities.append({
    operatorId,
    activityId: deps.crypto.uuid(),
    at,
    type: 'issues.retried',
    actor,
    detail: { target, cause, records: chosen.length },
  });
  return { answer: 'queued', records: chosen.length };
}

/** On its way out it is as good as gone: the change would die on the epoch. */
export async function epochOfSource(
  deps: Pick<RetryIssueDeps, 'connections'>,
  operatorId: string,
): Promise<number | undefined> {
  const source = await deps.connections.get({ operatorId, provider: sourceName });
  const isLeaving = source?.status === 'disconnecting' || source?.status === 'disconnected';
  return isLeaving ? undefined : source?.epoch;
}

function send(deps: RetryIssueDeps, target: Target, retries: ChangeMessage[]): Promise<void> {
  const messages = retries.map((message) => ({ message, dedupeId: message.eventId }));
  return deps.queues[target].sendAll(messages);
}

/** Nobody else need send it meanwhile. */
function noteUnderWay(deps: RetryIssueDeps, issue: Issue, at: string): Promise<void> {
  return deps.issues.noteWoken(linkKeyOf(issue), { wokenAt: at, wokenTimes: issue.times });
}
