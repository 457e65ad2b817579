import type { Provider } from '../../../shared/contracts/ids.ts';
import type { Link } from '../../../shared/contracts/link-item.ts';
import { InMemoryLinks } from '../../fakes/in-memory-links.ts';

/** The same links; whether any of them owes something is known without reading all. */
export class WatchedLinks extends InMemoryLinks {
  readonly #owing = new Map<string, Link>();

  /** Whom each debt is owed to: the source, or the target itself, whose history lacks a note. */
  openDebts(): Array<{ operatorId: string; to: Provider }> {
    return [...this.#owing.values()].flatMap(({ operatorId, target, owed }) =>
      owed.map(({ what }) => ({
        operatorId,
        to: what === 'history' ? target : ('stora' as const),
      })),
    );
  }

  override seed(link: Link): void {
    super.seed(link);
    const key = `${link.operatorId} ${link.target} ${link.kind} ${link.sourceId}`;
    if (link.owed.length > 0) this.#owing.set(key, link);
    else this.#owing.delete(key);
  }
}
