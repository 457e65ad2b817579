import type { RestingRow } from '../../shared/contracts/resting-item.ts';
import type { Resting, RestingMessages } from '../../shared/ports/resting.ts';
import { Faults } from './faults.ts';
import { type IndexLag, InMemoryDirectory, noLag } from './in-memory-directory.ts';

export class InMemoryResting implements Resting {
  readonly faults = new Faults();
  readonly #rows = new Map<string, RestingRow>();
  readonly #hidden: InMemoryDirectory;

  constructor(lag: IndexLag = noLag) {
    this.#hidden = new InMemoryDirectory('RESTING', lag);
  }

  async note(messages: RestingMessages, calledBackSinceEpochMs: number): Promise<boolean> {
    this.faults.check('note');
    const former = this.#rows.get(idOf(messages.operatorId, messages.queue));
    this.#put({ ...former, ...structuredClone(messages) });
    return (former?.calledBackAtEpochMs ?? 0) < calledBackSinceEpochMs;
  }

  async callBack(
    operatorId: string,
    queue: string,
    atEpochMs: number,
  ): Promise<RestingRow | undefined> {
    this.faults.check('callBack');
    const former = this.#rows.get(idOf(operatorId, queue));
    this.#put({ ...former, operatorId, queue, calledBackAtEpochMs: atEpochMs });
    return structuredClone(this.#rows.get(idOf(operatorId, queue)));
  }

  async forget({ operatorId, queue, hiddenAtEpochMs }: RestingRow): Promise<void> {
    this.faults.check('forget');
    const row = this.#rows.get(idOf(operatorId, queue));
    if (row === undefined || row.hiddenAtEpochMs !== hiddenAtEpochMs) return;
    const { calledBackAtEpochMs } = row;
    this.#put({
      operatorId,
      queue,
      ...(calledBackAtEpochMs === undefined ? {} : { calledBackAtEpochMs }),
    });
  }

  async want(operatorId: string, queue: string, atEpochMs: number): Promise<void> {
    this.faults.check('want');
    const row = this.#rows.get(idOf(operatorId, queue));
    if (row !== undefined) this.#put({ ...row, wantedAtEpochMs: atEpochMs });
  }

  async hiddenOf(operatorId: string): Promise<RestingRow[]> {
    this.faults.check('hiddenOf');
    return structuredClone([...this.#rows.values()]).filter(
      (row) => row.operatorId === operatorId && row.receiptHandles !== undefined,
    );
  }

  async hidden(atMost: number): Promise<RestingRow[]> {
    this.faults.check('hidden');
    const rows = this.#hidden.search().map((id) => this.#rows.get(id));
    const hidden = rows.flatMap((row) => (row?.receiptHandles === undefined ? [] : [row]));
    return structuredClone(hidden.slice(0, atMost));
  }

  #put(row: RestingRow): void {
    const id = idOf(row.operatorId, row.queue);
    this.#rows.set(id, row);
    this.#hidden.note(id, row.receiptHandles === undefined ? undefined : row.hiddenAtEpochMs);
  }
}

function idOf(operatorId: string, queue: string): string {
  return `${operatorId} ${queue}`;
}
