import { html } from 'hono/html';
import type { Markup } from '../../common/control-page.ts';
import { renderControlPage, renderTable } from '../../common/control-page.ts';
import type { Operator, World } from '../core/world.ts';
import { operatorLinks, title } from './actions-page.ts';
import { readRequestCounts, readTokens } from './control-state.ts';

/** A page of what is stored; null when there is no such page. */
export function renderStoredPage(world: World, operator: Operator, name: string): Markup | null {
  const body = Object.hasOwn(pages, name) ? pages[name]?.(world, operator) : undefined;
  if (body === undefined) return null;
  return renderControlPage({
    title,
    links: operatorLinks(operator),
    currentHref: `/control/${operator.slug}/${name}`,
    body: [html`<h1>${operator.name}</h1>`, ...body],
  });
}

type StoredPage = (world: World, operator: Operator) => Markup[];

/** Longest list a page shows; the newest come first. */
const maxRows = 500;

const pages: Readonly<Record<string, StoredPage>> = {
  contacts: (_world, { tables }) => [
    renderTable(
      'Contacts',
      ['Id', 'Full name', 'Email', 'Type', 'Metadata', 'Updated'],
      newest(tables.contacts).map((contact) => [
        contact.id,
        contact.full_name ?? '',
        contact.email,
        contact.type ?? '',
        JSON.stringify(contact.metadata),
        contact.updated_at,
      ]),
    ),
  ],
  invoices: (_world, { tables }) => [
    renderTable(
      'Invoices',
      ['Number', 'Status', 'Contact', 'Site', 'Lines', 'Tax', 'Total', 'Paid', 'Due', 'Id'],
      newest(tables.invoices).map((invoice) => [
        invoice.number,
        invoice.status,
        tables.contacts.get(invoice.contact.id)?.full_name ?? '',
        tables.sites.get(invoice.site.id)?.name ?? '',
        invoice.line_items
          .map((line) => `${line.accounting_code ?? '–'} ${line.total.formatted}`)
          .join(', '),
        invoice.tax.formatted,
        invoice.total.formatted,
        invoice.amount_paid.formatted,
        invoice.amount_due.formatted,
        invoice.id,
      ]),
    ),
  ],
  'credit-notes': (_world, { tables }) => [
    renderTable(
      'Credit notes',
      ['Number', 'Type', 'Invoice', 'Total', 'Created', 'Id'],
      newest(tables.creditNotes).map((note) => [
        note.number,
        note.type,
        tables.invoices.get(note.invoice.id)?.number ?? note.invoice.id,
        note.total.formatted,
        note.created_at,
        note.id,
      ]),
    ),
  ],
  timeline: (_world, { tables }) => [
    renderTable(
      'Timeline events',
      ['Created', 'Description', 'Contact', 'Invoice', 'External', 'Variables', 'Id'],
      newest(tables.timelineEvents).map((event) => [
        event.created_at,
        event.description ?? '',
        event.contact?.id ?? '',
        event.invoice?.id ?? '',
        `${event.external?.id ?? ''} ${event.external?.url ?? ''}`,
        JSON.stringify(event.variables),
        event.id,
      ]),
    ),
  ],
  webhooks: renderWebhooks,
  access: renderAccess,
};

function renderWebhooks(world: World, operator: Operator): Markup[] {
  const attempts = world.webhooks.attempts.filter(
    (attempt) => attempt.operatorSlug === operator.slug,
  );
  return [
    renderTable(
      'Webhook endpoints',
      ['Id', 'Name', 'URL', 'Status', 'Event types'],
      newest(operator.tables.webhookEndpoints).map((endpoint) => [
        endpoint.id,
        endpoint.name,
        endpoint.url,
        endpoint.status,
        endpoint.event_types.join(', '),
      ]),
    ),
    renderTable(
      'Delivery attempts',
      ['At', 'Event', 'Type', 'Attempt', 'Status', 'Next attempt'],
      attempts
        .slice(-maxRows)
        .reverse()
        .map((attempt) => [
          new Date(attempt.atEpochMs).toISOString(),
          attempt.eventId,
          attempt.eventType,
          attempt.attempt,
          attempt.error ?? attempt.status,
          attempt.nextAttemptEpochMs === null
            ? ''
            : new Date(attempt.nextAttemptEpochMs).toISOString(),
        ]),
    ),
  ];
}

function renderAccess(world: World, operator: Operator): Markup[] {
  const text = (value: unknown): string => (value === null ? '' : String(value));
  const counts = Object.entries(readRequestCounts(operator));
  return [
    renderTable(
      'Tokens',
      ['Application', 'Access token', 'Refresh token', 'Created', 'Revoked', 'Expired'],
      readTokens(world, operator)
        .slice(-maxRows)
        .reverse()
        .map((token) => [
          text(token.application),
          html`<code>${text(token.accessToken)}</code>`,
          html`<code>${text(token.refreshToken)}</code>`,
          text(token.createdAt),
          token.isRevoked === true ? 'yes' : 'no',
          token.isExpired === true ? 'yes' : 'no',
        ]),
    ),
    renderTable(
      'Requests',
      ['Route', 'Answers'],
      counts.map(([label, value]) => [label, JSON.stringify(value)]),
    ),
  ];
}

function newest<T>(table: ReadonlyMap<string, T>): T[] {
  return [...table.values()].reverse().slice(0, maxRows);
}
