import type { LinkKey } from '../../contracts/link-item.ts';
import { repairEventType } from '../../contracts/messages.ts';
import type { RetryAnswer } from '../../domain/issues/retry-answer.ts';
import { changeAbout } from '../../domain/source/change-about.ts';
import { epochOfSource, type RetryIssueDeps, retryIssue } from '../issues/retry-issue.ts';

/**
 * Has one record read anew from the source and brought in step, whether it waits for somebody or not. It
 * goes the way of every change, also where its state was brought before: what is in the ledger already is not posted again, and what somebody
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
  const message = changeAbout(key, { epoch, eventId, eventType: repairEventType, at });
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
