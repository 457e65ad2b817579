import type { Effect } from '../../contracts/effect.ts';
import type { Link } from '../../contracts/link-item.ts';
import { isUncertain } from './effects.ts';

/** State of the update by which a record of the operator's own in the target becomes that of ours. */
export const claimState = 'claim';

/** The claim of which nobody knows whether it happened. */
export function openClaim(link: Link): string | undefined {
  const isOpen = ([name, effect]: [string, Effect]) =>
    name.startsWith(`update:${claimState}:`) && isUncertain(effect);
  return Object.entries(link.effects).find(isOpen)?.[0];
}
