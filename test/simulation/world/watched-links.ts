import type { Link } from '../../../shared/contracts/link-item.ts';
import type { OwingLink } from '../../../shared/ports/links.ts';
import { InMemoryLinks } from '../../fakes/in-memory-links.ts';

/** The same links; whether any of them owes something is known without reading all. */
export class WatchedLinks extends InMemoryLinks {
  readonly #owing = new Map<string, string>();

  /** Operators whose links owe the source something. */
  operatorsOwing(): Set<string> {
    return new Set(this.#owing.values());
  }

  override seed(link: Link): void {
    super.seed(link);
    const key = `${link.operatorId} ${link.target} ${link.kind} ${link.sourceId}`;
    if (link.owed.length > 0) this.#owing.set(key, link.operatorId);
    else this.#owing.delete(key);
  }

  override async owing(span: Parameters<InMemoryLinks['owing']>[0]): Promise<OwingLink[]> {
    return this.#owing.size === 0 ? [] : super.owing(span);
  }
}
