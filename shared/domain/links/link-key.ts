import type { LinkKey } from '../../contracts/link-item.ts';

/** Which link it is, out of whatever says more than that. */
export function linkKeyOf({ operatorId, target, kind, sourceId }: LinkKey): LinkKey {
  return { operatorId, target, kind, sourceId };
}

/** The same as one text; ids of the source come last, so that no character in them can confuse. */
export function linkName({ operatorId, target, kind, sourceId }: LinkKey): string {
  return [operatorId, target, kind, sourceId].join('|');
}
