import type { Operator } from '../../shared/contracts/stored-items.ts';
import type { Operators } from '../../shared/ports/operators.ts';
import { Faults } from './faults.ts';

export class InMemoryOperators implements Operators {
  readonly faults = new Faults();
  readonly #rows = new Map<string, Operator>();

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
    const rows = [...this.#rows.values()];
    return structuredClone(rows.sort((a, b) => (a.operatorId < b.operatorId ? -1 : 1)));
  }
}
