import type { Link } from '../../contracts/link-item.ts';
import { owe } from './owe.ts';

/** The contact that is left after a merge in the target. */
export interface Survivor {
  targetId: string;
  name: string;
  /** The other record whose contact it is. */
  heldBy: string | undefined;
  /** When we learned of the merge. */
  seenAtEpochMs: number;
}

/**
 * The link of a record whose contact somebody merged into another one. Where that one is another
 * record's, its own details stand there from now on: two records that write to one contact in turn
 * would undo each other. It is journaled like a write, so that an activity tells of it, once.
 */
export function followMerge(link: Link, survivor: Survivor): Link {
  if (link.targetId === undefined || link.targetId === survivor.targetId) return link;
  const { sharedWith: _former, detailMarks: _marks, ...rest } = link;
  const { heldBy, targetId, name, seenAtEpochMs } = survivor;
  const seen = {
    state: 'done',
    generation: 0,
    sentAtEpochMs: seenAtEpochMs,
    requestHash: '',
  } as const;
  const moved = {
    ...rest,
    targetId,
    targetLabel: name,
    effects: { ...link.effects, [`merged:${link.targetId}`]: seen },
    mergedFrom: [...(link.mergedFrom ?? []), link.targetId],
    ...(heldBy === undefined ? {} : { sharedWith: heldBy }),
  };
  return link.deletedAt === undefined ? owe(moved, { what: 'metadata' }) : moved;
}
