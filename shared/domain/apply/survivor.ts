/** A contact of the ledger, and where somebody merged it to. */
export interface Mergeable {
  targetId: string;
  isArchived: boolean;
  mergedToTargetId: string | undefined;
}

/**
 * The contact that a merged one ended in, over several merges. Undefined: it was not merged, or the
 * way ends in a contact that is archived, unknown or met before.
 */
export function survivorOf<C extends Mergeable>(
  targetId: string,
  known: ReadonlyMap<string, C>,
): C | undefined {
  const passed = new Set<string>();
  let contact = known.get(targetId);
  while (contact?.mergedToTargetId !== undefined && !passed.has(contact.targetId)) {
    passed.add(contact.targetId);
    contact = known.get(contact.mergedToTargetId);
  }
  const isReached = passed.size > 0 && contact?.mergedToTargetId === undefined;
  return isReached && contact?.isArchived === false ? contact : undefined;
}
