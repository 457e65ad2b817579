import type { Activity } from '../../contracts/activity-item.ts';
import type { Activities } from '../../ports/activities.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Crypto } from '../../ports/crypto.ts';

export interface AuditDeps {
  activities: Activities;
  clock: Clock;
  crypto: Crypto;
}

export interface RefusedAttempt {
  operatorId: string;
  /** e.g. `link.refused`. */
  type: string;
  detail: Activity['detail'];
}

const minuteMs = 60_000;
/** The same attempt of this minute is looked for among so many; more others in between let it through. */
const lookedThrough = 20;

/**
 * Appends that somebody tried what was refused. The same attempt is one entry per minute, however
 * often it is made: a stranger who hammers at a door must not be able to fill the table. It stands
 * where it happened, behind what led to it.
 */
export async function auditRefusal(deps: AuditDeps, attempt: RefusedAttempt): Promise<void> {
  const nowEpochMs = deps.clock.nowEpochMs();
  const minute = Math.floor(nowEpochMs / minuteMs) * minuteMs;
  const { operatorId, type, detail } = attempt;
  const named = JSON.stringify([operatorId, type, detail, minute]);
  const activityId = deps.crypto.uuid5(`refused ${named}`);
  const latest = await deps.activities.latest(operatorId, lookedThrough);
  if (latest.some((activity) => activity.activityId === activityId)) return;
  await deps.activities.append({
    operatorId,
    activityId,
    at: new Date(nowEpochMs).toISOString(),
    type,
    actor: 'unknown',
    detail,
  });
}
