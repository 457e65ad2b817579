import { describe, expect, it } from 'vitest';
import type { ApiCallInput } from '../stora-bench.ts';
import { createBench, partner } from '../stora-bench.ts';

interface Case {
  readonly code: string;
  readonly status: number;
  readonly method: string;
  readonly path: string;
  readonly call?: ApiCallInput;
}

const cases: Case[] = [
  {
    code: 'invalid_request',
    status: 400,
    method: 'POST',
    path: '/contacts',
    call: { rawBody: '{"email"' },
  },
  {
    code: 'invalid_request',
    status: 400,
    method: 'POST',
    path: '/contacts',
    call: { rawBody: 'email=x', headers: { 'Content-Type': 'application/x-www-form-urlencoded' } },
  },
  { code: 'invalid_token', status: 401, method: 'GET', path: '/sites', call: { token: 'x' } },
  { code: 'forbidden', status: 403, method: 'GET', path: '/contacts' },
  { code: 'resource_not_found', status: 404, method: 'GET', path: '/sites/site_nope' },
  { code: 'invalid_endpoint', status: 404, method: 'GET', path: '/payments' },
  { code: 'invalid_endpoint', status: 404, method: 'DELETE', path: '/invoices/inv_1' },
  {
    code: 'invalid_format',
    status: 406,
    method: 'GET',
    path: '/sites',
    call: { headers: { Accept: 'application/xml' } },
  },
  {
    code: 'invalid_format',
    status: 406,
    method: 'GET',
    path: '/sites',
    call: { headers: { Accept: 'application/pdf' } },
  },
  { code: 'invalid_url_param', status: 422, method: 'GET', path: '/sites?limit=0' },
];

describe('error envelope', () => {
  it.each(cases)('answers $code with $status for $method $path', async (one) => {
    const bench = createBench();
    const token = bench.sandbox.issueAccessToken({
      operatorSlug: 'acorn',
      clientId: partner.clientId,
      scopes: one.code === 'invalid_request' ? ['public.contact:write'] : ['public.site:read'],
    });
    const answer = await bench.api(one.method, one.path, { token, ...one.call });
    expect(answer.status).toBe(one.status);
    expect(Object.keys(answer.json.error).sort()).toEqual([
      'code',
      'details',
      'links',
      'message',
      'request_id',
      'type',
    ]);
    expect(answer.json.error).toMatchObject({ code: one.code, type: 'invalid_request_error' });
    expect(answer.json.error.links).toHaveLength(2);
  });

  it.each([
    ['apiErrors', 'api_error', 400],
    ['serverErrors', 'internal_server_error', 500],
  ] as const)('answers the fault %s with %s', async (fault, code, status) => {
    const bench = createBench({ faults: { [fault]: 1 } });
    const answer = await bench.api('GET', '/sites');
    expect(answer.status).toBe(status);
    expect(answer.json.error).toMatchObject({ code, type: 'api_error' });
  });

  it('points at the wrong field in the documented words', async () => {
    const answer = await createBench().api('POST', '/contacts', { body: { email: 'nope' } });
    expect(answer.json.error).toMatchObject({
      code: 'invalid_content',
      details: [{ message: 'value at `/email` does not match format: email', pointer: '/email' }],
    });
  });

  it('names the reason of a 401 in the challenge, with or without a body', async () => {
    const bench = createBench();
    bench.clock.epochMs += 7_201_000;
    const withBody = await bench.api('GET', '/sites');
    expect(withBody.headers.get('www-authenticate')).toBe(
      'Bearer realm="Doorkeeper", error="invalid_token", error_description="The access token expired"',
    );
    bench.sandbox.settings.empty401Bodies = true;
    const bare = await bench.api('GET', '/sites');
    expect([bare.status, bare.text, bare.headers.get('content-type')]).toEqual([
      401,
      '',
      'text/html',
    ]);
    expect(bare.headers.get('www-authenticate')).toContain('expired');
  });

  it('tells revoked from unknown', async () => {
    const bench = createBench();
    await bench.control('revoke-access', { clientId: partner.clientId });
    const revoked = await bench.api('GET', '/sites');
    expect(revoked.headers.get('www-authenticate')).toContain('The access token was revoked');
    const unknown = await bench.api('GET', '/sites', { token: 'x' });
    expect(unknown.headers.get('www-authenticate')).toContain('The access token is invalid');
  });

  it('challenges a 403 by setting', async () => {
    const bench = createBench();
    const token = bench.sandbox.issueAccessToken({
      operatorSlug: 'acorn',
      clientId: partner.clientId,
      scopes: ['public.site:read'],
    });
    const named = await bench.api('GET', '/contacts', { token });
    expect(named.headers.get('www-authenticate')).toContain('_public.contact:read_');
    bench.sandbox.settings.challengeOn403 = false;
    bench.sandbox.settings.empty401Bodies = true;
    const bare = await bench.api('GET', '/contacts', { token });
    expect([bare.status, bare.text, bare.headers.get('www-authenticate')]).toEqual([403, '', null]);
  });

  it('serves an invoice as PDF and contacts as CSV', async () => {
    const bench = createBench();
    const { invoiceIds } = await bench.control('month-end-run', { count: 1 });
    const pdf = await bench.api('GET', `/invoices/${invoiceIds[0]}`, {
      headers: { Accept: 'application/pdf' },
    });
    expect(pdf.headers.get('content-type')).toBe('application/pdf');
    expect(pdf.text).toMatch(/^%PDF-1\.4/);
    const csv = await bench.api('GET', '/contacts?limit=2', { headers: { Accept: 'text/csv' } });
    expect(csv.text.trim().split('\n')).toHaveLength(3);
  });
});
