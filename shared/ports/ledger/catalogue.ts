import type { Catalogue } from '../../domain/ledger/drafts.ts';

/** What documents are made of in this ledger; cached for some minutes. */
export interface LedgerCatalogue {
  /** Chart of accounts, tax rates, tracking, lock dates. */
  read(): Promise<Catalogue>;
  /** Forgets what was read at this time or before: somebody changed it. */
  forget(untilEpochMs: number): void;
}
