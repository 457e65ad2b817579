import type { Link } from '../../contracts/link-item.ts';
import { endEffect, isUncertain } from '../effects/effects.ts';

/**
 * The restored link over what stands in its place: somebody judged the record, or began to post it, and knew
 * no document of it. What was begun is done, as it stands there, and is still told of; a state that waits
 * for a person goes on waiting. Undefined: somebody has linked it meanwhile, and knows more.
 */
export function overStored(stored: Link | undefined, link: Link): Link | undefined {
  if (stored === undefined) return link;
  if (stored.targetId !== undefined) return undefined;
  const { version, ...restored } = link;
  const begun = isUncertain(stored.effects.create)
    ? endEffect(stored, 'create', { state: 'done' }).effects
    : {};
  return {
    ...stored,
    ...restored,
    ...(version === undefined || stored.judgedVersion !== undefined ? {} : { version }),
    revision: stored.revision,
    effects: { ...stored.effects, ...link.effects, ...begun },
    owed: [...stored.owed, ...link.owed],
  };
}
