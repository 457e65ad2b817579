import { runMonthEnd } from '../../../infra/local/vendors/stora/billing/month-end-run.ts';
import type { Invoice } from '../../../infra/local/vendors/stora/core/resources.ts';
import type { Operator, World } from '../../../infra/local/vendors/stora/core/world.ts';
import { importFiles } from '../../../infra/local/vendors/xero/control/import-files.ts';
import type { Scene } from '../../../infra/local/vendors/xero/core/book.ts';
import { handMade, importedFor } from './words.ts';

/** As before anything was connected: nothing tells of what is done. */
export function untold<T>({ tables }: Operator, act: () => T): T {
  const before = [...tables.webhookEndpoints];
  for (const [id, endpoint] of before)
    tables.webhookEndpoints.set(id, { ...endpoint, status: 'disabled' });
  const done = act();
  for (const [id, endpoint] of before) tables.webhookEndpoints.set(id, endpoint);
  return done;
}

/** Raises invoices that nothing tells of, and enters them in the ledger by a file, as people did before. */
export function importBefore(
  source: { world: World; operator: Operator },
  scene: Scene,
  { count, turn }: { count: number; turn: number },
): void {
  const { world, operator } = source;
  const raised = untold(operator, () => runMonthEnd(world, operator, count));
  for (const [index, invoice] of raised.entries())
    enter(invoice, { operator, scene, slip: (index + Math.floor(turn * 5)) % 5 });
}

/** Two of five slips change nothing that counts: the first is of a penny, the second of a day. */
function enter(
  invoice: Invoice,
  { operator, scene, slip }: { operator: Operator; scene: Scene; slip: number },
): void {
  const customer = operator.tables.contacts.get(invoice.contact.id);
  const name = customer?.full_name?.trim() ?? '';
  if (customer === undefined || name === '') return;
  const isThere = [...scene.book.contacts.values()].some((one) => one.name === name);
  const day = slip === 1 ? '2026-11-02' : (invoice.finalized_at ?? invoice.created_at).slice(0, 10);
  const total = decimal(invoice.total.amount + (slip === 0 ? 1 : 0));
  importFiles(scene, {
    ...(isThere ? {} : { contacts: `${name};${customer.email}` }),
    invoices: [invoice.number, name, day, total, decimal(invoice.tax.amount), ''].join(';'),
  });
  const { contacts, documents } = scene.book;
  const known = [...contacts.values()].find((one) => one.name === name);
  if (known !== undefined && !isThere) {
    const details = { ...known.details, accountNumber: handMade };
    contacts.set(known.contactId, { ...known, details });
  }
  const entered = [...documents.values()].find(({ number }) => number === invoice.number);
  if (entered !== undefined)
    documents.set(entered.id, { ...entered, reference: importedFor(invoice.id) });
}

function decimal(amountMinor: number): string {
  return (amountMinor / 100).toFixed(2);
}
