import type { Link, LinkKey } from '../../contracts/link-item.ts';
import { newLink } from './new-link.ts';

/** What the place of a link the other way round begins with, where others have the source's id. */
export const holderMark = 'held:';

/**
 * Key of a link the other way round: from a contact of the target to the record that it belongs to.
 * The target's own number can be overwritten there; this tells that two records never share a contact.
 */
export function holderKey(key: LinkKey, targetId: string): LinkKey {
  return { ...key, sourceId: `${holderMark}${targetId}` };
}

/** Says that the contact belongs to this record. */
export function newHolder(key: LinkKey, targetId: string): Link {
  return { ...newLink(holderKey(key, targetId)), targetId: key.sourceId };
}

/** Whether an id looks like another of the source: they begin with the kind of record. */
export function hasSameForm(id: string, sourceId: string): boolean {
  return formOf(id) === formOf(sourceId);
}

function formOf(id: string): string {
  return /^[a-z]+_/.exec(id)?.[0] ?? '';
}
