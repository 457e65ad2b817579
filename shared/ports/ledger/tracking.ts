import type { WriteKey, Written } from '../writes.ts';

/**
 * Categories with an option per site, by which documents are told apart in reports; the catalogue
 * lists them. Without it documents go without their site.
 */
export interface LedgerTracking {
  createCategory(name: string, key: WriteKey): Promise<Written<true>>;
  createOption(categoryId: string, name: string, key: WriteKey): Promise<Written<true>>;
  /** Forgets the categories that the catalogue keeps, after we changed them. */
  forget(): void;
}
