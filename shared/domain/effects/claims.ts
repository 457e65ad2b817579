import type { Effect } from '../../contracts/effect.ts';
import type { Link } from '../../contracts/link-item.ts';
import { isUncertain } from './effects.ts';

/** Stands in the name of the update that makes a record ours which was found in the target. */
export const claimState = 'claim';

/** The claim of which nobody knows whether it happened. */
export function openClaim(link: Link): string | undefined {
  const isOpen = ([name, effect]: [string, Effect]) =>
    name.startsWith(`update:${claimState}:`) && isUncertain(effect);
  return Object.entries(link.effects).find(isOpen)?.[0];
}
