import type { AsideMark } from '../../shared/contracts/aside-items.ts';
import type { Connection } from '../../shared/contracts/connection-item.ts';
import type { ChangeMessage } from '../../shared/contracts/messages.ts';
import {
  isAsideFull,
  keptAside,
  keptWholeAtMost,
} from '../../shared/domain/resting/aside-place.ts';
import type {
  Aside,
  AsideChange,
  AsideKey,
  LeftChange,
  WorkedAside,
} from '../../shared/ports/aside.ts';
import type { Connections } from '../../shared/ports/connections.ts';
import { Faults } from './faults.ts';
import { type IndexLag, InMemoryDirectory, noLag } from './in-memory-directory.ts';

const firstLookAfterMs = 5 * 60_000;

type Row = AsideChange & { message: ChangeMessage };

export class InMemoryAside implements Aside {
  readonly faults = new Faults();
  readonly #connections: Pick<Connections, 'list'>;
  readonly #marks = new Map<string, AsideMark>();
  readonly #queuesOf = new Map<string, Set<string>>();
  readonly #rows = new Map<string, Map<string, Row>>();

  readonly #wholeAtMost: number;
  readonly #due: InMemoryDirectory;

  constructor(
    connections: Pick<Connections, 'list'>,
    { wholeAtMost = keptWholeAtMost, lag = noLag }: { wholeAtMost?: number; lag?: IndexLag } = {},
  ) {
    this.#connections = connections;
    this.#wholeAtMost = wholeAtMost;
    this.#due = new InMemoryDirectory('ASIDE', lag);
  }

  /** Everything that stands aside, in its order. */
  all(): Array<AsideKey & Row> {
    return [...this.#rows].flatMap(([id, rows]) => {
      const [operatorId = '', queue = ''] = id.split(' ');
      return sorted(rows).map((row) => ({ operatorId, queue, ...row }));
    });
  }

  allMarks(): AsideMark[] {
    return structuredClone([...this.#marks.values()]);
  }

  async withConnections(
    operatorId: string,
  ): Promise<{ connections: Connection[]; marks: AsideMark[] }> {
    this.faults.check('withConnections');
    const marks = [...(this.#queuesOf.get(operatorId) ?? [])].flatMap((queue) => {
      const mark = this.#marks.get(idOf({ operatorId, queue }));
      return mark === undefined ? [] : [structuredClone(mark)];
    });
    return { connections: await this.#connections.list(operatorId), marks };
  }

  async mark(key: AsideKey): Promise<AsideMark | undefined> {
    this.faults.check('mark');
    return structuredClone(this.#marks.get(idOf(key)));
  }

  async put(key: AsideKey, changes: readonly LeftChange[], atEpochMs: number): Promise<void> {
    this.faults.check('put');
    const isFull = isAsideFull(this.#marks.get(idOf(key)) ?? {}, this.#wholeAtMost);
    const rows = this.#rows.get(idOf(key)) ?? new Map<string, Row>();
    this.#rows.set(idOf(key), rows);
    for (const change of structuredClone(changes)) {
      const { place, message } = keptAside(change, isFull);
      rows.set(place, { place, sequence: change.sequence, message });
    }
    this.#note(key, atEpochMs, { count: changes.length, isFull });
  }

  async note(key: AsideKey, atEpochMs: number): Promise<void> {
    this.faults.check('note');
    this.#note(key, atEpochMs, { count: 0, isFull: false });
  }

  async first(key: AsideKey, atMost: number): Promise<AsideChange[]> {
    this.faults.check('first');
    return structuredClone(sorted(this.#rows.get(idOf(key)) ?? new Map()).slice(0, atMost));
  }

  async remove(key: AsideKey, { changes, by, receive, atEpochMs }: WorkedAside): Promise<void> {
    this.faults.check('remove');
    const rows = this.#rows.get(idOf(key));
    for (const { place, sequence } of changes)
      if (rows?.get(place)?.sequence === sequence) rows.delete(place);
    const mark = this.#marks.get(idOf(key));
    if (mark === undefined) return;
    const count = (mark.count ?? 0) - changes.length;
    const worked = { workedAtEpochMs: atEpochMs, workedBy: by, workedReceive: receive };
    this.#marks.set(idOf(key), { ...mark, ...worked, count });
  }

  async close(mark: AsideMark): Promise<boolean> {
    this.faults.check('close');
    const current = this.#marks.get(idOf(mark));
    if (current?.revision === mark.revision && current.count === mark.count) {
      this.#marks.delete(idOf(mark));
      this.#due.note(idOf(mark), undefined);
    }
    return !this.#marks.has(idOf(mark));
  }

  async due(beforeEpochMs: number, atMost: number): Promise<AsideMark[]> {
    this.faults.check('due');
    const rows = this.#due.search({ before: beforeEpochMs }).map((id) => this.#marks.get(id));
    return structuredClone(rows.filter((row) => row !== undefined).slice(0, atMost));
  }

  async lookNext(
    key: AsideKey,
    atEpochMs: number,
    found?: { isAskedFor: boolean; atEpochMs: number },
  ): Promise<void> {
    this.faults.check('lookNext');
    const mark = this.#marks.get(idOf(key));
    if (mark === undefined) return;
    this.#due.note(idOf(key), atEpochMs);
    if (found === undefined) return;
    const { askedSinceEpochMs = found.atEpochMs, ...others } = mark;
    this.#marks.set(idOf(key), found.isAskedFor ? { ...others, askedSinceEpochMs } : others);
  }

  #note(key: AsideKey, atEpochMs: number, put: { count: number; isFull: boolean }): void {
    const { operatorId, queue } = key;
    const mark = this.#marks.get(idOf(key));
    if (mark === undefined) this.#due.note(idOf(key), atEpochMs + firstLookAfterMs);
    this.#queuesOf.set(operatorId, (this.#queuesOf.get(operatorId) ?? new Set()).add(queue));
    this.#marks.set(idOf(key), {
      sinceEpochMs: atEpochMs,
      ...mark,
      operatorId,
      queue,
      revision: (mark?.revision ?? 0) + 1,
      count: (mark?.count ?? 0) + put.count,
      ...(put.isFull ? { isFull: true } : {}),
    });
  }
}

function sorted(rows: ReadonlyMap<string, Row>): Row[] {
  return [...rows.values()].sort((left, right) => (left.place < right.place ? -1 : 1));
}

function idOf({ operatorId, queue }: AsideKey): string {
  return `${operatorId} ${queue}`;
}
