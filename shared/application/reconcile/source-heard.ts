import type { Night } from '../../contracts/night-item.ts';
import { sourceSilence } from '../../domain/reconcile/source-silence.ts';
import type { NightPorts, Scene } from './night-ports.ts';

/** Of an operator with 30 changes a day a month. */
const activitiesAtMost = 1_000;

/**
 * Whether the source tells of nothing any more although it used to: by when documents were applied, without those that
 * only a night has found. Undefined: it does, or nobody can say.
 */
export async function silenceOf(
  { night }: Scene,
  { activities, clock, metrics }: NightPorts,
): Promise<Night['silence']> {
  const latest = await activities.latest(night.operatorId, activitiesAtMost);
  const nameOf = ({ kind = '', sourceId = '' }: Record<string, unknown>) => `${kind} ${sourceId}`;
  const found = new Set(
    latest.filter(({ type }) => type === 'night.repaired').map(({ detail }) => nameOf(detail)),
  );
  const heard = latest.filter(
    ({ type, detail }) =>
      // A customer comes along with a document that a night has found.
      type === 'record.applied' && detail.kind !== 'contact' && !found.has(nameOf(detail)),
  );
  const silence = sourceSilence(
    heard.map(({ at }) => Date.parse(at)),
    clock.nowEpochMs(),
  );
  if (silence !== undefined) metrics.count('SourceSilent');
  return silence;
}
