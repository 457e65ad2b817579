import type { Target } from '../../contracts/ids.ts';
import { type KeptCatalogue, keptCatalogue } from '../../contracts/kept-catalogue.ts';
import type { KeptCatalogues } from '../../ports/kept-catalogues.ts';
import { keys } from './keys.ts';
import type { Table } from './table.ts';

export class DynamoKeptCatalogues implements KeptCatalogues {
  readonly #table: Table;

  constructor(parts: { table: Table }) {
    this.#table = parts.table;
  }

  get(operatorId: string, target: Target): Promise<KeptCatalogue | undefined> {
    return this.#table.get(keys.catalogue(operatorId, target), keptCatalogue);
  }

  put(kept: KeptCatalogue): Promise<void> {
    return this.#table.put(keys.catalogue(kept.operatorId, kept.target), kept);
  }
}
