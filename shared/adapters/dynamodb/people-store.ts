import { type People, peopleItem } from '../../contracts/people-item.ts';
import type { PeopleStore } from '../../ports/people-store.ts';
import { keys } from './keys.ts';
import type { Table } from './table.ts';

/** The people of each operator, in its own partition, so that they go with it. */
export class DynamoPeopleStore implements PeopleStore {
  readonly #table: Table;

  constructor(parts: { table: Table }) {
    this.#table = parts.table;
  }

  get(operatorId: string): Promise<People | undefined> {
    return this.#table.get(keys.people(operatorId), peopleItem);
  }

  async save(people: People): Promise<People | 'conflict'> {
    const { revision } = people;
    const saved = { ...people, revision: revision + 1 };
    const isSaved = await this.#table.putIf(
      keys.people(people.operatorId),
      saved,
      revision === 0 ? { isNew: true } : { equals: { revision } },
    );
    return isSaved ? saved : 'conflict';
  }
}
