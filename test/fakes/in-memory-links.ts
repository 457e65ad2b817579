import { recordKind } from '../../shared/contracts/ids.ts';
import type { Link, LinkKey } from '../../shared/contracts/link-item.ts';
import { holderMark } from '../../shared/domain/links/holder.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { LinkDebts, Links, OwingLink } from '../../shared/ports/links.ts';
import { Faults } from './faults.ts';

export class InMemoryLinks implements Links {
  readonly faults = new Faults();
  readonly #rows = new Map<string, Link>();
  readonly #savedAtEpochMs = new Map<string, number>();
  readonly #clock: Pick<Clock, 'nowEpochMs'>;

  constructor(clock: Pick<Clock, 'nowEpochMs'> = { nowEpochMs: () => Date.now() }) {
    this.#clock = clock;
  }

  /** Puts a link there as it is, to arrange a test. */
  seed(link: Link): void {
    this.#rows.set(keyOf(link), structuredClone(link));
    this.#savedAtEpochMs.set(keyOf(link), this.#clock.nowEpochMs());
  }

  /** Every link as it stands now. */
  all(): Link[] {
    return structuredClone([...this.#rows.values()]);
  }

  async get(key: LinkKey): Promise<Link | undefined> {
    this.faults.check('get');
    return structuredClone(this.#rows.get(keyOf(key)));
  }

  async getMany(keys: LinkKey[]): Promise<Array<Link | undefined>> {
    this.faults.check('getMany');
    return keys.map((key) => structuredClone(this.#rows.get(keyOf(key))));
  }

  async save(link: Link): Promise<Link | 'conflict'> {
    this.faults.check('save');
    if ((this.#rows.get(keyOf(link))?.revision ?? 0) !== link.revision) return 'conflict';
    const saved = { ...structuredClone(link), revision: link.revision + 1 };
    this.seed(saved);
    return saved;
  }

  async owing(span: {
    fromEpochMs: number;
    beforeEpochMs: number;
    atMost: number;
  }): Promise<OwingLink[]> {
    this.faults.check('owing');
    const owing = this.all().flatMap((link) => {
      const { operatorId, target, kind, sourceId, owed } = link;
      const savedAtEpochMs = this.#savedAtEpochMs.get(keyOf(link)) ?? 0;
      const isInside = savedAtEpochMs >= span.fromEpochMs && savedAtEpochMs < span.beforeEpochMs;
      const key = { operatorId, target, kind, sourceId };
      return owed.length > 0 && isInside ? [{ ...key, savedAtEpochMs }] : [];
    });
    return owing
      .sort((left, right) => left.savedAtEpochMs - right.savedAtEpochMs)
      .slice(0, span.atMost);
  }

  async debts(operatorId: string, countAtMost: number): Promise<LinkDebts> {
    this.faults.check('debts');
    const savedAt = this.all()
      .filter((link) => link.operatorId === operatorId && link.owed.length > 0)
      .map((link) => this.#savedAtEpochMs.get(keyOf(link)) ?? 0);
    const counted = savedAt.slice(0, countAtMost);
    return {
      count: counted.length,
      isMore: savedAt.length > countAtMost,
      oldestEpochMs: counted.length === 0 ? undefined : Math.min(...counted),
    };
  }

  async count(operatorId: string): Promise<Record<string, number>> {
    this.faults.check('count');
    const links = this.all().filter(
      (link) =>
        link.operatorId === operatorId &&
        link.targetId !== undefined &&
        !link.sourceId.startsWith(holderMark),
    );
    return Object.fromEntries(
      recordKind.options.map((kind) => [kind, links.filter((link) => link.kind === kind).length]),
    );
  }
}

function keyOf(key: LinkKey): string {
  return [key.operatorId, key.target, key.kind, key.sourceId].join(' ');
}
