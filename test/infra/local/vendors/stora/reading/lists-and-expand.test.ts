import { describe, expect, it } from 'vitest';
import type { Bench, Json } from '../stora-bench.ts';
import { createBench, partner } from '../stora-bench.ts';

const list = async (bench: Bench, path: string): Promise<Json> =>
  (await bench.api('GET', path)).json;

describe('pagination', () => {
  it('counts pages and names the neighbours', async () => {
    const bench = createBench();
    const pages = [];
    for (const page of [1, 2, 3]) pages.push(await list(bench, `/contacts?page=${page}`));
    expect(pages.map((page) => page.contacts.length)).toEqual([50, 50, 20]);
    expect(pages.map((page) => page.meta.pagination)).toEqual([
      { count: 120, last: 3, limit: 50, next: 2, page: 1, pages: 3, prev: null },
      { count: 120, last: 3, limit: 50, next: 3, page: 2, pages: 3, prev: 1 },
      { count: 120, last: 3, limit: 50, next: null, page: 3, pages: 3, prev: 2 },
    ]);
    const ids = new Set(pages.flatMap((page) => page.contacts.map((one: Json) => one.id)));
    expect(ids.size).toBe(120);
  });

  it('has one page when there is nothing', async () => {
    const answer = await list(createBench(), '/invoices');
    expect(answer.invoices).toEqual([]);
    expect(answer.meta.pagination).toMatchObject({ count: 0, pages: 1, next: null });
  });

  it.each(['page=0', 'page=x', 'limit=0', 'limit=101', 'limit=1.5'])(
    'refuses %s',
    async (query) => {
      const answer = await createBench().api('GET', `/contacts?${query}`);
      expect([answer.status, answer.json.error.code]).toEqual([422, 'invalid_url_param']);
      expect(answer.json.error.details[0].pointer).toBe(`/${query.split('=')[0]}`);
    },
  );
});

describe('sorting and filters', () => {
  it('sorts by creation, newest first, unless told otherwise', async () => {
    const bench = createBench();
    const created = (answer: Json) => answer.contacts.map((one: Json) => one.created_at);
    const newest = created(await list(bench, '/contacts?limit=100'));
    expect(newest).toEqual([...newest].sort().reverse());
    const oldest = created(await list(bench, '/contacts?limit=100&sort_direction=ASC'));
    expect(oldest).toEqual([...oldest].sort());
    const names = (await list(bench, '/contacts?limit=100&sort_by=full_name&sort_direction=ASC'))
      .contacts;
    expect(names.map((one: Json) => one.full_name)).toEqual(
      names.map((one: Json) => one.full_name).sort(),
    );
  });

  it('keeps the order of creation within one second', async () => {
    const bench = createBench();
    await bench.control('month-end-run', { count: 5 });
    const { invoices } = await list(bench, '/invoices?sort_direction=ASC');
    expect(invoices.map((one: Json) => one.number)).toEqual(
      [1, 2, 3, 4, 5].map((n) => `ACORN-000${n}`),
    );
  });

  it('takes after as inclusive and before as exclusive', async () => {
    const bench = createBench();
    const all = (await list(bench, '/contacts?limit=100&sort_direction=ASC')).contacts;
    const at = all[10].created_at;
    const after = await list(bench, `/contacts?created_after=${at}`);
    const before = await list(bench, `/contacts?created_before=${at}`);
    expect([after.meta.pagination.count, before.meta.pagination.count]).toEqual([110, 10]);
  });

  it('filters by several values, by kind and by text', async () => {
    const bench = createBench();
    const [one, two] = (await list(bench, '/contacts')).contacts;
    const both = await list(bench, `/contacts?email=${one.email},${two.email}`);
    expect(both.contacts).toHaveLength(2);
    expect((await list(bench, '/contacts?type=company')).meta.pagination.count).toBe(24);
    expect((await list(bench, '/contacts?search=james%20wilson')).contacts).toHaveLength(2);
  });

  it.each([
    '/contacts?sort_by=email',
    '/contacts?sort_direction=up',
    '/contacts?type=alien',
    '/contacts?created_after=yesterday',
  ])('refuses %s', async (path) => {
    expect((await createBench().api('GET', path)).json.error.code).toBe('invalid_url_param');
  });

  it('ignores or refuses unknown parameters by setting', async () => {
    expect((await createBench().api('GET', '/sites?nope=1')).status).toBe(200);
    const strict = createBench({ unknownQuery: 'reject' });
    expect((await strict.api('GET', '/sites?nope=1')).json.error.code).toBe('invalid_url_param');
    expect((await strict.api('GET', '/contacts?page=1&metadata[a]=b')).status).toBe(200);
  });

  it('filters invoices by status, contact, site and subscription', async () => {
    const bench = createBench();
    await bench.control('month-end-run', { count: 6 });
    const [invoice] = (await list(bench, '/invoices')).invoices;
    await bench.control('pay', { invoiceId: invoice.id });
    const count = async (query: string) =>
      (await list(bench, `/invoices?${query}`)).meta.pagination.count;
    expect(await count('status=paid')).toBe(1);
    expect(await count('status=paid,open')).toBe(6);
    expect(await count(`contact_id=${invoice.contact.id}`)).toBe(1);
    expect(await count(`site_id=${invoice.site.id}`)).toBe(3);
    expect(await count(`subscription_id=${invoice.subscription.id}`)).toBe(1);
  });
});

