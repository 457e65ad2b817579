import type { Link, Owed } from '../../contracts/stored-items.ts';

export type TimelineDebt = Extract<Owed, { what: 'timeline' }>;

/** The notes that go out as one event, and the effect under which that event is journaled. */
export interface TimelineBatch {
  effect: string;
  debts: TimelineDebt[];
}

const prefix = 'timeline:';

/**
 * All notes that a document owes go out as one event. An event that was sent without an answer goes
 * first and unchanged: Stora recognises a repeat by its key only while the bytes are the same.
 */
export function chooseTimelineNotes(link: Link): TimelineBatch | undefined {
  const owed = link.owed.filter((debt): debt is TimelineDebt => debt.what === 'timeline');
  if (owed.length === 0) return undefined;
  const pending = Object.entries(link.effects).find(
    ([name, effect]) => name.startsWith(prefix) && effect.state === 'sending',
  );
  if (pending !== undefined) {
    const notes = new Set(pending[0].slice(prefix.length).split('+'));
    const debts = owed.filter((debt) => notes.has(debt.note));
    if (debts.length === notes.size) return { effect: pending[0], debts };
  }
  return { effect: prefix + owed.map((debt) => debt.note).join('+'), debts: owed };
}
