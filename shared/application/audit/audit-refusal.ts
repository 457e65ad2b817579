import type { Activity } from '../../contracts/stored-items.ts';
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

/**
 * Appends that somebody tried what was refused. The same attempt is one entry per minute, however
 * often it is made: a stranger who hammers at a door must not be able to fill the table.
 */
export async function auditRefusal(deps: AuditDeps, attempt: RefusedAttempt): Promise<void> {
  const minute = Math.floor(deps.clock.nowEpochMs() / minuteMs) * minuteMs;
  const { operatorId, type, detail } = attempt;
  await deps.activities.append({
    operatorId,
    activityId: deps.crypto.uuid5(`refused ${JSON.stringify([operatorId, type, detail, minute])}`),
    at: new Date(minute).toISOString(),
    type,
    actor: 'unknown',
    detail,
  });
}
