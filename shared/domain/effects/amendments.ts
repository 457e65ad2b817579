import type { Link } from '../../contracts/link-item.ts';
import { isUncertain } from './effects.ts';

const prefix = 'amend:';

/**
 * Name of the change that brings a document to the content of this seal. It carries a running number, so
 * that a content that comes back is sent under a key of its own.
 */
export function chooseAmendment(link: Link, seal: string): string {
  const latest = amendmentsOf(link).at(-1);
  const isUnderWay = latest !== undefined && sealIn(latest) === seal && !isDone(link, latest);
  return isUnderWay
    ? latest
    : `${prefix}${(latest === undefined ? 0 : numberOf(latest)) + 1}:${seal}`;
}

export function sealIn(effect: string): string {
  return effect.split(':')[2] ?? '';
}

/** Changes of which nobody knows whether they happened. */
export function openAmendments(link: Link): string[] {
  return amendmentsOf(link).filter((name) => isUncertain(link.effects[name]));
}

/** Whether the document may show a content that no version on the link tells of. */
export function mayShowOtherContent(link: Link): boolean {
  return amendmentsOf(link).some((name) => {
    const effect = link.effects[name];
    // It is told of in the save that commits the state which it brought.
    return isUncertain(effect) || (effect?.state === 'done' && effect.isAudited !== true);
  });
}

function amendmentsOf(link: Link): string[] {
  return Object.keys(link.effects)
    .filter((name) => name.startsWith(prefix))
    .sort((left, right) => numberOf(left) - numberOf(right));
}

function isDone(link: Link, name: string): boolean {
  return link.effects[name]?.state === 'done';
}

function numberOf(name: string): number {
  return Number(name.split(':')[1] ?? 0);
}
