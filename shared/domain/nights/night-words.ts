import type { Night } from '../../contracts/night-item.ts';

/** How far a night is, and what it has found; for people. */
export function nightLines(night: Night): string[] {
  const { pages, calls, found, repaired, months, proved, unreadable = 0 } = night;
  const classes = Object.entries(found).map(([name, count]) => `${count} ${name}`);
  return [
    `Night of ${night.day}, ${stateWords(night)}.`,
    `Months through: ${proved.length} of ${months.length} (${months.join(', ')}).`,
    `Not the same on both sides: ${classes.length === 0 ? 'nothing' : classes.join(', ')}.`,
    `Brought over: ${repaired}. Explained by nothing: ${night.unexplainedMinor} minor units.`,
    `Pages: ${pages.source} and ${pages.ledger}. Calls: ${calls.source} and ${calls.ledger}.`,
    ...silenceWords(night),
    ...(unreadable === 0 ? [] : [`Entries that could not be read: ${unreadable}.`]),
  ];
}

const hourMs = 3_600_000;

function silenceWords({ silence }: Night): string[] {
  if (silence === undefined) return [];
  const { silentForMs, usualGapMs } = silence;
  const hours = (ms: number) => `${Math.round(ms / hourMs)} h`;
  return [
    `Nothing was heard of the source for ${hours(silentForMs)}; usual are ${hours(usualGapMs)}.`,
  ];
}

/** The same in one line, while it goes on. */
export function nightLine(night: Night): string {
  const { place, proved, months } = night;
  const where = [place.step, place.month, place.kind, `page ${place.page}`].filter(Boolean);
  const now = night.status === 'running' ? where.join(' ') : stateWords(night);
  return `${proved.length}/${months.length} months, ${now}`;
}

const reasons: Record<NonNullable<Night['stoppedBecause']>, string> = {
  not_connected: 'a side is not connected',
  other_company: 'another company is connected',
  switched_off: 'posting is switched off',
  too_long: 'it took too long',
};

function stateWords({ status, stoppedBecause }: Night): string {
  if (status === 'running') return 'under way';
  if (stoppedBecause === undefined) return status;
  return `stopped, because ${reasons[stoppedBecause]}`;
}
