import { type RecordKind, recordKind } from '../../shared/contracts/ids.ts';
import type { Link, LinkKey } from '../../shared/contracts/link-item.ts';
import { noRecords } from '../../shared/domain/counts/kind-counts.ts';
import { holderMark } from '../../shared/domain/links/holder.ts';
import { shardOf } from '../../shared/domain/sweep/shard-of.ts';
import { withOwedSince } from '../../shared/domain/write-back/owed-since.ts';
import { type OwingShard, owingShards } from '../../shared/domain/write-back/owing-shards.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type {
  LinkDebts,
  Links,
  OwingCursor,
  OwingLink,
  OwingPage,
  OwingPlace,
} from '../../shared/ports/links.ts';
import { Faults } from './faults.ts';
import { type IndexLag, InMemoryDirectory, noLag } from './in-memory-directory.ts';

export class InMemoryLinks implements Links {
  readonly faults = new Faults();
  readonly #rows = new Map<string, Link>();
  readonly #savedAtEpochMs = new Map<string, number>();
  readonly #clock: Pick<Clock, 'nowEpochMs'>;

  readonly #owing = new Map<OwingShard, InMemoryDirectory>();
  readonly #lag: IndexLag;

  constructor(
    clock: Pick<Clock, 'nowEpochMs'> = { nowEpochMs: () => Date.now() },
    lag: IndexLag = noLag,
  ) {
    this.#clock = clock;
    this.#lag = lag;
  }

  /** Puts a link there as it is, to arrange a test. */
  seed(link: Link): void {
    this.#rows.set(keyOf(link), structuredClone(link));
    this.#savedAtEpochMs.set(keyOf(link), this.#clock.nowEpochMs());
    const since = link.owed.length > 0 ? this.#since(link) : undefined;
    for (const shard of ['former', shardOf(link.operatorId, owingShards)] as const)
      this.#shard(shard).note(keyOf(link), shard === shardOfLink(link) ? since : undefined);
  }

  /** The link as it stands now, for whoever stands in for the store itself. */
  protected at(key: LinkKey | undefined): Link | undefined {
    return key && structuredClone(this.#rows.get(keyOf(key)));
  }

  /** One row is lost. */
  lose(key: LinkKey): void {
    this.#rows.delete(keyOf(key));
    this.#savedAtEpochMs.delete(keyOf(key));
  }

  /** All that stood there is lost. */
  wipe(): void {
    this.#rows.clear();
    this.#savedAtEpochMs.clear();
    this.#owing.clear();
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
    const stored = withOwedSince(structuredClone(link), this.#clock.nowEpochMs());
    const saved = { ...stored, revision: link.revision + 1 };
    this.seed(saved);
    return saved;
  }

  async owing({ shard, ...place }: OwingPlace): Promise<OwingPage> {
    this.faults.check('owing');
    const { fromEpochMs, beforeEpochMs, after, atMost } = place;
    const entries = this.#shard(shard)
      .entries({ from: fromEpochMs, before: beforeEpochMs })
      .map(({ id, sort }) => ({ sinceEpochMs: Number(sort), entry: id }))
      .sort(compareCursors);
    const left =
      after === undefined ? entries : entries.filter((at) => compareCursors(at, after) > 0);
    const page = left.slice(0, atMost);
    // As the index shows it, which may be out of date.
    const links = page.flatMap(({ sinceEpochMs, entry }) => {
      const link = this.#rows.get(entry);
      if (link === undefined) return [];
      const { operatorId, target, kind, sourceId } = link;
      return [{ operatorId, target, kind, sourceId, sinceEpochMs }];
    });
    return { links, next: left.length > page.length ? page.at(-1) : undefined };
  }

  async placeAsBefore({ sinceEpochMs, ...key }: OwingLink): Promise<boolean> {
    this.faults.check('placeAsBefore');
    const mine = this.#shard(shardOf(key.operatorId, owingShards));
    const everything = { from: 0, before: Number.POSITIVE_INFINITY };
    if (!mine.entries(everything).some(({ id }) => id === keyOf(key))) return false;
    mine.note(keyOf(key), undefined);
    this.#shard('former').note(keyOf(key), sinceEpochMs);
    return true;
  }

  /** Its rows have no form. */
  async *unreadBefore(): AsyncGenerator<LinkKey[]> {
    this.faults.check('unreadBefore');
    yield [];
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
    const since = this.all()
      .filter((link) => link.operatorId === operatorId && link.owed.length > 0)
      .map((link) => this.#since(link));
    const counted = since.slice(0, countAtMost);
    return {
      count: counted.length,
      isMore: since.length > countAtMost,
      oldestEpochMs: counted.length === 0 ? undefined : Math.min(...counted),
    };
  }

  #since(link: Link): number {
    return link.owedSinceEpochMs ?? this.#savedAtEpochMs.get(keyOf(link)) ?? 0;
  }

  #shard(shard: OwingShard): InMemoryDirectory {
    const known = this.#owing.get(shard) ?? new InMemoryDirectory('OWED', this.#lag);
    this.#owing.set(shard, known);
    return known;
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
    const counts = { ...noRecords };
    for (const kind of recordKind.options) counts[kind] = ofKind(kind);
    return counts;
  }
}

/** One that does not say since when it owes was saved by the version before. */
function shardOfLink({ owedSinceEpochMs, operatorId }: Link): OwingShard {
  return owedSinceEpochMs === undefined ? 'former' : shardOf(operatorId, owingShards);
}

function compareCursors(left: OwingCursor, right: OwingCursor): number {
  return left.sinceEpochMs - right.sinceEpochMs || left.entry.localeCompare(right.entry);
}

function keyOf(key: LinkKey): string {
  return [key.operatorId, key.target, key.kind, key.sourceId].join(' ');
}
