import type { Catalogue } from '../../domain/ledger/drafts.ts';
import { optional } from '../../domain/source/optional.ts';
import type { LedgerDocument } from '../../ports/ledger/documents.ts';
import type { InvoiceUnit } from '../apply-changes/stages.ts';
import type { LedgerBatch } from './ledger-batch.ts';
import { trackingOf } from './post-invoices.ts';
import { prepareStandingSite } from './prepare-tracking.ts';

/**
 * The document with the option of its site as that can be used today: people rename options, archive and
 * delete them. What is gone is made once more, as for a new document. What follows a document that stands is
 * not held up by its site, which is asked for where documents are created.
 */
export async function withUsableSite(
  unit: InvoiceUnit,
  found: LedgerDocument,
  batch: LedgerBatch,
): Promise<LedgerDocument> {
  if (found.lines === undefined) return found;
  const before = await batch.ledger.catalogue.read();
  if (found.lines.every(({ tracking }) => tracking === undefined || isUsable(tracking, before)))
    return found;
  await prepareStandingSite(unit, batch);
  const catalogue = await batch.ledger.catalogue.read();
  const placed = trackingOf(unit.record.record, batch, catalogue);
  const today = placed.ok ? placed.value.tracking : undefined;
  const lines = found.lines.map(({ tracking, ...line }) => ({
    ...line,
    ...optional(
      'tracking',
      tracking === undefined || isUsable(tracking, catalogue) ? tracking : today,
    ),
  }));
  return { ...found, lines };
}

function isUsable(
  { categoryName, optionName }: { categoryName: string; optionName: string },
  { trackingCategories }: Catalogue,
): boolean {
  const category = trackingCategories.find((one) => one.isActive && one.name === categoryName);
  const options = category?.options ?? [];
  return options.some((option) => option.isActive && option.name === optionName);
}
