import type { Link } from '../../contracts/link-item.ts';
import { firstAgeMs } from './sweep-spans.ts';

/**
 * The link as it is stored at this instant, with the age of what it owes. A new age moves it in the
 * index, which costs as much as two writes, and nearly every debt is paid within minutes. So it keeps
 * its age, whatever is saved, until the sweep would send it first: a debt that comes in meanwhile is
 * sent no later for that. One that has owed for longer is as old as its last save, for a debt that
 * comes in after months must not wait for months.
 */
export function withOwedSince(link: Link, nowEpochMs: number): Link {
  const { owedSinceEpochMs: since, ...rest } = link;
  if (link.owed.length === 0) return rest;
  const isKept = since !== undefined && nowEpochMs - since < firstAgeMs;
  return { ...rest, owedSinceEpochMs: isKept ? since : nowEpochMs };
}
