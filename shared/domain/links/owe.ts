import type { Link } from '../../contracts/link-item.ts';
import type { Owed } from '../../contracts/owed.ts';
import { notesOf } from './timeline-effect.ts';

/** Adds a debt to the source; the same debt is never owed twice, nor a note that was written. */
export function owe(link: Link, debt: Owed): Link {
  const isKnown = link.owed.some((known) => identity(known) === identity(debt));
  return isKnown || isWritten(link, debt) ? link : { ...link, owed: [...link.owed, debt] };
}

function isWritten(link: Link, debt: Owed): boolean {
  if (debt.what !== 'timeline') return false;
  return Object.entries(link.effects).some(
    ([name, { state }]) => state === 'done' && notesOf(name).includes(debt.note),
  );
}

/** Takes away what was paid; debts that came in meanwhile stay. */
export function payOff(link: Link, paid: Owed[]): Link {
  const gone = new Set(paid.map(identity));
  return { ...link, owed: link.owed.filter((debt) => !gone.has(identity(debt))) };
}

/** Debts that are paid by writing to the source. */
export function owesSource({ owed }: Link): boolean {
  return owed.some(({ what }) => what !== 'history');
}

export function identity(debt: Owed): string {
  return debt.what === 'timeline' ? `timeline:${debt.note}` : debt.what;
}
