import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DeferredError } from '../../../shared/domain/errors/errors.ts';
import { StoraUnderTest } from './support/stora-under-test.ts';

const at = '2026-11-30T09:00:00Z';
const url = 'https://rollerdoor.example/webhooks/stora/endpoint-1';

let stora: StoraUnderTest;

beforeEach(() => {
  stora = new StoraUnderTest();
});

// Stora demands a key on every POST of a partner, and takes none on a PATCH.
afterEach(() => {
  for (const { method, headers } of stora.sent) {
    expect(headers['idempotency-key'] !== undefined).toBe(method === 'POST');
  }
});

function firstContact(): { id: string; full_name: string | null } {
  const contact = [...stora.operator.tables.contacts.values()][0];
  if (contact === undefined) throw new Error('The sandbox has no contact.');
  return contact;
}

function recordIn<R>(shown: { ok: true; value: { record: R } } | { ok: false } | undefined) {
  return shown?.ok ? shown.value.record : undefined;
}

async function raiseInvoice(): Promise<string> {
  await stora.press('month-end-run', { count: 1 });
  const id = [...stora.operator.tables.invoices.keys()].at(-1);
  if (id === undefined) throw new Error('The run raised no invoice.');
  return id;
}

describe('reading', () => {
  it('gives a contact in a form that can be read', async () => {
    const { id, full_name } = firstContact();
    const contact = recordIn(await stora.source.getContact(id));

    expect(contact).toMatchObject({ id, name: full_name });
  });

  it('gives an invoice with its customer and its site', async () => {
    const id = await raiseInvoice();
    const invoice = recordIn(await stora.source.getInvoice(id, at));

    expect(invoice).toMatchObject({ id, currency: 'GBP' });
    expect(invoice?.contact?.name).toBeTruthy();
    expect(invoice?.siteName).toMatch(/Bristol|Bath/);
    expect(invoice?.lines.length).toBeGreaterThan(0);
  });

  it('gives a credit note with its customer and its site', async () => {
    const invoiceId = await raiseInvoice();
    await stora.press('credit', { invoiceId, amountMinor: 1_000 });
    const id = [...stora.operator.tables.creditNotes.keys()][0] ?? '';
    const note = recordIn(await stora.source.getCreditNote(id, at));

    expect(note).toMatchObject({ id, invoiceId, totalMinor: 1_000 });
    expect(note?.contact?.name).toBeTruthy();
    expect(note?.siteName).toBeTruthy();
  });

  it('finds who else bears a name', async () => {
    const { id, full_name } = firstContact();
    const name = full_name ?? '';
    const found = await stora.source.searchContacts(name);

    expect(found).toContainEqual({ sourceId: id, name });
    expect(await stora.source.searchContacts('Nobody At All')).toEqual([]);
  });

  it('tells nothing of names where there are more contacts than it looks through', async () => {
    for (let number = 1; number <= 3; number += 1)
      stora.scripted.push(() =>
        Response.json({ contacts: [], meta: { pagination: { next: number + 1 } } }),
      );

    expect(await stora.source.searchContacts('Ada')).toBeUndefined();
  });

  it('gives nothing for a record that does not exist', async () => {
    expect(await stora.source.getContact('con_none')).toBeUndefined();
    expect(await stora.source.getInvoice('inv_none')).toBeUndefined();
    expect(await stora.source.getCreditNote('cred_none')).toBeUndefined();
  });

  it('does not let an id lead to another address', async () => {
    await stora.source.getContact('../sites?x=/y');

    expect(stora.sent[0]?.path).toBe('/contacts/..%2Fsites%3Fx%3D%2Fy');
  });

  it('goes through the pacer, once per request', async () => {
    await stora.source.getContact(firstContact().id);

    expect(stora.pacer.runs).toEqual([{ operatorId: 'acorn', provider: 'stora', lane: 'live' }]);
  });
});

describe('patchContactMetadata', () => {
  it('adds our key and leaves those of others', async () => {
    const { id } = firstContact();
    await stora.source.patchContactMetadata(id, { 'crm:id': '7' });
    await stora.source.patchContactMetadata(id, { 'rollerdoor:xero': 'x-1' });

    expect(recordIn(await stora.source.getContact(id))?.metadata).toEqual({
      'crm:id': '7',
      'rollerdoor:xero': 'x-1',
    });
  });

  it('tells how the contact stands then', async () => {
    const { id } = firstContact();

    const shown = await stora.source.patchContactMetadata(id, { 'rollerdoor:xero': 'x-1' });

    expect(shown).toEqual(await stora.source.getContact(id));
  });

  it('takes a key away where its value is null', async () => {
    const { id } = firstContact();
    await stora.source.patchContactMetadata(id, { a: '1', b: '2' });
    await stora.source.patchContactMetadata(id, { a: null });

    expect(recordIn(await stora.source.getContact(id))?.metadata).toEqual({ b: '2' });
  });

  it('never sends an empty patch, which would wipe every key of every integration', async () => {
    const { id } = firstContact();

    await expect(stora.source.patchContactMetadata(id, {})).rejects.toThrow('never sent');
    expect(stora.sent).toEqual([]);
  });

  it('tells of a contact that does not exist', async () => {
    const patch = stora.source.patchContactMetadata('con_none', { a: '1' });

    await expect(patch).rejects.toMatchObject({
      failure: { status: 404, code: 'resource_not_found', effect: 'not_applied' },
    });
  });
});

