import type * as z from 'zod/mini';
import type { XeroApi } from './xero-api.ts';
import { invoicesById } from './xero-look-up-paths.ts';
import type { XeroLookUps } from './xero-look-ups.ts';
import { xeroInvoice } from './xero-resources.ts';

/** Invoices by their ids, payments and all: one at its own address, several from the list. */
export async function readInvoices(
  ids: string[],
  { api, lookUps }: { api: XeroApi; lookUps: XeroLookUps },
): Promise<Array<z.infer<typeof xeroInvoice>>> {
  const [only] = ids;
  if (only === undefined) return [];
  if (ids.length === 1) return api.readOne(`/Invoices/${only}`, 'Invoices', xeroInvoice);
  return lookUps.find(invoicesById, ids);
}
