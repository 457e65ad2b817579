import { repairEventType } from '../../contracts/messages.ts';
import type { Mismatch } from '../../contracts/mismatch.ts';
import { linkKeyOf } from '../../domain/links/link-key.ts';
import { changeAbout } from '../../domain/source/change-about.ts';
import { optional } from '../../domain/source/optional.ts';
import type { NightPorts, Scene } from './night-ports.ts';

/** Of one step: the rest is found again by the next night. */
const repairsAtMost = 500;

/**
 * Has what repairs itself brought over, by the way that every change goes: only which record it is travels,
 * and whoever applies it reads it and does what is missing in the ledger, even where the state itself was
 * brought before. What was brought over meanwhile is not done twice, as the journal knows it.
 * @returns for how many that was asked.
 */
export async function sendRepairs(
  { night, connection }: Scene,
  mismatches: readonly Mismatch[],
  ports: NightPorts,
): Promise<number> {
  const { operatorId, target, runId } = night;
  const byRecord = new Map(
    mismatches
      .filter((one) => one.fix === 'repairs_itself' && one.sourceId !== undefined)
      .map((one) => [`${one.kind} ${one.sourceId}`, one]),
  );
  const wanted = [...byRecord.values()].slice(0, repairsAtMost);
  if (wanted.length === 0) return 0;
  const at = new Date(ports.clock.nowEpochMs()).toISOString();
  const { epoch } = connection;
  const asked = wanted.map((one) => {
    const { kind, sourceId = '' } = one;
    const key = linkKeyOf({ operatorId, target, kind, sourceId });
    const name = `night ${runId} ${kind} ${sourceId}`;
    const eventId = `${repairEventType}-${ports.crypto.sha256Hex(name).slice(0, 32)}`;
    const message = changeAbout(key, { epoch, eventId, eventType: repairEventType, at });
    const activity = {
      operatorId,
      activityId: ports.crypto.uuid5(`night.repaired ${operatorId} ${target} ${name}`),
      // The same however often the step is done.
      at: night.startedAt,
      type: 'night.repaired',
      actor: 'rollerdoor',
      detail: { target, kind, sourceId, class: one.class, ...optional('number', one.number) },
    };
    return { sendable: { message, dedupeId: `${eventId}.${epoch}` }, activity };
  });
  await ports.queues[target].sendAll(asked.map(({ sendable }) => sendable));
  await ports.activities.appendAll(asked.map(({ activity }) => activity));
  ports.metrics.count('NightRepair', asked.length);
  return asked.length;
}
