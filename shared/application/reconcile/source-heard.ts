import type { Night } from '../../contracts/night-item.ts';
import { heardEpochMs } from '../../domain/intake/heard.ts';
import { withSilence } from '../../domain/intake/silence.ts';
import { type Silence, sourceSilence } from '../../domain/reconcile/source-silence.ts';
import { changeSourceState, sourceStateOf } from '../source-state/change-source-state.ts';
import type { NightPorts, Scene } from './night-ports.ts';

/** Of an operator with 30 changes a day a month. */
const activitiesAtMost = 1_000;

/**
 * Whether the source tells of nothing any more although it used to, and nights have found something that it
 * should have told: by when documents were applied, without those that only a night has found. Undefined: it
 * does, or nobody can say. What changed of that is noted for the operator's pages, and told once.
 */
export async function silenceOf(scene: Scene, ports: NightPorts): Promise<Night['silence']> {
  const { night } = scene;
  const latest = await ports.activities.latest(night.operatorId, activitiesAtMost);
  const nowEpochMs = ports.clock.nowEpochMs();
  const missed = latest.filter(({ type }) => type === 'night.repaired');
  const hearing = {
    heardEpochMs: heardEpochMs(latest),
    missedEpochMs: missed.map(({ at }) => Date.parse(at)),
  };
  const silence = sourceSilence(hearing, nowEpochMs);
  await noteSilence(scene, silence, ports);
  if (silence === undefined) return undefined;
  ports.metrics.count('SourceSilent');
  const { silentForMs, usualGapMs } = silence;
  return { silentForMs, usualGapMs };
}

async function noteSilence(
  { night, connection }: Scene,
  silence: Silence | undefined,
  ports: NightPorts,
): Promise<void> {
  const at = new Date(ports.clock.nowEpochMs()).toISOString();
  const found = silence && {
    heardAt: new Date(silence.heardAtEpochMs).toISOString(),
    usualGapMs: silence.usualGapMs,
  };
  const known = (await sourceStateOf(ports.sourceStates, connection)).silence;
  if (known?.heardAt === found?.heardAt) return;
  // Told before it is noted: whoever dies in between tells it again, under the same id.
  const { operatorId } = night;
  const heardAt = found?.heardAt ?? known?.heardAt ?? '';
  const type = found === undefined ? 'silence.ended' : 'silence.noticed';
  await ports.activities.append({
    operatorId,
    activityId: ports.crypto.uuid5(`${type} ${operatorId} ${heardAt}`),
    at,
    type,
    actor: 'rollerdoor',
    detail: { heardAt },
  });
  await changeSourceState(ports.sourceStates, connection, (state) => withSilence(state, found, at));
}
