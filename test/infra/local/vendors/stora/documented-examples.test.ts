import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Bench, Json } from './stora-bench.ts';
import { clientFields, createBench, postForm } from './stora-bench.ts';

const specPath = resolve('../shared/facts/stora-openapi.yaml');
const isSpecPresent = existsSync(specPath);
if (!isSpecPresent) {
  console.warn(`documented example bodies not checked: ${specPath} is absent`);
}

/** Members only the newer documentation shows; the examples mix both generations. */
const newerMembers: Readonly<Record<string, readonly string[]>> = {
  Contact: ['status', 'identity_check'],
  // The documented invoice is cut off after `tax`.
  Invoice: ['total', 'voided_at'],
};

/** Where the sandbox serves each documented resource. */
const served: Readonly<Record<string, (bench: Bench) => Promise<Json>>> = {
  Contact: (bench) => first(bench, '/contacts', 'contacts'),
  Invoice: (bench) => first(bench, '/invoices', 'invoices'),
  CreditNote: (bench) => first(bench, '/credit_notes', 'credit_notes'),
  Order: (bench) => first(bench, '/orders', 'orders'),
  OrderLineItem: async (bench) => {
    const order = await first(bench, '/orders', 'orders');
    return first(bench, `/orders/${order.id}/line_items`, 'line_items');
  },
  Deal: async (bench) => {
    await bench.control('new-deal', { email: 'd@example.com', full_name: 'D' });
    const [deal] = (await bench.api('GET', '/deals')).json.deals;
    const item = (await first(bench, '/protection_levels', 'protection_levels')).id;
    const line_items = [{ type: 'protection', item: { id: item } }];
    const [stage] = (await bench.api('GET', '/deals/stages')).json.stages;
    const [site] = (await bench.api('GET', '/sites')).json.sites;
    const body = {
      ...{ line_items, stage: { id: stage.id }, site: { id: site.id } },
      ...{ note: 'n', assignee: { id: 'staff_1' } },
    };
    return (await bench.api('PATCH', `/deals/${deal.id}`, { body })).json.deal;
  },
  DealStage: (bench) => first(bench, '/deals/stages', 'stages'),
  Subscription: (bench) => first(bench, '/subscriptions', 'subscriptions'),
  Tenancy: (bench) => first(bench, '/tenancies', 'tenancies'),
  UnitAllocation: (bench) => first(bench, '/unit_allocations', 'unit_allocations'),
  Unit: (bench) => first(bench, '/units', 'units'),
  UnitType: (bench) => first(bench, '/unit_types', 'unit_types'),
  Site: (bench) => first(bench, '/sites', 'sites'),
  ProtectionLevel: (bench) => first(bench, '/protection_levels', 'protection_levels'),
  TimelineSource: (bench) => first(bench, '/timeline/sources', 'sources'),
  TimelineTemplate: (bench) => first(bench, '/timeline/templates', 'templates'),
  TimelineEvent: (bench) => first(bench, '/timeline/events', 'events'),
  WebhookEndpoint: (bench) => first(bench, '/webhook_endpoints', 'endpoints'),
  Meta: async (bench) => {
    const contact = await first(bench, '/contacts', 'contacts');
    return (await bench.api('GET', `/contacts/${contact.id}`)).json.meta;
  },
  Pagination: async (bench) => (await bench.api('GET', '/sites')).json.meta.pagination,
  TokenResponse: async (bench) => {
    const fields = { grant_type: 'client_credentials', scope: 'public.site:read', ...clientFields };
    return (await postForm(bench.sandbox, '/oauth2/token', fields)).json;
  },
};

/** Documented, but outside of what an accounting or CRM sync touches: parsed only. */
const notServed = [
  'Coupon',
  'Contract',
  'IdentityVerification',
  'Note',
  'Product',
  'ProductCategory',
  'Staff',
  'Task',
];

