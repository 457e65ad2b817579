import type { Target } from '../../contracts/ids.ts';
import { retryEventType } from '../../contracts/messages.ts';
import type { LinkKey } from '../../contracts/stored-items.ts';
import type { RetryAnswer } from '../../domain/issues/retry-answer.ts';
import type { Activities } from '../../ports/activities.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Connections } from '../../ports/connections.ts';
import type { Crypto } from '../../ports/crypto.ts';
import type { Issues } from '../../ports/issues.ts';
import type { ChangeQueue } from '../../ports/queues.ts';

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
  const issues = await deps.issues.list(operatorId);
  const isParked = issues.some(
    (issue) => issue.target === target && issue.kind === kind && issue.sourceId === sourceId,
  );
  if (!isParked) return 'no_such_issue';
  const source = await deps.connections.get({ operatorId, provider: 'stora' });
  // On its way out it is as good as gone: the change would die on the epoch.
  const isLeaving = source?.status === 'disconnecting' || source?.status === 'disconnected';
  if (source === undefined || isLeaving) return 'source_not_connected';
  const at = new Date(deps.clock.nowEpochMs()).toISOString();
  const retryId = deps.crypto.uuid();
  await deps.queues[target].send(
    {
      schemaVersion: 1,
      operatorId,
      target,
      kind,
      sourceId,
      epoch: source.epoch,
      eventId: retryId,
      eventType: retryEventType,
      occurredAt: at,
      receivedAt: at,
    },
    retryId,
  );
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
