import type { Link } from '../../contracts/link-item.ts';
import type { Owed } from '../../contracts/owed.ts';
import { isUncertain } from '../effects/effects.ts';
import { notesOf, timelineEffect } from '../links/timeline-effect.ts';

export type TimelineDebt = Extract<Owed, { what: 'timeline' }>;

/** The notes that go out as one event, and the effect under which that event is journaled. */
export interface TimelineBatch {
  effect: string;
  debts: TimelineDebt[];
}

/**
 * All notes that a document owes go out as one event. An event of which nobody knows whether it was
 * written goes first and unchanged: a repeat is recognised by its key only while the bytes are the
 * same, and its errors are counted for it alone.
 */
export function chooseTimelineNotes(link: Link): TimelineBatch | undefined {
  const owed = link.owed.filter((debt): debt is TimelineDebt => debt.what === 'timeline');
  if (owed.length === 0) return undefined;
  const uncertain = Object.keys(link.effects)
    .filter((name) => notesOf(name).length > 0 && isUncertain(link.effects[name]))
    .flatMap((effect) => {
      const notes = new Set(notesOf(effect));
      const debts = owed.filter((debt) => notes.has(debt.note));
      return debts.length === notes.size ? [{ effect, debts }] : [];
    });
  const unanswered = uncertain.find(({ effect }) => link.effects[effect]?.state === 'sending');
  const next = unanswered ?? uncertain[0];
  return next ?? { effect: timelineEffect(owed.map((debt) => debt.note)), debts: owed };
}
