import type { Effect } from '../../contracts/effect.ts';
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
 * same, and its errors are counted for it alone. So does one that is written and not told of yet.
 */
export function chooseTimelineNotes(link: Link): TimelineBatch | undefined {
  const owed = link.owed.filter((debt): debt is TimelineDebt => debt.what === 'timeline');
  if (owed.length === 0) return undefined;
  const open = Object.keys(link.effects)
    .filter((name) => notesOf(name).length > 0 && isOpen(link.effects[name]))
    .flatMap((effect) => {
      const notes = new Set(notesOf(effect));
      const debts = owed.filter((debt) => notes.has(debt.note));
      return debts.length === notes.size ? [{ effect, debts }] : [];
    });
  const first = open.find(({ effect }) => link.effects[effect]?.state !== 'failed');
  const next = first ?? open[0];
  return next ?? { effect: timelineEffect(owed.map((debt) => debt.note)), debts: owed };
}

function isOpen(effect: Effect | undefined): boolean {
  return isUncertain(effect) || (effect?.state === 'done' && !effect.isAudited);
}
