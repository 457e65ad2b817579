import { describe, expect, it } from 'vitest';
import type { Json } from '../stora-bench.ts';
import { createBench, formPost, partner, postForm, send } from '../stora-bench.ts';

describe('sample operators', () => {
  it('are Acorn with two sites and Harbour with one, each contact with a subscription', async () => {
    const bench = createBench();
    const [acorn, harbour] = [await bench.state('acorn'), await bench.state('harbour')];
    expect([acorn.sites.length, harbour.sites.length]).toEqual([2, 1]);
    expect([acorn.contacts.length, acorn.subscriptions.length]).toEqual([120, 120]);
    const names = acorn.contacts.map((contact: Json) => contact.full_name);
    const repeated = names.filter((name: string, index: number) => names.indexOf(name) !== index);
    expect(repeated).toEqual(['James Wilson']);
    expect(new Set(acorn.contacts.map((contact: Json) => contact.email)).size).toBe(120);
    expect(names.some((name: string) => /李/.test(name))).toBe(true);
  });

  it('are the same for the same seed', async () => {
    expect(await createBench().state()).toEqual(await createBench().state());
  });
});

describe('control actions', () => {
  it('book a unit with the events of a move-in', async () => {
    const bench = createBench();
    await bench.control('new-booking', { full_name: 'R', email: 'r@example.com' });
    const { events, contacts } = await bench.state();
    expect(events.map((event: Json) => event.type)).toEqual([
      'contact.created',
      'order.created',
      'order.completed',
      'subscription.created',
      'tenancy.created',
      'invoice.created',
      'invoice.finalized',
    ]);
    expect(contacts.at(-1)).toMatchObject({ status: 'customer', tenancies_count: 1 });
  });

  it('delete a contact that has no documents, and say so of one that has some', async () => {
    const bench = createBench();
    const person = { full_name: 'R', email: 'r@example.com' };
    const { contact } = await bench.control('new-contact', person);
    await bench.control('delete-contact', { contactId: contact.id });
    const { contacts, events } = await bench.state();
    expect(contacts.map(({ id }: Json) => id)).not.toContain(contact.id);
    expect(events.at(-1)).toMatchObject({ type: 'contact.deleted' });

    const booked = await bench.control('new-booking', person);
    const refused = await bench.control('delete-contact', { contactId: booked.contact.id });
    expect(refused.error).toContain('has documents');
    expect((await bench.control('delete-contact', { contactId: 'con_no' })).error).toContain(
      'no contact con_no',
    );
  });

  it('give a deposit back by a credit of its line alone, when the customer moves out', async () => {
    const bench = createBench();
    const person = { full_name: 'R', email: 'r@example.com' };
    const { invoice, subscription } = await bench.control('new-booking', person);
    await bench.control('pay', { invoiceId: invoice.id });
    const moved = await bench.control('move-out', { tenancyId: subscription.tenancy.id });
    const lineIndex = invoice.line_items.findIndex(({ description }: Json) =>
      description.startsWith('Security deposit'),
    );
    const { creditNote } = await bench.control('credit', { invoiceId: invoice.id, lineIndex });

    expect(moved.tenancy.ends_at).not.toBeNull();
    expect(creditNote).toMatchObject({
      type: 'post_payment',
      total: invoice.line_items[lineIndex].total,
      line_items: [{ description: invoice.line_items[lineIndex].description }],
    });
    expect(
      (await bench.control('credit', { invoiceId: invoice.id, lineIndex: 99 })).error,
    ).toContain('can be credited');
  });

  it('run a month end without touching contacts', async () => {
    const bench = createBench();
    const before = (await bench.state()).contacts;
    await bench.control('month-end-run', { count: 3 });
    const { events, contacts } = await bench.state();
    expect(contacts).toEqual(before);
    expect(events.map((event: Json) => event.type)).toEqual(
      Array.from({ length: 3 }, () => ['invoice.created', 'invoice.finalized']).flat(),
    );
  });

  it.each([0, 10_001, 'x'])('refuse a month end of %s', async (count) => {
    const answer = await createBench().control('month-end-run', { count });
    expect(answer.error).toEqual(expect.any(String));
  });

  it('pay all open invoices', async () => {
    const bench = createBench();
    await bench.control('month-end-run', { count: 4 });
    expect(await bench.control('pay-all')).toMatchObject({ count: 4 });
    const { invoices } = await bench.state();
    expect(new Set(invoices.map((invoice: Json) => invoice.status))).toEqual(new Set(['paid']));
  });

  it('switch limits and faults', async () => {
    const bench = createBench();
    await bench.control('limits', { enabled: true, perSecond: 3 });
    await bench.control('faults', { duplicateWebhooks: 0.5, delayWebhooksMs: 10 });
    expect(bench.sandbox.settings.limits).toEqual({ enabled: true, perSecond: 3, perMinute: 60 });
    expect(bench.sandbox.settings.faults).toMatchObject({
      duplicateWebhooks: 0.5,
      delayWebhooksMs: 10,
      lostAnswers: 0,
    });
  });

  it('revoke the access of an application at one operator only', async () => {
    const bench = createBench();
    const grant = { clientId: partner.clientId, scopes: ['public.site:read'] };
    const token = bench.sandbox.issueAccessToken({ operatorSlug: 'harbour', ...grant });
    await bench.control('revoke-access', { clientId: partner.clientId });
    expect((await bench.api('GET', '/sites')).status).toBe(401);
    expect((await bench.api('GET', '/sites', { token })).status).toBe(200);
  });

  it('count requests per route and status', async () => {
    const bench = createBench();
    await bench.api('GET', '/sites');
    await bench.api('GET', '/sites/none');
    const { requestCounts } = await bench.state();
    expect(requestCounts).toEqual({
      'GET /sites': { count: 1, byStatus: { 200: 1 } },
      'GET /sites/{id}': { count: 1, byStatus: { 404: 1 } },
    });
  });

  it('show neither tokens nor secrets in the state', async () => {
    const bench = createBench();
    const text = JSON.stringify(await bench.state());
    expect(text).not.toContain(bench.token);
    expect(text).not.toContain(partner.clientSecret);
  });
});