describe('createTimelineEvent', () => {
  const note = {
    text: 'Invoice ACORN-1 posted to Xero.',
    externalId: 'inv_1:posted',
    externalUrl: 'https://go.xero.test/x',
  };

  it('finds source and template by their names and hangs the event on its records', async () => {
    const invoiceId = await raiseInvoice();
    const invoice = stora.operator.tables.invoices.get(invoiceId);
    const contactSourceId = invoice?.contact.id ?? '';
    const siteSourceId = invoice?.site.id ?? '';
    await stora.source.createTimelineEvent(
      { ...note, contactSourceId, siteSourceId, invoiceSourceId: invoiceId },
      'k-1',
    );

    const { timelineEvents, timelineSources, timelineTemplates } = stora.operator.tables;
    const [event] = [...timelineEvents.values()];
    expect(event).toMatchObject({
      description: note.text,
      external: { id: 'inv_1:posted', url: 'https://go.xero.test/x' },
      contact: { id: contactSourceId },
      site: { id: siteSourceId },
      invoice: { id: invoiceId },
    });
    expect(timelineSources.get(event?.source.id ?? '')?.name).toBe('Rollerdoor');
    expect(timelineTemplates.get(event?.template.id ?? '')?.name).toBe('Document posted');
  });

  it('looks the names up once for many events', async () => {
    const contactSourceId = firstContact().id;
    await stora.source.createTimelineEvent({ ...note, contactSourceId }, 'k-1');
    await stora.source.createTimelineEvent({ ...note, contactSourceId }, 'k-2');

    expect(stora.sent.map(({ path }) => path.replace(/\?.*/, ''))).toEqual([
      '/timeline/sources',
      '/timeline/templates',
      '/timeline/events',
      '/timeline/events',
    ]);
  });

  it('makes one event of a repeat with the same key', async () => {
    const contactSourceId = firstContact().id;
    await stora.source.createTimelineEvent({ ...note, contactSourceId }, 'k-1');
    await stora.source.createTimelineEvent({ ...note, contactSourceId }, 'k-1');

    expect(stora.operator.tables.timelineEvents.size).toBe(1);
  });

  it('leaves away what it was not given', async () => {
    const contactSourceId = firstContact().id;
    const { externalUrl: _url, ...withoutUrl } = note;
    await stora.source.createTimelineEvent({ ...withoutUrl, contactSourceId }, 'k-1');

    expect(stora.sent.at(-1)?.body).toMatchObject({ external: { id: 'inv_1:posted' } });
    expect(stora.sent.at(-1)?.body).not.toHaveProperty('site');
    expect(stora.sent.at(-1)?.body).not.toHaveProperty('invoice');
  });

  it.each([
    ['source', { timelineSourceName: 'Elsewhere' }, 'timeline_source_missing'],
    ['template', { timelineTemplateName: 'Other' }, 'timeline_template_missing'],
  ])('waits where the %s is missing, and says so', async (...[, settings, reason]) => {
    stora = new StoraUnderTest({ settings });
    const creating = stora.source.createTimelineEvent(note, 'k-1');

    await expect(creating).rejects.toThrow(new DeferredError(reason, 900));
  });

  it('looks again after a look-up that failed', async () => {
    const contactSourceId = firstContact().id;
    stora.scripted.push(() => new Response('', { status: 503 }));

    await expect(
      stora.source.createTimelineEvent({ ...note, contactSourceId }, 'k-1'),
    ).rejects.toMatchObject({ failure: { status: 503 } });
    await stora.source.createTimelineEvent({ ...note, contactSourceId }, 'k-1');
    expect(stora.operator.tables.timelineEvents.size).toBe(1);
  });

  it('finds a name on a later page', async () => {
    const many = Array.from({ length: 150 }, (_, index) => ({
      name: `Source ${index}`,
      websiteUrl: 'https://x.example',
      global: true,
    }));
    const ours = { name: 'Rollerdoor', websiteUrl: 'https://r.example', global: true };
    stora = new StoraUnderTest({ sandbox: { timelineSources: [ours, ...many] } });
    await stora.source.createTimelineEvent({ ...note, contactSourceId: firstContact().id }, 'k');

    expect(stora.sent.filter(({ path }) => path.startsWith('/timeline/sources'))).toHaveLength(2);
    expect(stora.operator.tables.timelineEvents.size).toBe(1);
  });
});

