import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { StoraSandboxOptions } from '../../../../../../infra/local/vendors/stora/stora-sandbox.ts';
import type { Bench, Json } from '../stora-bench.ts';
import { createBench, startEpochMs } from '../stora-bench.ts';

interface Received {
  readonly atEpochMs: number;
  readonly headers: Headers;
  readonly body: string;
  readonly event: Json;
}

interface Receiver extends Bench {
  readonly received: Received[];
  readonly endpoint: Json;
  /** Status the receiver answers with. */
  answer: number;
}

async function createReceiver(
  options: Partial<StoraSandboxOptions> = {},
  eventTypes = ['contact.created', 'invoice.created', 'invoice.finalized', 'credit_note.created'],
): Promise<Receiver> {
  const received: Received[] = [];
  const control = { answer: 200 };
  const bench = createBench({
    accessTokenTtlSeconds: 1_000_000,
    deliver: async (request) => {
      const body = await request.text();
      const { event } = JSON.parse(body);
      received.push({ atEpochMs: bench.clock.epochMs, headers: request.headers, body, event });
      return new Response(null, { status: control.answer });
    },
    ...options,
  });
  const body = {
    name: 'test',
    api_version: '2025-09',
    url: 'https://receiver.example/hook',
    event_types: eventTypes,
  };
  const { json } = await bench.api('POST', '/webhook_endpoints', { body });
  return Object.assign(control, bench, { received, endpoint: json.endpoint });
}

/** Advances to each due time in turn until nothing waits. */
async function drain({ sandbox, clock }: Receiver) {
  for (let due = sandbox.nextDueEpochMs(); due !== null; due = sandbox.nextDueEpochMs()) {
    clock.epochMs = Math.max(clock.epochMs, due);
    await sandbox.runDue();
  }
}

const newContact = { email: 'a@example.com', full_name: 'A' };

describe('webhook endpoints', () => {
  it('show the secret on creation only', async () => {
    const receiver = await createReceiver();
    expect(receiver.endpoint.secret).toMatch(/^[\da-f]{64}$/);
    const path = `/webhook_endpoints/${receiver.endpoint.id}`;
    const shown = [
      (await receiver.api('GET', path)).json.endpoint,
      (await receiver.api('PATCH', path, { body: { name: 'x' } })).json.endpoint,
      (await receiver.api('GET', '/webhook_endpoints')).json.endpoints[0],
    ];
    expect(shown.map((endpoint) => endpoint.secret)).toEqual([null, null, null]);
  });

  it.each([
    ['plain http', { url: 'http://receiver.example/' }, '/url'],
    ['no URL', { url: 'x' }, '/url'],
    ['an unknown event type', { event_types: ['invoice.nope'] }, '/event_types/0'],
    ['no event type', { event_types: [] }, '/event_types'],
    ['another API version', { api_version: '2024-01' }, '/api_version'],
    ['an empty name', { name: '' }, '/name'],
  ])('refuse %s', async (_title, change, pointer) => {
    const body = {
      name: 'n',
      api_version: '2025-09',
      url: 'https://x.example/',
      event_types: ['invoice.paid'],
      ...change,
    };
    const { json } = await createBench().api('POST', '/webhook_endpoints', { body });
    expect(json.error.details[0].pointer).toBe(pointer);
  });

  it('take loopback http unless told otherwise', async () => {
    const body = {
      name: 'n',
      api_version: '2025-09',
      url: 'http://127.0.0.1:9/hook',
      event_types: ['invoice.paid'],
    };
    const lenient = await createBench().api('POST', '/webhook_endpoints', { body });
    const strict = await createBench({ allowLoopbackHttpWebhooks: false }).api(
      'POST',
      '/webhook_endpoints',
      { body },
    );
    expect([lenient.status, strict.status]).toEqual([201, 422]);
  });
});

