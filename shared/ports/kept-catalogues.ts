import type { Target } from '../contracts/ids.ts';
import type { KeptCatalogue } from '../contracts/kept-catalogue.ts';

/** What ledgers consist of, kept from night to night. */
export interface KeptCatalogues {
  get(operatorId: string, target: Target): Promise<KeptCatalogue | undefined>;
  put(kept: KeptCatalogue): Promise<void>;
}
