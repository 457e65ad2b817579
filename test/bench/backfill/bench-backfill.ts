import { laneParts } from '../../../shared/domain/pacing/gates.ts';
import type { BackfillFigures } from './backfill.ts';
import { playBackfill } from './backfill.ts';
import { someFaults } from './backfill-scene.ts';

const callsPerMinute = 60;

/**
 * A backfill of a year, without and with faults, kills and live events. The optimum: the calls of the run
 * without any, as fast as the lane allows.
 */
export async function benchBackfill(context: {
  isQuick: boolean;
  progress(line: string): void;
}): Promise<unknown> {
  const documents = context.isQuick ? 600 : 6_000;
  const scene = { seed: 11, documents, historyNotes: false, faults: {}, isBusy: false, kills: 0 };
  const played = async (name: string, changes: Partial<typeof scene>): Promise<BackfillFigures> => {
    const figures = await playBackfill({ ...scene, ...changes });
    context.progress(`backfill, ${name}: ${JSON.stringify(figures)}`);
    return figures;
  };
  const calm = await played('nothing in its way', {});
  const rough = await played('faults, three kills, live events', {
    faults: someFaults,
    isBusy: true,
    kills: 3,
  });
  // A note is a call: more of them would only meet the cap of a day.
  const notes = await played('with history notes', {
    documents: Math.min(documents, 1_200),
    historyNotes: true,
  });
  const optimumMinutes = calm.xeroCalls / (laneParts.backfill * callsPerMinute);
  return {
    optimumMinutes: Number(optimumMinutes.toFixed(1)),
    makespanOfOptimum: Number((rough.minutes / optimumMinutes).toFixed(2)),
    calm,
    rough,
    notes,
  };
}
