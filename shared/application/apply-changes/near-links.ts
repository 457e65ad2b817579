import type { Link, LinkKey } from '../../contracts/link-item.ts';
import { ageMsOf } from '../../domain/age-of.ts';
import { linkName } from '../../domain/links/link-key.ts';
import type { Clock } from '../../ports/clock.ts';
import type { RecordLinks } from '../../ports/links.ts';

/**
 * Links that were read together with those of the batch's own records, since they will be needed.
 * `undefined`: nothing is linked there.
 */
export interface NearLinks {
  readAtEpochMs: number;
  links: Map<string, Link | undefined>;
}

/** As long as a record at the source may take to be read; then it is asked for once more. */
const goodForMs = 5_000;

interface Near {
  near: NearLinks;
  ports: { links: RecordLinks; clock: Clock };
}

/**
 * Reads links in one call; those of `needed` are handed out when they are asked for.
 * @throws what keeps one of `own` from being read.
 */
export async function readTogether(
  own: LinkKey[],
  needed: LinkKey[],
  { near, ports }: Near,
): Promise<Array<Link | undefined>> {
  const names = new Set(own.map(linkName));
  const others = needed.filter((key) => !names.has(linkName(key)));
  near.readAtEpochMs = ports.clock.nowEpochMs();
  near.links.clear();
  let found: Array<Link | undefined>;
  try {
    found = await ports.links.getMany([...own, ...others]);
  } catch (error) {
    if (others.length === 0) throw error;
    // Recovery: without the others, for one that nobody can read is the trouble of who needs it alone.
    return ports.links.getMany(own);
  }
  for (const [at, key] of others.entries()) near.links.set(linkName(key), found[own.length + at]);
  return found.slice(0, own.length);
}

/**
 * Links of records that others need, in the order of the keys. What was read with the batch is handed out
 * once: whoever asks again wants to know what has changed since. A save over a link that somebody else
 * has saved meanwhile is refused, as ever.
 */
export async function linksNear(
  keys: LinkKey[],
  { near, ports }: Near,
): Promise<Array<Link | undefined>> {
  const isRecent = ageMsOf(near.readAtEpochMs, ports.clock.nowEpochMs()) <= goodForMs;
  const far = keys.filter((key) => !isRecent || !near.links.has(linkName(key)));
  const read = far.length === 0 ? [] : await ports.links.getMany(far);
  const found = new Map(far.map((key, at) => [linkName(key), read[at]]));
  return keys.map((key) => {
    const name = linkName(key);
    if (found.has(name)) return found.get(name);
    const link = near.links.get(name);
    near.links.delete(name);
    return link;
  });
}

export async function linkNear(key: LinkKey, batch: Near): Promise<Link | undefined> {
  const [link] = await linksNear([key], batch);
  return link;
}