describe('control pages', () => {
  it('offer the month-end run by its label', async () => {
    const { text } = await send(createBench().sandbox, '/control/acorn');
    expect(text).toMatch(/<label for="([^"]+)">Invoices<\/label> <input id="\1" name="count"/);
    expect(text).toContain('<button type="submit">Month-end run</button>');
    expect(text).toContain('name="viewport"');
    expect(text).not.toContain('<script');
  });

  it('do an action by form and tell the result', async () => {
    const bench = createBench();
    const posted = await postForm(bench.sandbox, '/control/acorn/month-end-run', { count: '5' });
    expect(posted.status).toBe(303);
    const page = await send(bench.sandbox, posted.headers.get('location') ?? '');
    expect(page.text).toContain('5 invoices raised');
    const refused = await postForm(bench.sandbox, '/control/acorn/pay', { invoiceId: 'nope' });
    expect(refused.headers.get('location')).toContain('Not+done');
  });

  it('refuse forms of other sites', async () => {
    const { sandbox } = createBench();
    const headers = { 'Sec-Fetch-Site': 'cross-site' };
    const fields = { count: '5' };
    const path = '/control/acorn/month-end-run';
    const posted = await send(sandbox, path, formPost(fields, headers));
    expect(posted.headers.get('location')).toContain('another+site');
  });

  it.each(['contacts', 'invoices', 'credit-notes', 'timeline', 'webhooks', 'access'])(
    'show what is stored: %s',
    async (name) => {
      const bench = createBench();
      await bench.control('new-contact', { email: 'x@example.com', full_name: '<b>X</b>' });
      await bench.control('month-end-run', { count: 2 });
      const { status, text } = await send(bench.sandbox, `/control/acorn/${name}`);
      expect(status).toBe(200);
      expect(text).toContain('<table>');
      expect(text).not.toContain('<b>X</b>');
      expect(text).not.toContain(bench.token);
    },
  );

  it('answer 404 for an unknown operator or page', async () => {
    const { sandbox } = createBench();
    expect((await send(sandbox, '/control/nobody')).status).toBe(404);
    expect((await send(sandbox, '/control/acorn/nothing')).status).toBe(404);
  });
});
