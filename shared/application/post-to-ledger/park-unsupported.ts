import { parked } from '../../domain/apply/outcome.ts';
import { checkSupported } from '../../domain/mapping/check-supported.ts';
import { type Batch, openOf, type Unit } from '../apply-changes/unit.ts';

/** Parks what cannot be held in the ledger before a customer or a site is created for it. */
export async function parkUnsupported(units: Unit[], batch: Batch): Promise<void> {
  const missing = [...openOf(units, 'invoice'), ...openOf(units, 'credit_note')].filter(
    ({ link }) => link.targetId === undefined,
  );
  if (missing.length === 0) return;
  const catalogue = await batch.ledger.catalogue.read();
  for (const unit of missing) {
    const supported = checkSupported(unit.record.record, catalogue);
    if (!supported.ok) unit.outcome = parked(supported.cause, supported.detail);
  }
}
