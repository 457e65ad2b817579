import type { LinkKey } from '../../contracts/link-item.ts';
import type { RetryAnswer } from '../../domain/issues/retry-answer.ts';
import { epochOfSource, type RetryIssueDeps, retryIssue } from '../issues/retry-issue.ts';
import { retryOf } from '../issues/send-again.ts';

/**
 * Has one record read anew from the source and brought in step, whether it waits for somebody or not. It
 * goes the way of every change: what is in the ledger already is not posted again, and what somebody
 * edited there is not written over.
 */
export async function sendRecordAgain(
  deps: RetryIssueDeps,
  key: LinkKey,
  actor: 'operator' | 'partner',
): Promise<Exclude<RetryAnswer, 'no_such_issue'>> {
  const answer = await retryIssue(deps, key, actor);
  if (answer !== 'no_such_issue') return answer;
  const { operatorId, target, kind, sourceId } = key;
  const epoch = await epochOfSource(deps, operatorId);
  if (epoch === undefined) return 'source_not_connected';
  const at = new Date(deps.clock.nowEpochMs()).toISOString();
  const eventId = deps.crypto.uuid();
  const message = retryOf(key, { epoch, eventId, at });
  await deps.queues[target].sendAll([{ message, dedupeId: eventId }]);
  await deps.activities.append({
    operatorId,
    activityId: eventId,
    at,
    type: 'record.asked',
    actor,
    detail: { target, kind, sourceId },
  });
  return 'queued';
}
