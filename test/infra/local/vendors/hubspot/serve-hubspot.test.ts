import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hubspotVendor } from '../../../../../infra/local/vendors/hubspot/hubspot-vendor.ts';
import { redirectUri } from './sandbox-client.ts';

let served: Awaited<ReturnType<typeof hubspotVendor.start>>;

beforeAll(async () => {
  served = await hubspotVendor.start({
    port: 0,
    client: { clientId: 'client', clientSecret: 'secret' },
    redirectUri,
    portalUrl: 'http://127.0.0.1:9',
    settings: undefined,
    eventsKey: 'key',
    liftCaps: true,
    choices: { furtherAccounts: 1 },
  });
});

afterAll(() => served.close());

describe('over HTTP', () => {
  it('listens on the loopback address and serves the control page', async () => {
    expect(served.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const answer = await fetch(`${served.url}/control`);
    const text = await answer.text();
    expect(text).toContain('Acorn Self Storage');
    expect(text).toContain('No limits');
    expect(text).toContain('Client 1');
  });

  it('keeps idle connections longer than clients do', async () => {
    const answer = await fetch(`${served.url}/control`);
    expect(answer.headers.get('keep-alive')).toBe('timeout=75');
  });

  it('breaks the connection when an answer is to be lost', async () => {
    await fetch(`${served.url}/control/api/acorn/fault-next`, {
      method: 'POST',
      body: JSON.stringify({ kind: 'timeout-applied', pathIncludes: '/token' }),
    });
    const refresh = () =>
      fetch(`${served.url}/oauth/2026-09/token`, {
        method: 'POST',
        body: new URLSearchParams({ client_id: 'client', client_secret: 'secret' }),
      });
    await expect(refresh()).rejects.toThrow('fetch failed');
    expect((await refresh()).status).toBe(400);
  });
});
