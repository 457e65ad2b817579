import type { Link } from '../../contracts/link-item.ts';
import type { Standing } from '../../domain/issues/choose-woken.ts';

/** The record of a link, where it is in the ledger: what others need of it is there. */
export function standingOf(link: Link): Standing[] {
  if (link.targetId === undefined) return [];
  const { kind, sourceId, targetId, version } = link;
  return [{ kind, sourceId, state: `${targetId} ${version?.fingerprint ?? ''}` }];
}
