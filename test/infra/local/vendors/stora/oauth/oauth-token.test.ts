import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Bench } from '../stora-bench.ts';
import {
  approve,
  clientFields,
  createBench,
  formPost,
  partner,
  postForm,
  redirectUri,
  refreshWith,
  rival,
  send,
  useAccess,
} from '../stora-bench.ts';

const verifier = 'a-verifier-of-at-least-forty-three-characters-0123';
const challenge = createHash('sha256').update(verifier).digest('base64url');
const pkce = { code_challenge: challenge, code_challenge_method: 'S256' };
const basicOf = (id: string, secret: string) => ({
  Authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`,
});

async function obtainCode({ sandbox }: Bench, params: Record<string, string> = pkce) {
  return (await approve(sandbox, params)).searchParams.get('code') ?? '';
}

function exchange(bench: Bench, code: string, fields: Record<string, string> = {}) {
  return postForm(bench.sandbox, '/oauth2/token', {
    grant_type: 'authorization_code',
    code,
    redirect_uri: redirectUri,
    code_verifier: verifier,
    ...clientFields,
    ...fields,
  });
}

describe('authorization code', () => {
  it('is exchanged with PKCE S256 for a pair with the consented scopes', async () => {
    const bench = createBench();
    const code = await obtainCode(bench, {
      ...pkce,
      scope: 'public.site:read public.contact:read',
    });
    const answer = await exchange(bench, code, { scope: 'public.staff:read' });
    expect(answer.status).toBe(200);
    expect(answer.json).toMatchObject({
      token_type: 'Bearer',
      expires_in: 7200,
      scope: 'public.site:read public.contact:read',
      created_at: Math.floor(bench.clock.epochMs / 1000),
    });
  });

  it('works once; the pair of the first exchange stays good', async () => {
    const bench = createBench();
    const code = await obtainCode(bench);
    const first = await exchange(bench, code);
    expect((await exchange(bench, code)).json.error).toBe('invalid_grant');
    expect(await useAccess(bench.sandbox, first.json.access_token)).toBe(200);
    expect((await refreshWith(bench.sandbox, first.json.refresh_token)).status).toBe(200);
  });

  it('expires after ten minutes', async () => {
    const bench = createBench();
    const code = await obtainCode(bench);
    bench.clock.epochMs += 600_001;
    expect((await exchange(bench, code)).json.error).toBe('invalid_grant');
  });

  const refusals: [string, Record<string, string>, number, string, string?][] = [
    ['a wrong verifier', { code_verifier: 'wrong' }, 400, 'invalid_grant'],
    ['no verifier', { code_verifier: '' }, 400, 'invalid_request', 'code_verifier'],
    ['no redirect URI', { redirect_uri: '' }, 400, 'invalid_request', 'redirect_uri'],
    ['no code', { code: '' }, 400, 'invalid_request', 'code'],
    ['no grant type', { grant_type: '' }, 400, 'invalid_request', 'grant_type'],
    ['an unknown grant type', { grant_type: 'password' }, 400, 'unsupported_grant_type'],
    ['another redirect URI', { redirect_uri: 'https://x.example/' }, 400, 'invalid_grant'],
    ['a garbage code', { code: 'x' }, 400, 'invalid_grant'],
    [
      'the code of another client',
      { client_id: rival.clientId, client_secret: rival.clientSecret },
      400,
      'invalid_grant',
    ],
    ['a wrong secret', { client_secret: 'no' }, 401, 'invalid_client'],
    ['no secret', { client_secret: '' }, 401, 'invalid_client'],
    ['an unknown client', { client_id: 'x' }, 401, 'invalid_client'],
    [
      'a garbage code and a wrong secret',
      { code: 'x', client_secret: 'no' },
      401,
      'invalid_client',
    ],
  ];

  it.each(refusals)('refuses %s without burning the code', async (_title, fields, ...expected) => {
    const [status, error, named] = expected;
    const bench = createBench();
    const code = await obtainCode(bench);
    const answer = await exchange(bench, code, fields);
    expect([answer.status, answer.json.error]).toEqual([status, error]);
    if (named !== undefined) {
      expect(answer.json.error_description).toBe(`Missing required parameter: ${named}.`);
    }
    expect((await exchange(bench, code)).status).toBe(200);
  });

  it('refuses a verifier for a code without challenge, which stays good', async () => {
    const bench = createBench();
    const code = await obtainCode(bench, {});
    expect((await exchange(bench, code)).json.error).toBe('invalid_grant');
    expect((await exchange(bench, code, { code_verifier: '' })).status).toBe(200);
  });
});

describe('client credentials', () => {
  const ask = (bench: Bench, fields: Record<string, string>, headers = {}) =>
    send(
      bench.sandbox,
      '/oauth2/token',
      formPost({ grant_type: 'client_credentials', ...fields }, headers),
    );

  it('give a token without refresh token, and a second one leaves the first alive', async () => {
    const bench = createBench();
    const scope = 'public.site:read';
    const first = await ask(bench, { ...clientFields, scope });
    expect(first.json).not.toHaveProperty('refresh_token');
    await ask(bench, { ...clientFields, scope });
    expect(await useAccess(bench.sandbox, first.json.access_token)).toBe(200);
  });

  it('without scope give a token without scopes', async () => {
    const bench = createBench();
    const answer = await ask(bench, clientFields);
    expect(answer.status).toBe(200);
    expect(answer.json).not.toHaveProperty('scope');
    expect(await useAccess(bench.sandbox, answer.json.access_token)).toBe(403);
  });

  it('refuse a scope the application does not have, and a scope list', async () => {
    const bench = createBench();
    const foreign = await ask(bench, { ...clientFields, scope: 'public.staff:read' });
    expect(foreign.json.error).toBe('invalid_scope');
    const list = await send(bench.sandbox, '/oauth2/token', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({
        grant_type: 'client_credentials',
        ...clientFields,
        scope: ['public.site:read'],
      }),
    });
    expect(list.json.error).toBe('invalid_scope');
  });

  const good = basicOf(partner.clientId, partner.clientSecret);
  const bad = basicOf(partner.clientId, 'wrong');
  const placements: [string, Record<string, string>, Record<string, string>, number][] = [
    ['Basic only', {}, good, 200],
    ['Basic and the bare client id in the body', { client_id: partner.clientId }, good, 200],
    ['Basic and the same secret in the body', clientFields, good, 200],
    ['good Basic and a wrong body', { ...clientFields, client_secret: 'no' }, good, 200],
    ['wrong Basic and a good body', clientFields, bad, 401],
    ['nothing', {}, {}, 401],
  ];

  it.each(placements)('authenticated by %s', async (_title, ...given) => {
    const [fields, headers, status] = given;
    const answer = await ask(createBench(), { ...fields, scope: 'public.site:read' }, headers);
    expect(answer.status).toBe(status);
  });

  it('are read from the query string too', async () => {
    const { sandbox } = createBench();
    const query = new URLSearchParams({ grant_type: 'client_credentials', ...clientFields });
    expect((await send(sandbox, `/oauth2/token?${query}`, { method: 'POST' })).status).toBe(200);
  });
});

describe('requests the framework answers', () => {
  const jsonPost = (body: string, type = 'application/json') => ({
    method: 'POST',
    headers: { 'Content-Type': type },
    body,
  });

  it('broken JSON is 400 with the framework body', async () => {
    const answer = await send(createBench().sandbox, '/oauth2/token', jsonPost('{"a'));
    expect([answer.status, answer.json]).toEqual([400, { status: 400, error: 'Bad Request' }]);
  });

  it('GET on the token endpoint is 404 with the framework body', async () => {
    const answer = await send(createBench().sandbox, '/oauth2/token');
    expect([answer.status, answer.json]).toEqual([404, { status: 404, error: 'Not Found' }]);
  });

  it('a nested scope is 500 without body', async () => {
    const answer = await postForm(createBench().sandbox, '/oauth2/token', { 'scope[a]': 'b' });
    expect([answer.status, answer.text]).toEqual([500, '']);
  });

  it('JSON sent as text/plain lacks its grant type', async () => {
    const body = JSON.stringify({ grant_type: 'client_credentials', ...clientFields });
    const answer = await send(createBench().sandbox, '/oauth2/token', jsonPost(body, 'text/plain'));
    expect(answer.json.error_description).toBe('Missing required parameter: grant_type.');
  });

  it('a lost token answer is 502 though the code was spent', async () => {
    const bench = createBench();
    const code = await obtainCode(bench);
    bench.sandbox.settings.faults.lostTokenAnswers = 1;
    expect((await exchange(bench, code)).status).toBe(502);
    bench.sandbox.settings.faults.lostTokenAnswers = 0;
    expect((await exchange(bench, code)).json.error).toBe('invalid_grant');
  });
});
