import type { Ledger, LedgerCapability } from '../../ports/ledger/ledger.ts';
import type { Batch } from '../apply-changes/unit.ts';

/** A batch whose ledger has this: what needs it takes no other. */
export type BatchWith<C extends LedgerCapability> = Batch & {
  ledger: { [K in C]: NonNullable<Ledger[K]> };
};

/** Whether the ledger has what only some have; each stage says what happens without. */
export function ledgerHas<C extends LedgerCapability>(
  batch: Batch,
  capability: C,
): batch is BatchWith<C> {
  return batch.ledger[capability] !== undefined;
}
