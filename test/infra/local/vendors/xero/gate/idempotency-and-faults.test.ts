import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../sandbox-answer.ts';
import { invoiceBody, SandboxClient } from '../sandbox-client.ts';

describe('Idempotency-Key', () => {
  it('replays the first answer for six minutes, then forgets', async () => {
    const client = await connected();
    const body = { Contacts: [{ Name: 'Ann' }] };
    const first = await put(client, body, 'k1');
    client.clock.advance(359);
    const replay = await put(client, body, 'k1');
    expect([replay.status, replay.text]).toEqual([200, first.text]);
    client.clock.advance(1);
    expect((await put(client, body, 'k1')).status).toBe(400);
  });

  it('replays validation errors even after the cause is gone', async () => {
    const client = await connected();
    const id = await client.contact('Ann', 'con_1');
    const body = { Contacts: [{ Name: 'Ann' }] };
    expect((await put(client, body, 'k1')).status).toBe(400);
    await client.api(`POST /Contacts/${id}`, { Name: 'Bob' });
    expect((await put(client, body, 'k1')).status).toBe(400);
    expect((await put(client, body, 'k2')).status).toBe(200);
  });

  it('refuses a key that is used with another request', async () => {
    const client = await connected();
    await put(client, { Contacts: [{ Name: 'Ann' }] }, 'k1');
    const answer = await put(client, { Contacts: [{ Name: 'Bob' }] }, 'k1');
    expect([answer.status, answer.json.Message]).toEqual([
      400,
      'Idempotency Key: k1 is used with a different request.',
    ]);
  });

  it('refuses a key of more than 128 characters', async () => {
    const client = await connected();
    const body = { Contacts: [{ Name: 'Ann' }] };
    expect((await put(client, body, 'k'.repeat(129))).status).toBe(400);
    expect((await put(client, body, 'k'.repeat(128))).status).toBe(200);
  });

  it('makes a repeat wait for the first call that is still under way', async () => {
    const gate = Promise.withResolvers<void>();
    const client = await connected({ delay: () => gate.promise });
    const body = { Contacts: [{ Name: 'Ann' }] };
    const both = [put(client, body, 'k1'), put(client, body, 'k1')];
    gate.resolve();
    const [first, second] = await Promise.all(both);
    expect([first?.status, second?.text]).toEqual([200, first?.text]);
    expect((await client.api('GET /Contacts')).json.Contacts).toHaveLength(1);
  });

  it('counts replays against the limits', async () => {
    const client = await connected();
    const body = { Contacts: [{ Name: 'Ann' }] };
    await put(client, body, 'k1');
    const replay = await put(client, body, 'k1');
    expect(replay.headers.get('x-minlimit-remaining')).toBe('58');
  });
});

describe('faults', () => {
  const cases: readonly [string, number | 'lost', number, number | 'lost'][] = [
    // kind, first answer, invoices stored after it, answer to the same key again
    ['500-applied', 500, 1, 500],
    ['500-not-applied', 500, 0, 500],
    ['503-not-applied', 503, 0, 200],
    ['timeout-applied', 'lost', 1, 200],
    ['timeout-not-applied', 'lost', 0, 200],
  ];

  it.for(cases)('%s: answers %s, stores %i, repeats %s', async ([kind, first, stored, again]) => {
    const client = await connected();
    const body = { Invoices: [invoiceBody(await client.contact())] };
    await control(client, 'fault-next', { kind, pathIncludes: '/Invoices' });
    const send = () => status(client.api('PUT /Invoices', body, { 'idempotency-key': 'k1' }));
    expect(await send()).toBe(first);
    expect((await client.api('GET /Invoices')).json.Invoices).toHaveLength(stored);
    expect(await send()).toBe(again);
  });

  it('can lose the answer to a token refresh, which the previous token survives', async () => {
    const client = await connected();
    const { refresh_token } = await client.connect();
    const form = { grant_type: 'refresh_token', refresh_token };
    await control(client, 'fault-next', {
      kind: 'timeout-applied',
      pathIncludes: '/connect/token',
    });
    expect(await status(client.token(form))).toBe('lost');
    expect(await status(client.token(form))).toBe(200);
  });

  it('are refusals in the words and form asked for, of what they name, until they are off', async () => {
    const client = await connected();
    const two = () => ({ Contacts: [{ Name: randomUUID() }, { Name: `Bad ${randomUUID()}` }] });
    const send = async () => {
      const { json } = await client.api('PUT /Contacts?summarizeErrors=false', two());
      return (json.Contacts as Json[]).map((each) => each.StatusAttributeString);
    };
    await control(client, 'refuse-next', { form: 'element', message: 'No.', bodyIncludes: 'Bad' });
    expect(await send()).toEqual(['OK', 'ERROR']);
    expect(await send()).toEqual(['OK', 'ERROR']);
    await control(client, 'faults-off', {});
    expect(await send()).toEqual(['OK', 'OK']);
  });

  it('happen by chance at the rate set, the same for the same seed', async () => {
    const run = async () => {
      const client = await connected({
        faults: { failRate503: 0.5 },
        limits: { enabled: false },
      });
      const seen: Json[] = [];
      for (let each = 0; each < 40; each += 1) seen.push(await status(client.api('GET /Accounts')));
      return seen;
    };
    const seen = await run();
    expect(new Set(seen)).toEqual(new Set([200, 503]));
    expect(await run()).toEqual(seen);
  });

  it('end with faults-off', async () => {
    const client = await connected({ faults: { failRate5xxNotApplied: 1 } });
    expect(await status(client.api('GET /Accounts'))).toBe(500);
    await control(client, 'faults-off', {});
    expect(await status(client.api('GET /Accounts'))).toBe(200);
  });

  it('wait as long as the latency says', async () => {
    const waits: number[] = [];
    const client = await connected({
      faults: { latencyMs: 250 },
      delay: async (ms: number) => {
        waits.push(ms);
      },
    });
    await client.api('GET /Accounts');
    expect(waits).toEqual([250]);
  });
});

async function connected(options: Json = {}): Promise<SandboxClient> {
  const client = new SandboxClient(options);
  await client.connect();
  return client;
}

function put(client: SandboxClient, body: Json, key: string) {
  return client.api('PUT /Contacts', body, { 'idempotency-key': key });
}

function control(client: SandboxClient, action: string, fields: Json) {
  const body = JSON.stringify(fields);
  return client.send(`/control/api/acorn/${action}`, { method: 'POST', body });
}

async function status(answer: Promise<{ status: number }>): Promise<number | 'lost'> {
  try {
    return (await answer).status;
  } catch (error) {
    // The simulated connection broke, which fetch reports as a TypeError.
    expect(error).toBeInstanceOf(TypeError);
    return 'lost';
  }
}
