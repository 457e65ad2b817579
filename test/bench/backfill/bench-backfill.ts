import { atMost, type Goal } from '../goal.ts';
import type { BackfillFigures, BackfillScene } from './backfill.ts';
import { playBackfill } from './backfill.ts';
import { someFaults } from './backfill-scene.ts';

const documentsOfAYear = 6_000;
/** A note is a call: so many end within the calls of a day. */
const documentsOfADay = 1_200;
const quickDocuments = 600;

/** Of the fewest minutes that the lane allows. */
const ofOptimumAtMost = 1.25;
/** A history note is a call of its own. */
const callsPerDocumentAtMost = { plain: 0.25, withNotes: 1.25 };
const reckonedOffAtMost = 0.2;

interface Played extends BackfillFigures {
  goals: Goal[];
}

interface Context {
  isQuick: boolean;
  hasNotes: boolean;
  progress(line: string): void;
}

type Weather = Pick<BackfillScene, 'faults' | 'liveEveryMs' | 'kills'>;
const calm: Weather = { faults: {}, liveEveryMs: undefined, kills: 0 };
const rough: Weather = { faults: someFaults, liveEveryMs: 40_000, kills: 3 };
/** More would begin a third day for its last forty calls, which says nothing of the run. */
const overTwoDays: Weather = { ...rough, liveEveryMs: 120_000 };

/**
 * A backfill of a year with faults, three kills and live events in between, beside one with nothing in its
 * way; with `notes` each document gets its history note: so many as end within a day, and the year, which
 * takes the calls of two.
 */
export async function benchBackfill(context: Context): Promise<unknown> {
  const { isQuick, hasNotes } = context;
  const ofADay = hasNotes ? documentsOfADay : documentsOfAYear;
  const documents = isQuick ? quickDocuments : ofADay;
  const play = (name: string, scene: Weather, count: number) =>
    played({ name, documents: count, ...scene }, context);
  return {
    calm: await play('nothing in its way', calm, documents),
    rough: await play('faults, three kills, live events', rough, documents),
    ...(hasNotes && !isQuick
      ? {
          overTwoDays: await play(
            'faults, three kills, live events, over two days',
            overTwoDays,
            documentsOfAYear,
          ),
        }
      : {}),
  };
}

async function played(
  { name, ...scene }: { name: string; documents: number } & Weather,
  { hasNotes, progress }: Context,
): Promise<Played> {
  const figures = await playBackfill({ seed: 11, historyNotes: hasNotes, ...scene });
  progress(`backfill, ${name}: ${lineOf(figures)}`);
  const goals = goalsOf(figures, hasNotes);
  for (const { goal, measured, allowed } of goals.filter(({ holds }) => !holds))
    progress(`backfill, ${name}: NOT KEPT: ${goal} is ${measured}, at most ${allowed}`);
  return { ...figures, goals };
}

function goalsOf(figures: BackfillFigures, hasNotes: boolean): Goal[] {
  const { missing, doubled, ofOptimum, callsPerDocument, reckonedAfterTenth = 0 } = figures;
  const calls = callsPerDocumentAtMost[hasNotes ? 'withNotes' : 'plain'];
  const reckonedOff = Number(Math.abs(1 - reckonedAfterTenth).toFixed(3));
  return [
    atMost('documents missing', missing, 0),
    atMost('documents doubled', doubled, 0),
    atMost('makespan as a part of the optimum', ofOptimum, ofOptimumAtMost),
    atMost('calls to Xero per document', callsPerDocument, calls),
    atMost('error of what was expected after a tenth', reckonedOff, reckonedOffAtMost),
  ];
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