describe.runIf(isSpecPresent)('documented example bodies', () => {
  const examples = isSpecPresent ? readExamples() : [];

  it('are 35', () => {
    expect(examples).toHaveLength(35);
  });

  it('are each served, sent or known as not served', () => {
    const known = [...Object.keys(served), ...Object.keys(sent), ...notServed];
    expect([...new Set(examples.map((example) => example.schema))].sort()).toEqual(known.sort());
  });

  it.each(examples.filter((example) => Object.hasOwn(served, example.schema)))(
    'of $schema ($index) have the members the sandbox serves',
    async ({ schema, body }) => {
      const resource = await served[schema]?.(await createFilledBench());
      const optional = newerMembers[schema] ?? [];
      const members = (value: Json) =>
        Object.keys(value)
          .filter((name) => !optional.includes(name))
          .sort();
      expect(members(resource)).toEqual(members(body));
      expect(describeShape(resource, body)).toEqual(describeShape(body, resource));
    },
  );

  it.each(examples.filter((example) => Object.hasOwn(sent, example.schema)))(
    'of $schema ($index) are accepted as a request',
    async ({ schema, body }) => {
      const answer = await sent[schema]?.(await createFilledBench(), body);
      expect(answer).toBeLessThan(300);
    },
  );

  it.each(['old', 'new'] as const)('of contacts match the %s generation', async (generation) => {
    const bench = createBench({ documentGeneration: generation });
    const contact = await first(bench, '/contacts', 'contacts');
    expect('identity_check' in contact).toBe(generation === 'new');
    await bench.control('month-end-run', { count: 1 });
    const invoice = await first(bench, '/invoices', 'invoices');
    expect('voided_at' in invoice).toBe(generation === 'new');
  });
});

/** Example request bodies; references in them are replaced by ids that exist here. */
const sent: Readonly<Record<string, (bench: Bench, body: Json) => Promise<number>>> = {
  Metadata: async (bench, metadata) => {
    const body = { email: 'm@example.com', metadata };
    return (await bench.api('POST', '/contacts', { body })).status;
  },
  MetadataPatch: async (bench, metadata) => {
    const contact = await first(bench, '/contacts', 'contacts');
    return (await bench.api('PATCH', `/contacts/${contact.id}`, { body: { metadata } })).status;
  },
  OrderCreate: async (bench, example) => {
    const unitType = await first(bench, '/unit_types', 'unit_types');
    const lineItems = example.line_items.map((line: Json) => ({
      ...line,
      item: { id: unitType.id },
    }));
    const body = { ...example, site: unitType.site, line_items: lineItems };
    return (await bench.api('POST', '/orders', { body })).status;
  },
};

function readExamples(): { schema: string; index: number; body: Json }[] {
  const { schemas } = parse(readFileSync(specPath, 'utf8')).components;
  return Object.entries<Json>(schemas).flatMap(([schema, { examples = [] }]) =>
    examples.map((body: Json, index: number) => ({ schema, index, body })),
  );
}

async function createFilledBench(): Promise<Bench> {
  const bench = createBench();
  const { invoiceIds } = await bench.control('month-end-run', { count: 2 });
  await bench.control('credit', { invoiceId: invoiceIds[0] });
  const template = await named(bench, 'templates', 'Document posted');
  const source = await named(bench, 'sources', 'Rollerdoor');
  const invoice = await first(bench, '/invoices', 'invoices');
  await bench.api('POST', '/timeline/events', {
    body: {
      source: { id: source.id },
      template: { id: template.id },
      contact: invoice.contact,
      invoice: { id: invoice.id },
      site: invoice.site,
      description: 'posted',
      external: { id: 'x', url: 'https://ledger.example/x' },
      variables: { document_number: 'ACORN-0001', ledger: 'Ledger' },
    },
  });
  await bench.api('POST', '/webhook_endpoints', {
    body: {
      name: 'n',
      api_version: '2025-09',
      url: 'https://x.example/',
      event_types: ['credit_note.created'],
    },
  });
  return bench;
}

async function first(bench: Bench, path: string, key: string): Promise<Json> {
  const { json } = await bench.api('GET', `${path}?limit=1`);
  return json[key][0];
}

async function named(bench: Bench, kind: string, name: string): Promise<Json> {
  const { json } = await bench.api('GET', `/timeline/${kind}`);
  return json[kind].find((one: Json) => one.name === name);
}

/** Kinds of the members that are non-null on both sides, two levels deep. */
function describeShape(value: Json, other: Json, depth = 0): Json {
  if (value === null || other === null) return 'nullable';
  if (Array.isArray(value)) {
    const isComparable = value.length > 0 && other.length > 0;
    return isComparable ? [describeShape(value[0], other[0], depth)] : [];
  }
  if (typeof value !== 'object') return typeof value;
  if (depth > 2) return 'object';
  const shared = Object.keys(value).filter((name) => Object.hasOwn(other, name));
  return Object.fromEntries(
    shared.sort().map((name) => [name, describeShape(value[name], other[name], depth + 1)]),
  );
}
