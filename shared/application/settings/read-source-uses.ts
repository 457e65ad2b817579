import { type SourceUses, sourceUses } from '../../domain/settings/source-uses.ts';
import type { SourceInvoice } from '../../domain/source/records.ts';
import type { Source, SourceFor } from '../../ports/source.ts';

/** Recent invoices that are looked at: three calls, and a month of a business of some size. */
const invoicePagesAtMost = 3;

/**
 * Which codes, rates, sites and currencies an operator's source uses: what it charges for, where it tells
 * that, and what its recent invoices bear. About seven calls.
 */
export async function readSourceUses(
  { sourceFor }: { sourceFor: SourceFor },
  operatorId: string,
): Promise<SourceUses> {
  const source = sourceFor(operatorId);
  const { charges, unread } = (await source.charges?.charges()) ?? { charges: [], unread: [] };
  const sites = (await source.charges?.sites()) ?? [];
  return sourceUses({ charges, unread, sites, invoices: await recentInvoices(source) });
}

async function recentInvoices(source: Source): Promise<SourceInvoice[]> {
  const invoices: SourceInvoice[] = [];
  let page: number | undefined = 1;
  for (let pages = 0; page !== undefined && pages < invoicePagesAtMost; pages += 1) {
    const { entries, next } = await source.listInvoices({ page });
    for (const { shown } of entries)
      if (shown.ok && shown.value.record.status !== 'draft') invoices.push(shown.value.record);
    page = next;
  }
  return invoices;
}
