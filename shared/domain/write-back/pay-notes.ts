import type { Link } from '../../contracts/link-item.ts';
import { auditedEffect } from '../effects/effects.ts';
import { payOff } from '../links/owe.ts';
import { notesOf } from '../links/timeline-effect.ts';
import type { TimelineDebt } from './choose-timeline-notes.ts';

/**
 * Takes away notes that were written (under the effect `writtenAs`) or let go, and the journal of
 * every other event that held one of them. What was written stays in the journal as done, so that a
 * worker which is behind cannot owe it once more.
 */
export function payNotes(link: Link, paid: TimelineDebt[], writtenAs?: string): Link {
  const gone = new Set(paid.map((debt) => debt.note));
  const effects = Object.fromEntries(
    Object.entries(link.effects).filter(
      ([name, { state }]) => state === 'done' || !notesOf(name).some((note) => gone.has(note)),
    ),
  );
  const written = writtenAs === undefined ? undefined : link.effects[writtenAs];
  if (writtenAs !== undefined && written !== undefined)
    effects[writtenAs] = auditedEffect({ ...written, state: 'done' });
  return { ...payOff(link, paid), effects };
}
