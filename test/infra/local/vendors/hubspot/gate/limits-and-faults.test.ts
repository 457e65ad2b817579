import { beforeEach, describe, expect, it } from 'vitest';
import { connectedClient, type SandboxClient, upsertInput } from '../sandbox-client.ts';

let client: SandboxClient;

beforeEach(async () => {
  client = await connectedClient();
  client.clock.advance(11);
});

async function many(times: number, call: () => Promise<{ status: number }>): Promise<number[]> {
  const statuses: number[] = [];
  for (let at = 0; at < times; at += 1) statuses.push((await call()).status);
  return statuses;
}

describe('limits', () => {
  it('admit 110 calls in ten seconds that roll', async () => {
    const read = () => client.api('GET objects/contacts');
    const half = await many(60, read);
    client.clock.advance(5);
    const rest = await many(50, read);
    expect(new Set([...half, ...rest])).toEqual(new Set([200]));
    const refused = await read();
    expect(refused.status).toBe(429);
    expect(refused.json).toMatchObject({
      status: 'error',
      errorType: 'RATE_LIMIT',
      policyName: 'TEN_SECONDLY_ROLLING',
    });
    expect(refused.headers.get('retry-after')).toBeNull();
    client.clock.advance(5);
    expect(await many(60, read)).not.toContain(429);
    expect((await read()).status).toBe(429);
  });

  it('are of each account for itself', async () => {
    await many(110, () => client.api('GET objects/contacts'));
    await client.connect({ slug: 'harbour' });
    expect((await client.api('GET objects/contacts')).status).toBe(200);
  });

  it('tell what is left, but not with searches', async () => {
    const { headers } = await client.api('GET objects/contacts');
    expect(headers.get('x-hubspot-ratelimit-max')).toBe('110');
    expect(headers.get('x-hubspot-ratelimit-remaining')).toBe('109');
    expect(headers.get('x-hubspot-ratelimit-interval-milliseconds')).toBe('10000');
    const search = await client.api('POST objects/contacts/search', {});
    expect(search.status).toBe(200);
    expect(search.headers.has('x-hubspot-ratelimit-max')).toBe(false);
  });

  it('admit five searches in a second', async () => {
    const search = () => client.api('POST objects/contacts/search', {});
    expect(await many(6, search)).toEqual([200, 200, 200, 200, 200, 429]);
    expect((await search()).json.policyName).toBe('SECONDLY');
    client.clock.advance(1);
    expect((await search()).status).toBe(200);
  });

  it('may say when to come again, and may be lifted', async () => {
    await client.control('limits', { perTenSeconds: 0, sendsRetryAfter: true });
    const refused = await client.api('GET objects/contacts');
    expect(refused.headers.get('retry-after')).toBe('10');
    await client.control('limits', { enabled: false });
    expect((await client.api('GET objects/contacts')).status).toBe(200);
  });
});

describe('faults', () => {
  const upsert = () =>
    client.api('POST objects/contacts/batch/upsert', {
      inputs: ['con_1', 'con_2', 'con_3'].map((id) => upsertInput(id, { firstname: id }, false)),
    });
  const stored = async (): Promise<number> => {
    const { json } = await client.api('GET objects/contacts?limit=100');
    return json.results.length;
  };

  it.each([
    ['500-applied', 500, 3],
    ['500-not-applied', 500, 0],
    ['502-not-applied', 502, 0],
    ['503-not-applied', 503, 0],
    ['504-applied', 504, 3],
    ['504-not-applied', 504, 0],
    ['daily', 429, 0],
  ])('%s answers %i and leaves %i records', async (kind, status, count) => {
    await client.control('fault-next', { kind, pathIncludes: '/batch/upsert' });
    expect((await upsert()).status).toBe(status);
    expect(await stored()).toBe(count);
    expect((await upsert()).status).toBe(200);
    expect(await stored()).toBe(3);
  });

  it.each([
    ['timeout-applied', 3],
    ['timeout-not-applied', 0],
  ])('%s breaks the connection and leaves %i records', async (kind, count) => {
    await client.control('fault-next', { kind, pathIncludes: '/batch/upsert' });
    await expect(upsert()).rejects.toThrow('fetch failed');
    expect(await stored()).toBe(count);
  });

  it('daily names its policy', async () => {
    await client.control('fault-next', { kind: 'daily' });
    expect((await upsert()).json.policyName).toBe('DAILY');
  });

  it('partial fails one input of a batch', async () => {
    await client.control('fault-next', { kind: 'partial' });
    const answer = await upsert();
    expect(answer.status).toBe(207);
    expect(answer.json.results).toHaveLength(2);
    expect(answer.json).toMatchObject({ numErrors: 1, errors: [{ category: 'INTERNAL_ERROR' }] });
    expect(await stored()).toBe(2);
  });

  it('come by chance where a rate says so, until they are off', async () => {
    await client.control('faults', { rates: { '503-not-applied': 1 } });
    expect((await upsert()).status).toBe(503);
    await client.control('faults-off');
    expect((await upsert()).status).toBe(200);
  });

  it('come at the token endpoint when a script names it', async () => {
    await client.control('fault-next', { kind: 'timeout-applied', pathIncludes: '/token' });
    await expect(client.token({ grant_type: 'refresh_token' })).rejects.toThrow('fetch failed');
  });
});

describe('access', () => {
  it('needs a token that is known', async () => {
    client.accessToken = 'nothing';
    const answer = await client.api('GET objects/contacts');
    expect(answer.status).toBe(401);
    expect(answer.json.category).toBe('INVALID_AUTHENTICATION');
  });

  it('needs a scope of the kind', async () => {
    await client.connect({ query: { scope: 'oauth crm.objects.contacts.read' } });
    expect((await client.api('GET objects/contacts')).status).toBe(200);
    expect((await client.api('POST objects/contacts', { properties: {} })).status).toBe(403);
    expect((await client.api('GET objects/deals')).status).toBe(403);
    expect((await client.api('GET owners/x')).status).toBe(404);
  });

  it('knows versions, paths and kinds', async () => {
    const headers = { authorization: `Bearer ${client.accessToken}` };
    const status = async (path: string, method = 'GET') =>
      (await client.send(path, { method, headers })).status;
    expect(await status('/crm/objects/2026-03/contacts')).toBe(200);
    expect(await status('/crm/objects/2026-03/0-1')).toBe(200);
    expect(await status('/crm/objects/2025-01/contacts')).toBe(404);
    expect(await status('/crm/v3/objects/contacts')).toBe(404);
    expect(await status('/crm/objects/2026-03/tickets')).toBe(400);
    expect(await status('/crm/objects/2026-03/contacts', 'PUT')).toBe(405);
    expect(await status('/account-info/2026-03/details')).toBe(200);
  });
});
