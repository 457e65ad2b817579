import type { Contact, Invoice, JsonObject, WebhookEndpoint } from '../core/resources.ts';
import type { Operator, OperatorTables, World } from '../core/world.ts';

/** A contact as the chosen documentation generation shows it. */
export function presentContact(world: World, contact: Contact): JsonObject {
  if (world.settings.documentGeneration === 'new') return contact;
  const { status: _status, identity_check: _identityCheck, ...older } = contact;
  return older;
}

/** An invoice as the chosen documentation generation shows it. */
export function presentInvoice(world: World, invoice: Invoice): JsonObject {
  if (world.settings.documentGeneration === 'new') return invoice;
  const { voided_at: _voidedAt, ...older } = invoice;
  return older;
}

/** An endpoint without its secret, which only the answer to its creation shows. */
export function presentEndpoint(endpoint: WebhookEndpoint): JsonObject {
  return { ...endpoint, secret: null };
}

/** The record behind a prefixed id, and the scope needed to see it inside another. */
export function findReferenced(
  world: World,
  operator: Operator,
  id: string,
): { readonly scope: string; readonly record: JsonObject | undefined } | null {
  const prefix = id.slice(0, id.indexOf('_'));
  if (prefix === 'app') {
    const known = [...world.applications.values()].find((application) => application.id === id);
    const record = known === undefined ? undefined : { id, name: known.name };
    return { scope: 'public.application:read', record };
  }
  const kind = kinds[prefix];
  if (kind === undefined) return null;
  return { scope: kind.scope, record: kind.find(world, operator.tables, id) };
}

interface Kind {
  readonly scope: string;
  find(world: World, tables: OperatorTables, id: string): JsonObject | undefined;
}

const kinds: Readonly<Partial<Record<string, Kind>>> = {
  con: {
    scope: 'public.contact:read',
    find: (world, tables, id) => mapFound(tables.contacts.get(id), (c) => presentContact(world, c)),
  },
  inv: {
    scope: 'public.invoice:read',
    find: (world, tables, id) => mapFound(tables.invoices.get(id), (i) => presentInvoice(world, i)),
  },
  cred: plainKind('public.credit_note:read', 'creditNotes'),
  order: plainKind('public.order:read', 'orders'),
  olitm: plainKind('public.order:read', 'orderLines'),
  deal: plainKind('public.deal:read', 'deals'),
  dstg: plainKind('public.deal_stage:read', 'dealStages'),
  sub: plainKind('public.subscription:read', 'subscriptions'),
  ten: plainKind('public.tenancy:read', 'tenancies'),
  alloc: plainKind('public.unit_allocation:read', 'unitAllocations'),
  unit: plainKind('public.unit:read', 'units'),
  utype: plainKind('public.unit_type:read', 'unitTypes'),
  site: plainKind('public.site:read', 'sites'),
  plvl: plainKind('public.protection_level:read', 'protectionLevels'),
  prod: plainKind('public.product:read', 'products'),
  tsrc: plainKind('public.timeline_source:read', 'timelineSources'),
  aetpl: plainKind('public.timeline_template:read', 'timelineTemplates'),
};

function plainKind(scope: string, table: keyof OperatorTables): Kind {
  return { scope, find: (_world, tables, id) => tables[table].get(id) };
}

function mapFound<T>(found: T | undefined, map: (record: T) => JsonObject): JsonObject | undefined {
  return found === undefined ? undefined : map(found);
}
