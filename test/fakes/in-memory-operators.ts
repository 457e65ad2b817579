import type { Operator } from '../../shared/contracts/operator-item.ts';
import type { Operators } from '../../shared/ports/operators.ts';
import { Faults } from './faults.ts';
import { type IndexLag, InMemoryDirectory, noLag } from './in-memory-directory.ts';

export class InMemoryOperators implements Operators {
  readonly faults = new Faults();
  readonly #rows = new Map<string, Operator>();
  readonly #closed = new Set<string>();
  readonly #listed: InMemoryDirectory;
  readonly #removals: InMemoryDirectory;

  constructor(lag: IndexLag = noLag) {
    this.#listed = new InMemoryDirectory('OPERATOR', lag);
    this.#removals = new InMemoryDirectory('REMOVAL', lag);
  }

  async get(operatorId: string): Promise<Operator | undefined> {
    this.faults.check('get');
    return structuredClone(this.#rows.get(operatorId));
  }

  async add(operator: Operator): Promise<boolean> {
    this.faults.check('add');
    if (this.#rows.has(operator.operatorId)) return false;
    this.#rows.set(operator.operatorId, structuredClone(operator));
    this.#listed.note(operator.operatorId, operator.operatorId);
    return true;
  }

  async list(): Promise<Operator[]> {
    this.faults.check('list');
    return this.#found(this.#listed).filter(({ removal }) => removal === undefined);
  }

  async beginRemoval(
    operatorId: string,
    removal: { since: string; actor: string },
  ): Promise<boolean> {
    this.faults.check('beginRemoval');
    const row = this.#rows.get(operatorId);
    if (row === undefined) return false;
    if (row.removal !== undefined) return true;
    this.#rows.set(operatorId, { ...row, removal });
    this.#listed.note(operatorId, undefined);
    this.#removals.note(operatorId, Date.parse(removal.since));
    return true;
  }

  async noteErased(operatorId: string, erasedAt: string): Promise<void> {
    this.faults.check('noteErased');
    const row = this.#rows.get(operatorId);
    if (row?.removal === undefined || row.removal.erasedAt !== undefined) return;
    this.#rows.set(operatorId, { ...row, name: '', removal: { ...row.removal, erasedAt } });
  }

  async closeRemoval(operatorId: string): Promise<void> {
    this.faults.check('closeRemoval');
    this.#closed.add(operatorId);
    this.#removals.note(operatorId, undefined);
  }

  async removals(): Promise<Operator[]> {
    this.faults.check('removals');
    const isOpen = ({ operatorId }: Operator) => !this.#closed.has(operatorId);
    return this.#found(this.#removals).filter((row) => row.removal !== undefined && isOpen(row));
  }

  async noteTried(operatorId: string, atEpochMs: number): Promise<void> {
    this.faults.check('noteTried');
    if (this.#rows.get(operatorId)?.removal === undefined || this.#closed.has(operatorId)) return;
    this.#removals.note(operatorId, atEpochMs);
  }

  #found(directory: InMemoryDirectory): Operator[] {
    const rows = directory.search().map((operatorId) => this.#rows.get(operatorId));
    return structuredClone(rows.filter((row) => row !== undefined));
  }
}
