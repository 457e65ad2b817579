import type { Link } from '../../contracts/link-item.ts';

/**
 * The link of a record that was deleted at the source: a late update must not bring it back. What
 * stands in the target stays, for documents refer to it; metadata has nowhere to go any more.
 */
export function bury(link: Link, deletedAt: string): Link {
  if (link.deletedAt !== undefined) return link;
  const owed = link.owed.filter((debt) => debt.what !== 'metadata');
  const version = { at: deletedAt, rank: 0, fingerprint: 'deleted' };
  return { ...link, owed, version, deletedAt };
}
