import type { Link } from '../../contracts/stored-items.ts';
import { owe } from './owe.ts';

/** The contact that is left after a merge in the target. */
export interface Survivor {
  targetId: string;
  name: string;
  /** The other record whose contact it is. */
  heldBy: string | undefined;
}

/**
 * The link of a record whose contact somebody merged into another one. Where that one is another
 * record's, its own details stand there from now on: two records that write to one contact in turn
 * would undo each other.
 */
export function followMerge(link: Link, survivor: Survivor): Link {
  if (link.targetId === undefined || link.targetId === survivor.targetId) return link;
  const { sharedWith: _former, ...rest } = link;
  const { heldBy, targetId, name } = survivor;
  const moved = {
    ...rest,
    targetId,
    targetLabel: name,
    mergedFrom: [...(link.mergedFrom ?? []), link.targetId],
    ...(heldBy === undefined ? {} : { sharedWith: heldBy }),
  };
  return link.deletedAt === undefined ? owe(moved, { what: 'metadata' }) : moved;
}
