import type { Link } from '../../contracts/link-item.ts';

/** The link with more of what was posted taken down; one of which nothing stands is as it was. */
export function withPosted(link: Link, more: Partial<NonNullable<Link['posted']>>): Link {
  return link.posted === undefined ? link : { ...link, posted: { ...link.posted, ...more } };
}
