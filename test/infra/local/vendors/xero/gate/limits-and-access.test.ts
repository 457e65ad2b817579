import { beforeEach, describe, expect, it } from 'vitest';
import type { Json } from '../../sandbox-answer.ts';
import { acornId, harbourId, SandboxClient } from '../sandbox-client.ts';

const organisation = 'GET /Organisation';

describe('access', () => {
  let client: SandboxClient;

  beforeEach(async () => {
    client = new SandboxClient();
    await client.connect();
  });

  it('answers 401 with Xero’s problem body for an unknown token', async () => {
    client.accessToken = 'unknown';
    const answer = await client.api(organisation);
    expect(answer.status).toBe(401);
    expect(answer.json).toMatchObject({
      Title: 'Unauthorized',
      Status: 401,
      Detail: 'AuthenticationUnsuccessful',
      Instance: expect.any(String),
    });
  });

  it('says when the token expired', async () => {
    client.clock.advance(1800);
    const answer = await client.api(organisation);
    expect([answer.status, answer.json.Detail]).toEqual([
      401,
      'TokenExpired: token expired at 11/21/2026 12:30:00',
    ]);
  });

  it.each([harbourId, 'nonsense', ''])('answers 403 for the organisation %s', async (tenantId) => {
    client.tenantId = tenantId;
    const answer = await client.api(organisation);
    expect([answer.status, answer.json.Title]).toEqual([403, 'Forbidden']);
  });

  it.each([
    ['GET /Invoices', 'accounting.invoices.read', 200],
    ['PUT /Invoices', 'accounting.invoices.read', 401],
    ['GET /Invoices', 'accounting.contacts', 401],
    ['GET /Payments', 'accounting.invoices', 401],
    ['GET /Payments', 'accounting.payments', 200],
    ['GET /Accounts', 'accounting.settings.read', 200],
    ['PUT /TrackingCategories', 'accounting.settings.read', 401],
    ['GET /CreditNotes', 'accounting.invoices', 200],
    ['GET /Contacts', 'accounting.contacts.read', 200],
  ])('answers %s with the scope %s by %i', async (call, scope, status) => {
    await client.connect({ scope });
    const answer = await client.api(call, call.startsWith('PUT') ? {} : undefined);
    expect(answer.status).toBe(status);
    if (status === 401) expect(answer.json.Detail).toBe('AuthorizationUnsuccessful');
  });

  it.each([
    ['GET /Nothing', 404],
    ['DELETE /Invoices', 405],
  ])('answers %s with %i', async (call, status) => {
    expect((await client.api(call)).status).toBe(status);
  });
});

describe('limits', () => {
  it('refuse the 61st call of a minute and say how long to wait', async () => {
    const client = await connected();
    await repeat(30, () => client.api(organisation));
    client.clock.advance(20);
    await repeat(30, () => client.api(organisation));
    const refused = await client.api(organisation);
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('40');
    expect(refused.headers.get('x-rate-limit-problem')).toBe('minute');
    expect(refused.headers.get('x-minlimit-remaining')).toBe('0');
    client.clock.advance(40);
    const [first] = await repeat(30, () => client.api(organisation));
    expect(first?.headers.get('x-minlimit-remaining')).toBe('29');
    expect((await client.api(organisation)).status).toBe(429);
  });

  it('start anew at the full minute with a fixed window', async () => {
    const client = await connected({ limits: { window: 'fixed' } });
    client.clock.advance(50);
    await repeat(60, () => client.api(organisation));
    expect((await client.api(organisation)).headers.get('retry-after')).toBe('10');
    client.clock.advance(10);
    expect((await client.api(organisation)).status).toBe(200);
  });

  it('count every organisation by itself, and the app as a whole', async () => {
    const client = await connected({ limits: { perMinute: 2, appPerMinute: 3 } });
    await repeat(2, () => client.api(organisation));
    expect((await client.api(organisation)).headers.get('x-rate-limit-problem')).toBe('minute');
    client.tenantId = harbourId;
    const last = await client.api(organisation);
    expect([last.status, last.headers.get('x-appminlimit-remaining')]).toEqual([200, '0']);
    const refused = await client.api(organisation);
    expect(refused.headers.get('x-rate-limit-problem')).toBe('appminute');
  });

  it('refuse the 5,001st call of a day', async () => {
    const client = await connected({ limits: { perMinute: 10_000 } });
    await repeat(5000, () => client.api('GET /Nothing'));
    const refused = await client.api(organisation);
    expect(refused.status).toBe(429);
    expect(refused.headers.get('x-rate-limit-problem')).toBe('day');
    expect(refused.headers.get('retry-after')).toBe('86400');
    client.clock.advance(1799);
    expect((await client.api(organisation)).status).toBe(429);
  });

  it('refuse the sixth call at the same time', async () => {
    const gate = Promise.withResolvers<void>();
    const client = await connected({ delay: () => gate.promise });
    const running = Array.from({ length: 5 }, () => client.api(organisation));
    const sixth = await client.api(organisation);
    expect(sixth.headers.get('x-rate-limit-problem')).toBe('concurrent');
    gate.resolve();
    expect((await Promise.all(running)).map((each) => each.status)).toEqual(Array(5).fill(200));
    expect((await client.api(organisation)).status).toBe(200);
  });

  it('can be switched off', async () => {
    const client = await connected({ limits: { enabled: false, perMinute: 1 } });
    const answers = await repeat(10, () => client.api(organisation));
    expect(answers.every((each) => each.status === 200)).toBe(true);
  });
});

async function connected(options: Json = {}): Promise<SandboxClient> {
  const client = new SandboxClient(options);
  await client.connect({ organisations: ['acorn', 'harbour'] });
  client.tenantId = acornId;
  return client;
}

async function repeat<T>(times: number, run: () => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  for (let each = 0; each < times; each += 1) results.push(await run());
  return results;
}
