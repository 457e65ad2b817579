import type { Link } from '../../contracts/link-item.ts';
import type { Version } from '../../contracts/version.ts';
import { isSeenLater } from './version-to-keep.ts';

/**
 * The link once the source has shown its record again. Where that is the state that was applied, only
 * later, the event that tells of it is no news any more. Everything else is for that event to bring.
 */
export function seenAgain(link: Link, shown: Version): Link {
  const { version, judgedVersion } = link;
  if (version === undefined || judgedVersion !== undefined) return link;
  return isSeenLater(shown, version) ? { ...link, version: { ...version, at: shown.at } } : link;
}