describe('deliveries', () => {
  it('carry the envelope, the headers and a signature over the raw body', async () => {
    const receiver = await createReceiver();
    await receiver.control('new-contact', newContact);
    await drain(receiver);
    const [{ headers, body, event }] = receiver.received as [Received];
    expect(event).toMatchObject({
      id: expect.stringMatching(/^evt_/),
      type: 'contact.created',
      api_version: '2025-09',
      data: { contact: { email: 'a@example.com', metadata: {} } },
    });
    expect(event.meta.curies).toHaveLength(2);
    expect(headers.get('user-agent')).toBe('Stora-Webhooks/1.0');
    expect(headers.get('x-stora-request-id')).toMatch(/-/);
    const seconds = Math.floor(startEpochMs / 1000);
    const digest = createHmac('sha256', receiver.endpoint.secret)
      .update(`${seconds}.${body}`)
      .digest('hex');
    expect(headers.get('x-stora-signature')).toBe(`t=${seconds},v1=${digest}`);
  });

  it('show contact and site in full, and the invoice of a credit note', async () => {
    const receiver = await createReceiver();
    const { invoiceIds } = await receiver.control('month-end-run', { count: 1 });
    await receiver.control('credit', { invoiceId: invoiceIds[0] });
    await drain(receiver);
    const [created, finalized, credited] = receiver.received.map((one) => one.event);
    expect([created.type, finalized.type]).toEqual(['invoice.created', 'invoice.finalized']);
    expect(created.data.invoice.contact.email).toEqual(expect.any(String));
    expect(created.data.invoice.site.name).toEqual(expect.any(String));
    expect(created.data.invoice.status).toBe('open');
    expect(created.data.invoice.finalized_at).not.toBeNull();
    expect(credited.data.credit_note.invoice.number).toBe('ACORN-0001');
    expect(credited.data.credit_note.contact.email).toEqual(expect.any(String));
  });

  it('are retried after 1, 5 and 30 minutes and then as configured, each signed anew', async () => {
    const receiver = await createReceiver();
    receiver.answer = 500;
    await receiver.control('new-contact', newContact);
    await drain(receiver);
    const delays = receiver.received.map((one, index) =>
      index === 0 ? 0 : (one.atEpochMs - (receiver.received[index - 1]?.atEpochMs ?? 0)) / 1000,
    );
    expect(delays).toEqual([0, 60, 300, 1800, 7200, 43_200, 86_400]);
    expect(new Set(receiver.received.map((one) => one.body)).size).toBe(1);
    const unique = (name: string) =>
      new Set(receiver.received.map((one) => one.headers.get(name))).size;
    expect([unique('x-stora-request-id'), unique('x-stora-signature')]).toEqual([7, 7]);
    const { deliverySummary, deliveries } = await receiver.state();
    expect(deliverySummary).toMatchObject({ total: 1, failed: 1, pending: 0 });
    expect(deliveries.at(-1)).toMatchObject({ attempt: 7, status: 500, nextAttemptEpochMs: null });
  });

  it('can repeat the first signature on retries', async () => {
    const receiver = await createReceiver({ restampSignature: false });
    receiver.answer = 500;
    await receiver.control('new-contact', newContact);
    await drain(receiver);
    const signatures = receiver.received.map((one) => one.headers.get('x-stora-signature'));
    expect(new Set(signatures).size).toBe(1);
  });

  it('stop retrying after any 2xx and retry a receiver that cannot be reached', async () => {
    let attempts = 0;
    const receiver = await createReceiver({
      deliver: async () => {
        attempts += 1;
        if (attempts === 1) throw new Error('refused');
        return new Response(null, { status: 204 });
      },
    });
    await receiver.control('new-contact', newContact);
    await drain(receiver);
    const { deliveries } = await receiver.state();
    expect(deliveries.map((one: Json) => [one.status, one.error])).toEqual([
      [0, 'refused'],
      [204, null],
    ]);
  });

  it('reach only enabled endpoints that subscribed to the type', async () => {
    const receiver = await createReceiver({}, ['invoice.paid']);
    await receiver.control('new-contact', newContact);
    expect(receiver.sandbox.nextDueEpochMs()).toBeNull();
    await receiver.control('month-end-run', { count: 2 });
    await receiver.control('pay', { invoiceId: 'ACORN-0001' });
    await receiver.api('POST', `/webhook_endpoints/${receiver.endpoint.id}/disable`);
    await receiver.control('pay', { invoiceId: 'ACORN-0002' });
    await drain(receiver);
    expect(receiver.received).toEqual([]);
    await receiver.api('POST', `/webhook_endpoints/${receiver.endpoint.id}/enable`);
    await receiver.control('month-end-run', { count: 1 });
    await receiver.control('pay', { invoiceId: 'ACORN-0003' });
    await drain(receiver);
    expect(receiver.received.map((one) => one.event.data.invoice.number)).toEqual(['ACORN-0003']);
  });

  it('run at most eight at a time', async () => {
    let active = 0;
    let most = 0;
    const gate = Promise.withResolvers<void>();
    const receiver = await createReceiver({
      deliver: async () => {
        active += 1;
        most = Math.max(most, active);
        await gate.promise;
        active -= 1;
        return new Response(null, { status: 200 });
      },
    });
    await receiver.control('month-end-run', { count: 20 });
    const first = receiver.sandbox.runDue();
    await receiver.control('new-contact', newContact);
    const second = receiver.sandbox.runDue();
    gate.resolve();
    await Promise.all([first, second]);
    expect(most).toBe(8);
    expect((await receiver.state()).deliverySummary.delivered).toBe(41);
  });
});

describe('webhook faults', () => {
  it('duplicate an event under its one id', async () => {
    const receiver = await createReceiver({ faults: { duplicateWebhooks: 1 } });
    await receiver.control('new-contact', newContact);
    await drain(receiver);
    expect(receiver.received).toHaveLength(2);
    expect(new Set(receiver.received.map((one) => one.event.id)).size).toBe(1);
    const requestIds = receiver.received.map((one) => one.headers.get('x-stora-request-id'));
    expect(new Set(requestIds).size).toBe(2);
  });

  it('reorder events', async () => {
    const receiver = await createReceiver({ faults: { reorderWebhooks: 0.5 } });
    await receiver.control('month-end-run', { count: 20 });
    await drain(receiver);
    const numbers = receiver.received.map((one) => one.event.data.invoice.number);
    expect(numbers).toHaveLength(40);
    expect(numbers).not.toEqual([...numbers].sort());
  });

  it('delay everything', async () => {
    const receiver = await createReceiver({ faults: { delayWebhooksMs: 5000 } });
    await receiver.control('new-contact', newContact);
    expect(await receiver.sandbox.runDue()).toBe(0);
    expect(receiver.sandbox.nextDueEpochMs()).toBe(startEpochMs + 5000);
  });

  it('send all events again, shuffled by a seed', async () => {
    const receiver = await createReceiver();
    await receiver.control('month-end-run', { count: 10 });
    await drain(receiver);
    const answer = await receiver.control('redeliver', { times: 3, seed: 7 });
    expect(answer).toMatchObject({ count: 60, events: 20 });
    await drain(receiver);
    const again = receiver.received.slice(20).map((one) => one.event.id);
    expect(new Set(again).size).toBe(20);
    expect(again.slice(0, 20)).not.toEqual(
      receiver.received.slice(0, 20).map((one) => one.event.id),
    );
  });
});
