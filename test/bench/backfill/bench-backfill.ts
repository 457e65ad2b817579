import type { BackfillFigures } from './backfill.ts';
import { playBackfill } from './backfill.ts';
import { someFaults } from './backfill-scene.ts';

/** A note is a call: more documents would only meet the cap of a day. */
const documentsWithNotes = 1_200;

/**
 * A backfill of a year with faults, three kills and live events in between, beside one with nothing in its
 * way; with `notes` each document gets its history note.
 */
export async function benchBackfill(context: {
  isQuick: boolean;
  hasNotes: boolean;
  progress(line: string): void;
}): Promise<unknown> {
  const { isQuick, hasNotes } = context;
  const documents = isQuick ? 600 : hasNotes ? documentsWithNotes : 6_000;
  const scene = { seed: 11, documents, historyNotes: hasNotes };
  const played = async (
    name: string,
    rest: Omit<Parameters<typeof playBackfill>[0], keyof typeof scene>,
  ): Promise<BackfillFigures> => {
    const figures = await playBackfill({ ...scene, ...rest });
    context.progress(`backfill, ${name}: ${lineOf(figures)}`);
    return figures;
  };
  const calm = await played('nothing in its way', { faults: {}, isBusy: false, kills: 0 });
  const rough = await played('faults, three kills, live events', {
    faults: someFaults,
    isBusy: true,
    kills: 3,
  });
  return { calm, rough };
}

function lineOf(figures: BackfillFigures): string {
  const { documents, missing, doubled, minutes, optimumMinutes, ofOptimum } = figures;
  const reckoned = figures.reckonedAfterTenth ?? 'nothing';
  return [
    `${documents} documents, ${missing} missing, ${doubled} doubled`,
    `${minutes} min, optimum ${optimumMinutes} min, ${ofOptimum} times that`,
    `${figures.callsPerDocument} calls a document`,
    `after a tenth ${reckoned} times the truth was reckoned`,
  ].join('; ');
}
