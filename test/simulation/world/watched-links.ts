import { keys } from '../../../shared/adapters/dynamodb/keys.ts';
import type { Provider } from '../../../shared/contracts/ids.ts';
import { type Link, type LinkKey, linkItem } from '../../../shared/contracts/link-item.ts';
import type { Clock } from '../../../shared/ports/clock.ts';
import type { IndexLag } from '../../fakes/in-memory-directory.ts';
import { InMemoryLinks } from '../../fakes/in-memory-links.ts';
import type { partAnswers } from '../engine/part-answers.ts';

/** The same links; whether any of them owes something is known without reading all. */
export class WatchedLinks extends InMemoryLinks {
  readonly #owing = new Map<string, Link>();
  readonly #read: ReturnType<typeof partAnswers>;

  constructor(
    clock: Pick<Clock, 'nowEpochMs'>,
    lag: IndexLag,
    read: ReturnType<typeof partAnswers>,
  ) {
    super(clock, lag);
    this.#read = read;
  }

  /** Whom each debt is owed to: the source, or the target itself, whose history lacks a note. */
  openDebts(): Array<{ operatorId: string; to: Provider }> {
    return [...this.#owing.values()].flatMap(({ operatorId, target, owed }) =>
      owed.map(({ what }) => ({
        operatorId,
        to: what === 'history' ? target : ('stora' as const),
      })),
    );
  }

  override async getMany(wanted: LinkKey[]): Promise<Array<Link | undefined>> {
    this.faults.check('getMany');
    const byPlace = new Map(wanted.map((key) => [keys.link(key).sk, key]));
    const items = await this.#read(wanted.map(keys.link), (place) => {
      const link = this.at(byPlace.get(place.sk));
      return link && { ...link, ...place };
    });
    return items.map((item) => item && linkItem.parse(item));
  }

  override seed(link: Link): void {
    super.seed(link);
    const key = `${link.operatorId} ${link.target} ${link.kind} ${link.sourceId}`;
    if (link.owed.length > 0) this.#owing.set(key, link);
    else this.#owing.delete(key);
  }
}