describe('webhook endpoints', () => {
  const registration = { url, name: 'Rollerdoor', metadata: { operator: 'acorn' } };

  it('are created with every event type, and give their secret once', async () => {
    const created = await stora.source.createWebhookEndpoint(registration, 'k-1');

    expect(created.secret).toMatch(/^[0-9a-f]{64}$/);
    expect(stora.operator.tables.webhookEndpoints.get(created.sourceEndpointId)).toMatchObject({
      url,
      name: 'Rollerdoor',
      api_version: '2025-09',
      metadata: { operator: 'acorn' },
      event_types: expect.arrayContaining(['contact.created', 'invoice.paid']),
    });
  });

  it('are created once, with the same secret, by a repeat with the same key', async () => {
    const first = await stora.source.createWebhookEndpoint(registration, 'k-1');
    const second = await stora.source.createWebhookEndpoint(registration, 'k-1');

    expect(second).toEqual(first);
    expect(stora.operator.tables.webhookEndpoints.size).toBe(1);
  });

  it('are listed and can be switched off', async () => {
    const { sourceEndpointId } = await stora.source.createWebhookEndpoint(registration, 'k-1');
    expect(await stora.source.listWebhookEndpoints()).toEqual([
      { sourceEndpointId, url, isEnabled: true },
    ]);

    await stora.source.disableWebhookEndpoint(sourceEndpointId, 'k-2');
    expect(await stora.source.listWebhookEndpoints()).toMatchObject([{ isEnabled: false }]);
  });

  it('are refused by Stora with an address that it cannot reach', async () => {
    const creating = stora.source.createWebhookEndpoint({ ...registration, url: 'ftp://x' }, 'k');

    await expect(creating).rejects.toMatchObject({
      failure: { status: 422, code: 'invalid_content', canRetryHelp: false, effect: 'not_applied' },
    });
  });
});

describe('listing the documents of a span', () => {
  const longAgo = '2000-01-01T00:00:00.000Z';

  it('gives them in the order of creation, with customer and site and the own form', async () => {
    await stora.press('month-end-run', { count: 3 });
    const page = await stora.source.listDocuments({
      kind: 'invoice',
      page: 1,
      createdFrom: longAgo,
    });

    const created = page.entries.map(({ createdAt }) => createdAt);
    expect(created).toEqual([...created].sort());
    expect(page.total).toBe(page.entries.length);
    const [first] = page.entries;
    const { record } = (first?.shown.ok && first.shown.value) || {};
    expect(record?.contact?.name).toBeTruthy();
    expect(record?.siteName).toBeTruthy();
    expect(first?.resource).toMatchObject({ id: first?.sourceId });
  });

  it('leaves out what was created before the span, and from its end on', async () => {
    await stora.press('month-end-run', { count: 2 });
    const all = await stora.source.listDocuments({
      kind: 'invoice',
      page: 1,
      createdFrom: longAgo,
    });
    const last = all.entries.at(-1)?.createdAt ?? '';
    const list = { kind: 'invoice', page: 1 } as const;
    const from = await stora.source.listDocuments({ ...list, createdFrom: last });
    const until = { createdFrom: longAgo, createdBefore: last };
    const before = await stora.source.listDocuments({ ...list, ...until });

    expect(from.entries.every(({ createdAt }) => createdAt === last)).toBe(true);
    expect(before.entries).toHaveLength(all.entries.length - from.entries.length);
  });

  it('gives credit notes as well', async () => {
    const invoiceId = await raiseInvoice();
    await stora.press('credit', { invoiceId, amountMinor: 1_000 });
    const list = { kind: 'credit_note', page: 1, createdFrom: longAgo } as const;
    const { entries } = await stora.source.listDocuments(list);

    expect(entries).toMatchObject([{ kind: 'credit_note', shown: { ok: true } }]);
  });

  it('goes on without what a source refuses to be asked', async () => {
    await stora.press('month-end-run', { count: 2 });
    Object.assign(stora.sandbox.settings.absent, { expand: ['contact', 'site'] });
    const page = await stora.source.listDocuments({
      kind: 'invoice',
      page: 1,
      createdFrom: longAgo,
    });

    expect(page.entries.length).toBeGreaterThan(1);
  });
});
