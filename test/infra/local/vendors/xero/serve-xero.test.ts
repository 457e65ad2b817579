import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ServedXero, serveXero } from '../../../../../infra/local/vendors/xero/serve-xero.ts';
import { redirectUri } from './sandbox-client.ts';

let served: ServedXero;

beforeAll(async () => {
  served = await serveXero({
    port: 0,
    client: { clientId: 'client', clientSecret: 'secret', redirectUris: [redirectUri] },
  });
});

afterAll(() => served.close());

describe('over HTTP', () => {
  it('listens on the loopback address and serves the control page', async () => {
    expect(served.baseUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const answer = await fetch(`${served.baseUrl}/control`);
    expect(await answer.text()).toContain('Acorn Self Storage Ltd');
  });

  it('keeps idle connections longer than clients do', async () => {
    const answer = await fetch(`${served.baseUrl}/control`);
    expect(answer.headers.get('keep-alive')).toBe('timeout=75');
  });

  it('breaks the connection when an answer is to be lost', async () => {
    const fault = { kind: 'timeout-applied', pathIncludes: '/connect/token' };
    await fetch(`${served.baseUrl}/control/api/acorn/fault-next`, {
      method: 'POST',
      body: JSON.stringify(fault),
    });
    const refresh = () =>
      fetch(`${served.baseUrl}/connect/token`, {
        method: 'POST',
        headers: { authorization: `Basic ${btoa('client:secret')}` },
        body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: 'x' }),
      });
    await expect(refresh()).rejects.toThrow('fetch failed');
    expect((await refresh()).status).toBe(400);
  });
});
