import type { Link, Owed } from '../../contracts/stored-items.ts';

/** Adds a debt to the source; the same debt is never owed twice. */
export function owe(link: Link, debt: Owed): Link {
  const isKnown = link.owed.some((known) => identity(known) === identity(debt));
  return isKnown ? link : { ...link, owed: [...link.owed, debt] };
}

/** Takes away what was paid; debts that came in meanwhile stay. */
export function payOff(link: Link, paid: Owed[]): Link {
  const gone = new Set(paid.map(identity));
  return { ...link, owed: link.owed.filter((debt) => !gone.has(identity(debt))) };
}

export function identity(debt: Owed): string {
  return debt.what === 'metadata' ? 'metadata' : `timeline:${debt.note}`;
}
