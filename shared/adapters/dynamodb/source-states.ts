import { type SourceState, sourceStateItem } from '../../contracts/source-state.ts';
import type { SourceStates } from '../../ports/source-states.ts';
import { keys } from './keys.ts';
import type { Table } from './table.ts';

/** What is known of each operator's source, saved as a whole over the revision that was read. */
export class DynamoSourceStates implements SourceStates {
  readonly #table: Table;

  constructor(parts: { table: Table }) {
    this.#table = parts.table;
  }

  get(operatorId: string): Promise<SourceState | undefined> {
    return this.#table.get(keys.sourceState(operatorId), sourceStateItem);
  }

  async save(state: SourceState): Promise<SourceState | 'conflict'> {
    const { revision } = state;
    const saved = { ...state, revision: revision + 1 };
    const isSaved = await this.#table.putIf(
      keys.sourceState(state.operatorId),
      saved,
      revision === 0 ? { isNew: true } : { equals: { revision } },
    );
    return isSaved ? saved : 'conflict';
  }
}
