import type { Lane } from '../../../shared/ports/pacer.ts';
import { type BackfillFigures, measureBackfill } from './backfill.ts';
import {
  burstsOfEight,
  type ForeignFigures,
  type ForeignLimiter,
  foreignPatterns,
  measureForeign,
} from './foreign.ts';
import { latencyClasses, quick } from './latency.ts';
import { hubspotCaps, storaCaps, windowKinds, xeroCaps } from './scene.ts';
import { type Limiter, measureSolo, type SoloFigures } from './solo.ts';

export const pacingSections = ['solo', 'otherCaps', 'foreign', 'backfill'] as const;
export type PacingSection = (typeof pacingSections)[number];

export interface PlanOptions {
  /** Runs of each combination; of long loads fewer. */
  readonly seeds: number;
  /** Small loads, for a look and for tests. */
  readonly isQuick: boolean;
  readonly sections: readonly PacingSection[];
}

export type Measured =
  | { readonly section: 'solo' | 'otherCaps'; readonly figures: SoloFigures }
  | { readonly section: 'foreign'; readonly figures: ForeignFigures }
  | { readonly section: 'backfill'; readonly figures: BackfillFigures };

export interface Job {
  readonly section: PacingSection;
  readonly what: string;
  measure(): Promise<Measured>;
}

const fullSizes = {
  calls: [60, 600, 6_000],
  otherCalls: [600, 6_000],
  foreignMinutes: 120,
  backfillCalls: 6_000,
};
const quickSizes = {
  calls: [60, 240],
  otherCalls: [240],
  foreignMinutes: 15,
  backfillCalls: 240,
};

// Hours of calls say enough with few seeds, and the library takes ten times as long per call as the others.
const seedsOfLongLoads = 5;
const seedsOfLibrary = 2;

/** Every combination to measure, always the same for the same options, so that threads can share them by number. */
export function planJobs(options: PlanOptions): Job[] {
  const jobs = [
    ...soloJobs(options),
    ...otherCapsJobs(options),
    ...foreignJobs(options),
    ...backfillJobs(options),
  ];
  return jobs.filter(({ section }) => options.sections.includes(section));
}

const soloLimiters: readonly Limiter[] = [
  'paced',
  'bottleneck',
  'tokenBucket',
  'ringInProcess',
  'sendStampRing',
];

function soloJobs(options: PlanOptions): Job[] {
  return soloLimiters.flatMap((limiter) =>
    sizesOf(options).calls.flatMap((calls) =>
      windowKinds.flatMap((kind) =>
        latencyClasses.map((latency): Job => {
          const isSlow = limiter === 'bottleneck' && calls > 1_000;
          const seeds = isSlow ? Math.min(options.seeds, seedsOfLibrary) : options.seeds;
          const run = { limiter, caps: storaCaps, calls, kind, latency, seeds };
          return {
            section: 'solo',
            what: `${limiter} alone, ${calls} calls, ${kind} windows, ${latency.name}`,
            measure: async () => ({ section: 'solo', figures: await measureSolo(run) }),
          };
        }),
      ),
    ),
  );
}

function otherCapsJobs(options: PlanOptions): Job[] {
  const seeds = Math.min(options.seeds, seedsOfLongLoads);
  return [xeroCaps, hubspotCaps].flatMap((caps) =>
    sizesOf(options).otherCalls.flatMap((calls) =>
      windowKinds.map((kind): Job => {
        const run = { limiter: 'paced', caps, calls, kind, latency: quick, seeds } as const;
        return {
          section: 'otherCaps',
          what: `paced alone, ${caps.name}, ${calls} calls, ${kind} windows`,
          measure: async () => ({ section: 'otherCaps', figures: await measureSolo(run) }),
        };
      }),
    ),
  );
}

interface ForeignUser {
  readonly limiter: ForeignLimiter;
  readonly lane: Lane;
  /** Beside these only. */
  readonly pattern?: string;
}

const foreignUsers: readonly ForeignUser[] = [
  { limiter: 'paced', lane: 'live' },
  { limiter: 'paced', lane: 'backfill' },
  { limiter: 'bottleneck', lane: 'live' },
  { limiter: 'tokenBucket', lane: 'live' },
  { limiter: 'nobody', lane: 'live' },
  { limiter: 'seesAllLeaves8', lane: 'live', pattern: burstsOfEight },
  { limiter: 'seesAllLeaves16', lane: 'live', pattern: burstsOfEight },
  { limiter: 'seesAllLeaves24', lane: 'live', pattern: burstsOfEight },
  { limiter: 'seesAllLeaves32', lane: 'live', pattern: burstsOfEight },
];

function foreignJobs(options: PlanOptions): Job[] {
  const minutes = sizesOf(options).foreignMinutes;
  return foreignUsers.flatMap(({ limiter, lane, pattern: only }) =>
    foreignPatterns
      .filter(({ name }) => only === undefined || only === name)
      .flatMap((pattern) =>
        windowKinds.map((kind): Job => {
          const most = limiter === 'bottleneck' ? seedsOfLibrary : seedsOfLongLoads;
          const seeds = Math.min(options.seeds, most);
          const run = { limiter, lane, pattern, kind, minutes, seeds };
          return {
            section: 'foreign',
            what: `${limiter} in the ${lane} lane beside ${pattern.name}, ${kind} windows`,
            measure: async () => ({ section: 'foreign', figures: await measureForeign(run) }),
          };
        }),
      ),
  );
}

function backfillJobs(options: PlanOptions): Job[] {
  const seeds = Math.min(options.seeds, seedsOfLongLoads);
  const calls = sizesOf(options).backfillCalls;
  return windowKinds.map((kind): Job => {
    return {
      section: 'backfill',
      what: `backfill with live events, ${kind} windows`,
      measure: async () => ({
        section: 'backfill',
        figures: await measureBackfill({ kind, calls, seeds }),
      }),
    };
  });
}

function sizesOf({ isQuick }: PlanOptions) {
  return isQuick ? quickSizes : fullSizes;
}
