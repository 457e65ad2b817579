import { parked } from '../../domain/apply/outcome.ts';
import { checkSupported } from '../../domain/mapping/check-supported.ts';
import { type DocumentUnit, end, type ToBeCreated } from '../apply-changes/stages.ts';
import type { LedgerBatch } from './ledger-batch.ts';

/** Parks what cannot be held in the ledger before a customer or a site is created for it. */
export async function parkUnsupported(
  units: Array<ToBeCreated<DocumentUnit>>,
  batch: LedgerBatch,
): Promise<void> {
  if (units.length === 0) return;
  const catalogue = await batch.ledger.catalogue.read();
  for (const unit of units) {
    const supported = checkSupported(unit.record.record, catalogue, batch.settings);
    if (!supported.ok) end(unit, parked(supported.cause, supported.detail));
  }
}
