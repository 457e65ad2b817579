import type { Target } from '../../contracts/ids.ts';
import type { Mismatch } from '../../contracts/mismatch.ts';
import type { Night } from '../../contracts/night-item.ts';
import { addDays } from '../mapping/local-day.ts';
import type { JudgedMonth } from '../month-report/judged-month.ts';
import { dayOnly } from './day-and-time.ts';
import { type Here, toldTime } from './local-time.ts';
import { acceptedSums, atStake, foundIn, mismatchWords, unexplainedIn } from './proof-words.ts';
import type { Tone } from './tone.ts';
import { dayIn } from './zone-clock.ts';

/** How both sides compared last, for the overview. */
export interface ComparedLine {
  tone: Tone;
  /** "In step to the penny" */
  words: string;
  /** "as of last night" */
  when: string;
  href: string;
}

export interface ComparedFacts {
  target: Target;
  /** The latest one that came to its end. */
  night: Night;
  /** The months that it compared, of which something was found. */
  months: readonly JudgedMonth[];
}

/** "In step to the penny as of last night", or how many mismatches there are and over how much. */
export function comparedLine({ target, night, months }: ComparedFacts, here: Here): ComparedLine {
  const when = `as of ${nightWords(night, here)}`;
  const href = hrefOf({ target, night, months });
  const unexplained = months.flatMap(({ proof }) => unexplainedIn(proof));
  if (night.unexplainedMinor !== 0 && unexplained.length > 0)
    return { tone: 'bad', words: `${unexplained.join(' and ')} unexplained`, when, href };
  const beside = besideMonths(night).length;
  const found = months.reduce((sum, { proof }) => sum + foundIn(proof), beside);
  const isAccepted = night.differenceMinor !== 0 || months.flatMap(acceptedSums).length > 0;
  if (found === 0 && isAccepted)
    return { tone: 'ok', words: 'In step, but for what was accepted', when, href };
  if (found === 0) return { tone: 'ok', words: 'In step to the penny', when, href };
  const sums = atStake(months.flatMap(({ proof }) => proof.mismatches));
  return { tone: 'warn', words: mismatchWords(found, sums), when, href };
}

/** Where most of it is told. */
function hrefOf({ target, night, months }: ComparedFacts): string {
  const [first] = months.filter(({ proof }) => foundIn(proof) > 0);
  if (first !== undefined) return `/months/${target}/${first.proof.month}`;
  return besideMonths(night).length > 0 ? `/nights/${target}/${night.day}` : `/months/${target}`;
}

/** What no month shows, and does not repair itself: customers, and invoices of older months. */
function besideMonths({ mismatches = [] }: Night): Mismatch[] {
  return mismatches.filter(({ fix }) => fix !== 'repairs_itself');
}

/** The small hours of a day belong to the night before it; what was asked for has its time. */
function nightWords({ day, reason, startedAt }: Night, here: Here): string {
  if (reason === 'asked') return toldTime(startedAt, here);
  const { timeZone = 'UTC', nowEpochMs } = here;
  const today = dayIn(nowEpochMs, timeZone);
  if (day === today) return 'last night';
  if (day === addDays(today, -1)) return 'the night before last';
  return `the night of ${dayOnly(day)}`;
}
