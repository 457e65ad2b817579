import type { Link, LinkKey } from '../../contracts/link-item.ts';

/** A link that knows nothing yet. */
export function newLink(key: LinkKey): Link {
  const { operatorId, target, kind, sourceId } = key;
  return { operatorId, target, kind, sourceId, revision: 0, effects: {}, owed: [] };
}
