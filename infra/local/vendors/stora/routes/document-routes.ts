import type { ApiRoute } from '../api/api-route.ts';
import type { CreditNote, Invoice } from '../core/resources.ts';
import { anyOf, atOrAfter, before } from '../reading/list-query.ts';
import { presentInvoice } from '../reading/present.ts';
import { byCreation, readRoutes } from '../reading/read-routes.ts';
import { smallPdf } from '../reading/small-pdf.ts';

/** Invoices and credit notes: read-only, also as PDF. */
export function documentRoutes(): ApiRoute[] {
  return [
    ...readRoutes<Invoice>({
      path: '/invoices',
      singular: 'invoice',
      plural: 'invoices',
      scope: 'public.invoice:read',
      table: (operator) => operator.tables.invoices,
      present: presentInvoice,
      sortKeys: byCreation<Invoice>(),
      filters: {
        status: anyOf((invoice) => invoice.status),
        contact_id: anyOf((invoice) => invoice.contact.id),
        site_id: anyOf((invoice) => invoice.site.id),
        subscription_id: anyOf((invoice) => invoice.subscription?.id ?? null),
        created_after: atOrAfter((invoice) => invoice.created_at),
        created_before: before((invoice) => invoice.created_at),
      },
      expandable: ['contact', 'site', 'subscription'],
      pdf: (invoice) => documentPdf(`Invoice ${invoice.number}`, invoice),
    }),
    ...readRoutes<CreditNote>({
      path: '/credit_notes',
      singular: 'credit_note',
      plural: 'credit_notes',
      scope: 'public.credit_note:read',
      table: (operator) => operator.tables.creditNotes,
      sortKeys: byCreation<CreditNote>(),
      filters: {
        contact_id: anyOf((note) => note.contact.id),
        invoice_id: anyOf((note) => note.invoice.id),
        site_id: anyOf((note) => note.site.id),
        created_after: atOrAfter((note) => note.created_at),
        created_before: before((note) => note.created_at),
      },
      expandable: ['contact', 'site', 'invoice'],
      pdf: (note) => documentPdf(`Credit note ${note.number}`, note),
    }),
  ];
}

function documentPdf(title: string, document: Invoice | CreditNote): string {
  const lines = document.line_items.map((line) => {
    const amount = 'amount' in line ? line.amount : line.total;
    return `${line.description}: ${amount.amount} ${amount.currency} (minor units)`;
  });
  return smallPdf([title, document.created_at, ...lines, `Total ${document.total.amount}`]);
}
