import { createHmac } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  usualWebhooks,
  WebhookSender,
} from '../../../../../../infra/local/vendors/hubspot/webhooks/webhook-sender.ts';
import type { Json } from '../../sandbox-answer.ts';
import { acornHub, connectedClient, type SandboxClient } from '../sandbox-client.ts';

interface Received {
  readonly headers: Headers;
  readonly body: string;
  readonly events: Json;
}

const url = 'https://app.test/webhooks/targets/hubspot';

let client: SandboxClient;
let sender: WebhookSender;
let received: Received[];
let status: number;

beforeEach(async () => {
  client = await connectedClient({ limits: { enabled: false } });
  received = [];
  status = 204;
  sender = new WebhookSender(usualWebhooks, {
    url,
    secret: 'secret',
    world: client.sandbox.world,
    fetch: async (request) => {
      const body = await request.text();
      received.push({ headers: request.headers, body, events: JSON.parse(body) });
      if (status === 0) throw new TypeError('fetch failed');
      return new Response(null, { status });
    },
  });
});

const events = (): Json[] => received.flatMap((each) => each.events);
const types = (): string[] => events().map((each) => each.subscriptionType);

describe('webhooks', () => {
  it('tell what the app itself wrote, property by property', async () => {
    const id = await client.make('contacts', { firstname: 'Ann', city: 'Leeds' });
    expect(await sender.sendDue()).toEqual([204]);
    expect(events()).toMatchObject([
      { subscriptionType: 'contact.creation', changeFlag: 'NEW', objectId: Number(id) },
      {
        subscriptionType: 'contact.propertyChange',
        propertyName: 'firstname',
        propertyValue: 'Ann',
        changeSource: 'INTEGRATION',
        sourceId: '1300001',
        portalId: acornHub,
        attemptNumber: 0,
        occurredAt: client.clock.nowEpochMs(),
      },
    ]);
    expect(await sender.sendDue()).toEqual([]);
  });

  it('tell what people did, and who', async () => {
    const contact = await client.make('contacts', { email: 'ann@example.com' });
    await client.make('deals', { dealname: 'Unit 12' });
    await sender.sendDue();
    received = [];
    await client.control('edit-record', { type: 'contact', record: contact, phone: '01' });
    await client.control('move-deal', { deal: 'Unit 12', stage: 'closedwon' });
    await client.control('archive', { type: 'deal', record: 'Unit 12' });
    await client.control('privacy-delete', { contact: 'ann@example.com' });
    await sender.sendDue();
    expect(types()).toEqual([
      'contact.propertyChange',
      'deal.propertyChange',
      'deal.deletion',
      'contact.privacyDeletion',
      'contact.deletion',
    ]);
    expect(events()[0]).toMatchObject({ changeSource: 'CRM_UI', sourceId: 'userId:24001101' });
    expect(events()[1]).toMatchObject({ propertyName: 'dealstage', propertyValue: 'closedwon' });
  });

  it('tell a merge with both ids and the new one, and no changes of values', async () => {
    const first = await client.make('contacts', { email: 'a@example.com' });
    const second = await client.make('contacts', { email: 'b@example.com', phone: '01' });
    await sender.sendDue();
    received = [];
    const { json } = await client.api('POST objects/contacts/merge', {
      primaryObjectId: first,
      objectIdToMerge: second,
    });
    await sender.sendDue();
    expect(types()).toEqual(['contact.merge', 'contact.deletion', 'contact.deletion']);
    expect(events()[0]).toMatchObject({
      primaryObjectId: Number(first),
      mergedObjectIds: [Number(second)],
      newObjectId: Number(json.id),
    });
  });

  it('are signed over method, address, body and time', async () => {
    await client.make('contacts', { firstname: 'Ann' });
    await sender.sendDue();
    const [{ headers, body } = { headers: new Headers(), body: '' }] = received;
    const time = headers.get('x-hubspot-request-timestamp') ?? '';
    const expected = createHmac('sha256', 'secret')
      .update(`POST${url}${body}${time}`)
      .digest('base64');
    expect(headers.get('x-hubspot-signature-v3')).toBe(expected);
    expect(time).toBe(String(client.clock.nowEpochMs()));
  });

  it('come by hundreds at most', async () => {
    const inputs = Array.from({ length: 70 }, (_each, at) => ({
      properties: { firstname: `F${at}`, lastname: 'L' },
    }));
    await client.api('POST objects/contacts/batch/create', { inputs });
    expect(await sender.sendDue()).toEqual([204, 204, 204]);
    expect(received.map((each) => each.events.length)).toEqual([100, 100, 10]);
  });

  it.each([0, 500, 404])(
    'come again after an answer of %i: ten times within a day',
    async (bad) => {
      status = bad;
      await client.make('contacts', { city: 'Leeds' });
      const started = client.clock.nowEpochMs();
      const attempts: number[] = [];
      for (let minute = 0; minute < 24 * 60; minute += 1) {
        received = [];
        await sender.sendDue();
        attempts.push(...events().map((each) => each.attemptNumber));
        client.clock.advance(60);
      }
      expect(attempts).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
      expect(sender.waiting).toBe(0);
      expect(client.clock.nowEpochMs() - started).toBe(86_400_000);
    },
  );

  it('may end at a refusal', async () => {
    sender.settings = { ...sender.settings, refusalsEnd: true };
    status = 404;
    await client.make('contacts', { city: 'Leeds' });
    await sender.sendDue();
    expect(sender.waiting).toBe(0);
  });

  it('may come twice, and in another order', async () => {
    sender.settings = { ...sender.settings, doubles: 1, shuffles: true };
    await client.make('contacts', { firstname: 'Ann', lastname: 'Ames', phone: '01' });
    await sender.sendDue();
    const ids: number[] = events().map((each) => each.eventId);
    expect(ids).toHaveLength(8);
    expect(new Set(ids).size).toBe(4);
    expect(ids).not.toEqual(ids.toSorted((one, other) => one - other));
  });

  it('are not sent of accounts without the app', async () => {
    await client.control('uninstall');
    await client.control('create-contact', { email: 'ann@example.com' });
    await sender.sendDue();
    await client.connect();
    await sender.sendDue();
    expect(types().filter((type) => type === 'contact.creation')).toEqual([]);
  });
});
