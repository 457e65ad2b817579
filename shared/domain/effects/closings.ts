import type { ClosingNote, Link } from '../../contracts/link-item.ts';
import { isDone, isUncertain } from './effects.ts';

/** What is done, in its order, to close an invoice by a credit note of our own and to take that back. */
export const closingSteps = ['write-off', 'void-credit', 'set', 'unset', 'void-note'] as const;
export type ClosingStep = (typeof closingSteps)[number];

const prefix = 'closing';

export function closingEffect(step: ClosingStep, round: number): string {
  return `${prefix}-${step}:${round}`;
}

export function creationOf(purpose: ClosingNote['purpose']): 'write-off' | 'void-credit' {
  return purpose === 'bad_debt' ? 'write-off' : 'void-credit';
}

/** Each credit note that was taken back leaves its number behind: the next has one of its own. */
export function roundOf(link: Link): number {
  let round = 1;
  while (isDone(link, closingEffect('void-note', round))) round += 1;
  return round;
}

/** The steps of this round of which nobody knows whether they happened. */
export function openClosingSteps(link: Link): ClosingStep[] {
  const round = roundOf(link);
  return closingSteps.filter((step) => isUncertain(link.effects[closingEffect(step, round)]));
}
