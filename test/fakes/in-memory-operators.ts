import type { Operator } from '../../shared/contracts/operator-item.ts';
import type { Operators } from '../../shared/ports/operators.ts';
import { Faults } from './faults.ts';

export class InMemoryOperators implements Operators {
  readonly faults = new Faults();
  readonly #rows = new Map<string, Operator>();
  readonly #closed = new Set<string>();
  readonly #triedAt = new Map<string, string>();

  async get(operatorId: string): Promise<Operator | undefined> {
    this.faults.check('get');
    return structuredClone(this.#rows.get(operatorId));
  }

  async add(operator: Operator): Promise<boolean> {
    this.faults.check('add');
    if (this.#rows.has(operator.operatorId)) return false;
    this.#rows.set(operator.operatorId, structuredClone(operator));
    return true;
  }

  async list(): Promise<Operator[]> {
    this.faults.check('list');
    const rows = [...this.#rows.values()].filter(({ removal }) => removal === undefined);
    return structuredClone(rows.sort((a, b) => (a.operatorId < b.operatorId ? -1 : 1)));
  }

  async beginRemoval(
    operatorId: string,
    removal: { since: string; actor: string },
  ): Promise<boolean> {
    this.faults.check('beginRemoval');
    const row = this.#rows.get(operatorId);
    if (row === undefined) return false;
    this.#rows.set(operatorId, { removal, ...row });
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
  }

  async removals(): Promise<Operator[]> {
    this.faults.check('removals');
    const rows = [...this.#rows.values()].filter(
      ({ operatorId, removal }) => removal !== undefined && !this.#closed.has(operatorId),
    );
    const lastTried = ({ operatorId, removal }: Operator) =>
      this.#triedAt.get(operatorId) ?? removal?.since ?? '';
    return structuredClone(rows.sort((a, b) => (lastTried(a) < lastTried(b) ? -1 : 1)));
  }

  async noteTried(operatorId: string, atEpochMs: number): Promise<void> {
    this.faults.check('noteTried');
    if (this.#rows.get(operatorId)?.removal === undefined) return;
    this.#triedAt.set(operatorId, new Date(atEpochMs).toISOString());
  }
}
