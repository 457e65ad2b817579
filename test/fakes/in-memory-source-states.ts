import type { SourceState } from '../../shared/contracts/source-state.ts';
import type { SourceStates } from '../../shared/ports/source-states.ts';
import { Faults } from './faults.ts';

export class InMemorySourceStates implements SourceStates {
  readonly faults = new Faults();
  readonly #rows = new Map<string, SourceState>();

  /** Puts a row there as it is, to arrange a test. */
  seed(state: SourceState): void {
    this.#rows.set(state.operatorId, structuredClone(state));
  }

  async get(operatorId: string): Promise<SourceState | undefined> {
    this.faults.check('get');
    return structuredClone(this.#rows.get(operatorId));
  }

  async save(state: SourceState): Promise<SourceState | 'conflict'> {
    this.faults.check('save');
    if ((this.#rows.get(state.operatorId)?.revision ?? 0) !== state.revision) return 'conflict';
    const saved = { ...structuredClone(state), revision: state.revision + 1 };
    this.seed(saved);
    return saved;
  }
}
