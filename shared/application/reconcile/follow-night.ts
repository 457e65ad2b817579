import type { Night } from '../../contracts/night-item.ts';
import type { DirectNightDeps } from './night-ports.ts';

/** So long people look back at what nights found. */
const keptMs = 400 * 86_400_000;

/** Asks for the step that is due. `again`: an id of its own, where a copy may have been lost. */
export async function sendNight(
  { nightQueue }: Pick<DirectNightDeps, 'nightQueue'>,
  { operatorId, target, runId, step }: Night,
  again?: string,
): Promise<void> {
  const id = `${runId}.${step}`;
  const message = { schemaVersion: 1, operatorId, target, runId, step } as const;
  await nightQueue.send(message, again === undefined ? id : `${id}.${again}`);
}

/** What a saved step brings about: the next one, or the end. Doing it twice is harmless. */
export async function followNight(deps: DirectNightDeps, night: Night): Promise<void> {
  if (night.status === 'running') return sendNight(deps, night);
  await tellOfEnd(deps, night);
}

/** The same however often it is told; what is counted may count twice where a worker died. */
async function tellOfEnd(deps: DirectNightDeps, night: Night): Promise<void> {
  const { operatorId, target, runId, day, status, endedAt = night.startedAt } = night;
  await deps.nights.keep(night, Date.parse(night.startedAt) + keptMs);
  const found = Object.values(night.found).reduce((sum, count) => sum + count, 0);
  const { repaired, unexplainedMinor, stoppedBecause: reason } = night;
  const figures = { months: night.proved.length, found, repaired, unexplainedMinor };
  await deps.activities.append({
    operatorId,
    activityId: `${runId}.${status}`,
    at: endedAt,
    type: `night.${status}`,
    actor: 'rollerdoor',
    detail: { target, day, ...figures, ...(reason === undefined ? {} : { reason }) },
  });
  deps.metrics.count(status === 'done' ? 'NightDone' : 'NightStopped');
  if (unexplainedMinor !== 0) deps.metrics.count('NightUnexplained');
  deps.log.info(`night.${status}`, { operatorId, target, ...figures, reason });
}
