import type { LinkKey } from '../../contracts/link-item.ts';

/** Where one record is explained. Ids are in the address, names never. */
export function explainHref({ target, kind, sourceId }: Omit<LinkKey, 'operatorId'>): string {
  return `/explain?${new URLSearchParams({ target, kind, id: sourceId })}`;
}
