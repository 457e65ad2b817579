import type { RecordKind } from '../../shared/contracts/ids.ts';
import type { Link, LinkKey } from '../../shared/contracts/link-item.ts';
import { holderMark } from '../../shared/domain/links/holder.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { LinkDebts, Links, OwingLink } from '../../shared/ports/links.ts';
import { Faults } from './faults.ts';
import { type IndexLag, InMemoryDirectory, noLag } from './in-memory-directory.ts';

export class InMemoryLinks implements Links {
  readonly faults = new Faults();
  readonly #rows = new Map<string, Link>();
  readonly #savedAtEpochMs = new Map<string, number>();
  readonly #clock: Pick<Clock, 'nowEpochMs'>;

  readonly #owing: InMemoryDirectory;

  constructor(
    clock: Pick<Clock, 'nowEpochMs'> = { nowEpochMs: () => Date.now() },
    lag: IndexLag = noLag,
  ) {
    this.#clock = clock;
    this.#owing = new InMemoryDirectory('OWED', lag);
  }

  /** Puts a link there as it is, to arrange a test. */
  seed(link: Link): void {
    this.#rows.set(keyOf(link), structuredClone(link));
    const savedAtEpochMs = this.#clock.nowEpochMs();
    this.#savedAtEpochMs.set(keyOf(link), savedAtEpochMs);
    this.#owing.note(keyOf(link), link.owed.length > 0 ? savedAtEpochMs : undefined);
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
    const ids = this.#owing.search({ from: span.fromEpochMs, before: span.beforeEpochMs });
    const owing = ids.flatMap((id) => {
      const link = this.#rows.get(id);
      const savedAtEpochMs = this.#savedAtEpochMs.get(id) ?? 0;
      const isInside = savedAtEpochMs >= span.fromEpochMs && savedAtEpochMs < span.beforeEpochMs;
      if (link === undefined || link.owed.length === 0 || !isInside) return [];
      const { operatorId, target, kind, sourceId } = link;
      return [{ operatorId, target, kind, sourceId, savedAtEpochMs }];
    });
    return owing.slice(0, span.atMost);
  }

  async owingOf(operatorId: string, atMost: number): Promise<LinkKey[]> {
    this.faults.check('owingOf');
    return this.all()
      .filter((link) => link.operatorId === operatorId && link.owed.length > 0)
      .map(({ target, kind, sourceId }) => ({ operatorId, target, kind, sourceId }))
      .slice(0, atMost);
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

  async count(operatorId: string): Promise<Record<RecordKind, number>> {
    this.faults.check('count');
    const links = this.all().filter(
      (link) =>
        link.operatorId === operatorId &&
        link.targetId !== undefined &&
        !link.sourceId.startsWith(holderMark),
    );
    const ofKind = (kind: RecordKind) => links.filter((link) => link.kind === kind).length;
    return {
      contact: ofKind('contact'),
      invoice: ofKind('invoice'),
      credit_note: ofKind('credit_note'),
    };
  }
}

function keyOf(key: LinkKey): string {
  return [key.operatorId, key.target, key.kind, key.sourceId].join(' ');
}