describe('expand', () => {
  it('inlines references, also nested ones', async () => {
    const bench = createBench();
    const path = '/orders?limit=1&expand=contact,line_items.item,line_items';
    const [order] = (await list(bench, path)).orders;
    expect(order.contact.full_name).toEqual(expect.any(String));
    expect(order.line_items[0].item.name).toEqual(expect.any(String));
    expect(Object.keys(order.site)).toEqual(['id']);
  });

  it('inlines the items of embedded subscription lines', async () => {
    const path = '/subscriptions?limit=1&expand=line_items.item,site';
    const [subscription] = (await list(createBench(), path)).subscriptions;
    expect(subscription.line_items[0].item.slug).toEqual(expect.any(String));
  });

  it('is forbidden without the read scope of what it inlines', async () => {
    const bench = createBench();
    await bench.control('month-end-run', { count: 1 });
    const token = bench.sandbox.issueAccessToken({
      operatorSlug: 'acorn',
      clientId: partner.clientId,
      scopes: ['public.invoice:read', 'public.site:read'],
    });
    const statusOf = async (path: string) => (await bench.api('GET', path, { token })).status;
    expect(await statusOf('/invoices?expand=site')).toBe(200);
    expect(await statusOf('/invoices?expand=site,contact')).toBe(403);
  });

  it('refuses what cannot be inlined', async () => {
    const answer = await createBench().api('GET', '/invoices?expand=payments');
    expect(answer.json.error.details[0].pointer).toBe('/expand');
  });

  it('shows the application behind a creator', async () => {
    const bench = createBench();
    const body = {
      name: 'n',
      api_version: '2025-09',
      url: 'https://x.example/',
      event_types: ['invoice.paid'],
    };
    await bench.api('POST', '/webhook_endpoints', { body });
    const { endpoints } = await list(bench, '/webhook_endpoints?expand=creator');
    expect(endpoints[0].creator.name).toBe(partner.name);
  });
});

describe('envelope', () => {
  it('carries a request id and the storefront host of the operator', async () => {
    const { meta } = await list(createBench(), '/sites');
    expect(meta.request_id).toMatch(/^[\da-f]{8}-[\da-f]{4}-4/);
    expect(meta.curies[1]).toEqual({
      name: 'sf',
      href: 'https://acorn.stora.test{rel}',
      templated: true,
      title: 'Storefront',
    });
  });
});
