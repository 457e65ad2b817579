import type { BackfillRun } from '../../contracts/backfill-run.ts';
import { isOver } from '../backfill/run.ts';
import { dayAndTime } from './day-and-time.ts';

/** What an overview tells of a run over earlier documents that is not over. */
export interface Earlier {
  isMoving: boolean;
  /** Why it stands, where it does. */
  line: string | undefined;
  /** Its page. */
  href: string;
}

export function earlierOf(
  runs: readonly BackfillRun[],
  timeZone: string | undefined,
): Earlier | undefined {
  const run = runs.find((one) => !isOver(one));
  if (run === undefined) return undefined;
  const { status, waits, target } = run;
  const isMoving = status === 'running' && waits === undefined;
  return { isMoving, line: standsWords(run, timeZone), href: `/backfill/${target}` };
}

function standsWords({ status, waits }: BackfillRun, timeZone?: string): string | undefined {
  if (status === 'paused') return 'Earlier documents are paused.';
  if (waits === undefined) return undefined;
  if (waits.until === undefined) return 'Earlier documents go on by themselves after that.';
  return `Earlier documents go on by themselves ${dayAndTime(waits.until, timeZone)}: the calls of today are used up.`;
}
