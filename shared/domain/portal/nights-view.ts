import type { Target } from '../../contracts/ids.ts';
import type { Night } from '../../contracts/night-item.ts';
import { sourceManifest } from '../../source/registry.ts';
import { providerManifests } from '../../targets/provider-manifests.ts';
import { addDays } from '../mapping/local-day.ts';
import { dayOnly } from './day-and-time.ts';
import type { Here } from './local-time.ts';
import { counted } from './month-view.ts';
import { shortMonth } from './month-words.ts';
import { foundIn, mismatchWords } from './proof-words.ts';
import type { Tone } from './tone.ts';
import { clockIn, dayIn } from './zone-clock.ts';

export interface NightLine {
  href: string;
  day: string;
  /** "02:14 to 02:16" */
  time: string;
  standing: { tone: Tone; words: string };
  months: string;
  repaired: number;
  calls: Night['calls'];
}

/** One day of the sparkline; undefined: no night came to its end. */
export interface SparkPoint {
  day: string;
  found: number | undefined;
}

export interface NightsView {
  operatorName: string;
  target: Target;
  targetName: string;
  sourceName: string;
  isUnderWay: boolean;
  points: SparkPoint[];
  /** The sparkline in words. */
  sparkTitle: string;
  lines: NightLine[];
}

export interface NightsFacts {
  operatorName: string;
  target: Target;
  /** The latest first. */
  nights: readonly Night[];
}

const daysShown = 31;
/** More are counted only. */
const monthsNamed = 3;

/** How both sides compared, night by night. */
export function nightsView({ operatorName, target, nights }: NightsFacts, here: Here): NightsView {
  const points = pointsOf(nights, here);
  return {
    ...{ operatorName, target },
    targetName: providerManifests[target].name,
    sourceName: sourceManifest.name,
    isUnderWay: nights.some(({ status }) => status === 'running'),
    points,
    sparkTitle: sparkTitle(points),
    lines: nights.map((night) => nightLine(night, here)),
  };
}

export function nightLine(night: Night, here: Here): NightLine {
  const { target, day, proved, repaired, calls } = night;
  return {
    href: `/nights/${target}/${day}`,
    day: dayOnly(day),
    time: timeOf(night, here),
    standing: standingOfNight(night),
    months: monthsWords(proved),
    repaired,
    calls,
  };
}

function timeOf({ startedAt, endedAt }: Night, { timeZone = 'UTC' }: Here): string {
  const clock = (instant: string) => clockIn(Date.parse(instant), timeZone);
  return endedAt === undefined
    ? `since ${clock(startedAt)}`
    : `${clock(startedAt)} to ${clock(endedAt)}`;
}

export function standingOfNight(night: Night): NightLine['standing'] {
  const { status, unexplainedMinor } = night;
  if (status === 'running') return { tone: 'plain', words: 'Under way' };
  if (status === 'stopped') return { tone: 'warn', words: 'Not finished' };
  const found = foundIn(night);
  if (unexplainedMinor !== 0) return { tone: 'bad', words: 'Unexplained' };
  return found === 0
    ? { tone: 'ok', words: 'In step' }
    : { tone: 'warn', words: mismatchWords(found, []) };
}

/** "Nov, Oct, Mar 2026", "Jan 2027, Dec 2026" */
function monthsWords(months: readonly string[]): string {
  const named = months.slice(0, monthsNamed);
  const words = named.map((month, at) =>
    named[at + 1]?.slice(0, 4) === month.slice(0, 4)
      ? shortMonth(month).slice(0, 3)
      : shortMonth(month),
  );
  const more = months.length - named.length;
  return `${words.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** Of a day with several runs the latest that ended. */
function pointsOf(nights: readonly Night[], { timeZone = 'UTC', nowEpochMs }: Here): SparkPoint[] {
  const today = dayIn(nowEpochMs, timeZone);
  return Array.from({ length: daysShown }, (_, at) => {
    const day = addDays(today, at + 1 - daysShown);
    const night = nights.find((one) => one.day === day && one.status === 'done');
    return { day: dayOnly(day), found: night && foundIn(night) };
  });
}

function sparkTitle(points: readonly SparkPoint[]): string {
  const ended = points.flatMap(({ found }) => (found === undefined ? [] : [found]));
  const even = ended.filter((found) => found === 0).length;
  const largest = Math.max(0, ...ended);
  const most = largest === 0 ? '' : ` At most ${mismatchWords(largest, [])} in one night.`;
  return `${counted(ended.length, 'night')} of the last ${daysShown}, ${even} of them in step.${most}`;
}
