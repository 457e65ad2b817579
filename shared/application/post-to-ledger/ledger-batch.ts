import type { LedgerSettings } from '../../contracts/settings.ts';
import type { Ledger, LedgerCapability } from '../../ports/ledger/ledger.ts';
import type { SettingsStore } from '../../ports/settings-store.ts';
import type { Batch } from '../apply-changes/unit.ts';

/** What the stages of one batch share. */
export interface LedgerBatch extends Batch {
  settings: LedgerSettings;
  /** Where the settings stand: zone and sites of today go back there. */
  settingsStore: SettingsStore;
  ledger: Ledger;
  /** Target ids of contacts, by the source's id; filled by the contacts stage. */
  contactTargetIds: Map<string, string>;
}

/** A batch whose ledger has this: what needs it takes no other. */
export type BatchWith<C extends LedgerCapability> = LedgerBatch & {
  ledger: { [K in C]: NonNullable<Ledger[K]> };
};

/** Whether the ledger has what only some have; each stage says what happens without. */
export function ledgerHas<C extends LedgerCapability>(
  batch: LedgerBatch,
  capability: C,
): batch is BatchWith<C> {
  return batch.ledger[capability] !== undefined;
}
