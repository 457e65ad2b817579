import type { Difference } from '../../shared/contracts/difference-item.ts';
import type { LinkKey } from '../../shared/contracts/link-item.ts';
import type { DifferencePage, Differences } from '../../shared/ports/differences.ts';
import { Faults } from './faults.ts';

export class InMemoryDifferences implements Differences {
  readonly faults = new Faults();
  readonly #rows = new Map<string, Difference>();

  async get(key: LinkKey): Promise<Difference | undefined> {
    this.faults.check('get');
    return structuredClone(this.#rows.get(idOf(key)));
  }

  async put(difference: Difference): Promise<void> {
    this.faults.check('put');
    this.#rows.set(idOf(difference), structuredClone(difference));
  }

  async remove(key: LinkKey): Promise<void> {
    this.faults.check('remove');
    this.#rows.delete(idOf(key));
  }

  async accept(
    key: LinkKey,
    standing: string,
    accepted: NonNullable<Difference['accepted']>,
  ): Promise<boolean> {
    this.faults.check('accept');
    const row = this.#rows.get(idOf(key));
    if (row === undefined || row.standing !== standing) return false;
    row.accepted = { ...accepted };
    return true;
  }

  async page(
    operatorId: string,
    after: string | undefined,
    atMost: number,
  ): Promise<DifferencePage> {
    this.faults.check('page');
    const begins = `${operatorId} `;
    const ids = [...this.#rows.keys()].filter((id) => id.startsWith(begins)).sort();
    const found = ids.filter((id) => after === undefined || id > after).slice(0, atMost);
    const differences = found.flatMap((id) => structuredClone(this.#rows.get(id)) ?? []);
    return { differences, next: found.length < atMost ? undefined : found.at(-1) };
  }
}

function idOf({ operatorId, target, kind, sourceId }: LinkKey): string {
  return `${operatorId} ${target} ${kind} ${sourceId}`;
}
