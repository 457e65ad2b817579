import type { Link } from '../../contracts/link-item.ts';
import { DeferredError } from '../../domain/errors/errors.ts';
import type { Links } from '../../ports/links.ts';

const savesAtMost = 5;

/**
 * Changes a link in the store. The apply worker may save it meanwhile; then the change is made again
 * on what it left, if it still `fits` that.
 * @throws DeferredError when it does not fit any more, or others keep saving.
 */
export async function saveDebts(
  link: Link,
  links: Links,
  { change, fits = () => true }: { change: (link: Link) => Link; fits?: (fresh: Link) => boolean },
): Promise<Link> {
  let current = link;
  for (let tries = 0; tries < savesAtMost; tries += 1) {
    const saved = await links.save(change(current));
    if (saved !== 'conflict') return saved;
    const { operatorId, target, kind, sourceId } = link;
    current = (await links.get({ operatorId, target, kind, sourceId })) ?? current;
    if (!fits(current)) break;
    // Somebody else has done it already.
    if (JSON.stringify(change(current)) === JSON.stringify(current)) return current;
  }
  throw new DeferredError('link_contended', 2);
}
