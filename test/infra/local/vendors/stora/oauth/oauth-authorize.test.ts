import { describe, expect, it } from 'vitest';
import {
  allScopes,
  approve,
  clientFields,
  createBench,
  formPost,
  partner,
  postForm,
  redirectUri,
  send,
} from '../stora-bench.ts';

const good = {
  client_id: partner.clientId,
  redirect_uri: redirectUri,
  response_type: 'code',
  scope: 'public.site:read',
};

describe('authorize', () => {
  it('returns a code and the state, form-encoded, after approval', async () => {
    const redirected = await approve(createBench().sandbox, { state: 'a b' });
    expect(redirected.origin + redirected.pathname).toBe(redirectUri);
    expect(redirected.search).toMatch(/^\?code=[\w-]{43}&state=a\+b$/);
  });

  it('returns no state when none was sent', async () => {
    const redirected = await approve(createBench().sandbox, {});
    expect([...redirected.searchParams.keys()]).toEqual(['code']);
  });

  it('returns access_denied and the state after a denial', async () => {
    const redirected = await approve(createBench().sandbox, { state: 's1' }, { isDenied: true });
    expect(Object.fromEntries(redirected.searchParams)).toEqual({
      error: 'access_denied',
      error_description: 'The resource owner or authorization server denied the request.',
      state: 's1',
    });
  });

  it('grants for the operator chosen on the page', async () => {
    const { sandbox } = createBench();
    const redirected = await approve(sandbox, {}, { operator: 'harbour' });
    const tokens = await postForm(sandbox, '/oauth2/token', {
      grant_type: 'authorization_code',
      code: redirected.searchParams.get('code') ?? '',
      redirect_uri: redirectUri,
      ...clientFields,
    });
    const info = await send(sandbox, '/oauth2/token/info', {
      headers: { Authorization: `Bearer ${tokens.json.access_token}` },
    });
    expect(info.json.operator.name).toBe('Harbour Storage');
  });

  it('refuses a decision without session or with another CSRF token', async () => {
    const { sandbox } = createBench();
    const fields = { ...good, operator: 'acorn' };
    expect((await postForm(sandbox, '/oauth2/authorize', fields)).status).toBe(422);
    const page = await send(sandbox, `/oauth2/authorize?${new URLSearchParams(good)}`);
    const cookie = (page.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    const forged = formPost({ ...fields, authenticity_token: 'x' }, { Cookie: cookie });
    expect((await send(sandbox, '/oauth2/authorize', forged)).status).toBe(422);
  });

  it('skips the page for a browser whose operator granted exactly these scopes', async () => {
    const { sandbox } = createBench();
    const page = await send(sandbox, `/oauth2/authorize?${new URLSearchParams(good)}`);
    const cookie = (page.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    const csrf = /name="authenticity_token" value="([^"]+)"/.exec(page.text)?.[1] ?? '';
    const fields = { ...good, authenticity_token: csrf, operator: 'acorn' };
    const first = await send(sandbox, '/oauth2/authorize', formPost(fields, { Cookie: cookie }));
    await postForm(sandbox, '/oauth2/token', {
      grant_type: 'authorization_code',
      code: new URL(first.headers.get('location') ?? '').searchParams.get('code') ?? '',
      redirect_uri: redirectUri,
      ...clientFields,
    });
    const visit = (scope: string) =>
      send(sandbox, `/oauth2/authorize?${new URLSearchParams({ ...good, scope })}`, {
        headers: { Cookie: cookie },
      });
    expect((await visit(good.scope)).status).toBe(302);
    expect((await visit('public.contact:read')).status).toBe(200);
  });

  const badUri =
    'The requested redirect uri is malformed or doesn&#39;t match client redirect URI.';
  const badScope = 'The requested scope is invalid, unknown, or malformed.';
  const problems: [string, Record<string, string>, string][] = [
    ['no client', { client_id: '' }, 'Missing required parameter: client_id.'],
    ['an unknown client', { client_id: 'x' }, 'Client authentication failed due to unknown client'],
    ['no redirect URI', { redirect_uri: '' }, badUri],
    ['another redirect URI', { redirect_uri: 'https://x.example/' }, badUri],
    ['a trailing slash', { redirect_uri: `${redirectUri}/` }, badUri],
    ['a fragment', { redirect_uri: `${redirectUri}#f` }, badUri],
    ['no response type', { response_type: '' }, 'Missing required parameter: response_type.'],
    ['no scope', { scope: '' }, 'Missing required parameter: scope.'],
    [
      'the implicit grant',
      { response_type: 'token' },
      'The authorization server does not support this response type.',
    ],
    ['a scope not allowed', { scope: 'public.staff:read' }, badScope],
    ['one bad scope among good', { scope: 'public.site:read public.nope' }, badScope],
    ['a comma-separated scope', { scope: 'public.site:read,public.contact:read' }, badScope],
    [
      'a challenge without method',
      { code_challenge: 'x' },
      'The code challenge method must be plain or S256.',
    ],
    [
      'a challenge with an unknown method',
      { code_challenge: 'x', code_challenge_method: 'S512' },
      'The code challenge method must be plain or S256.',
    ],
  ];
  it.each(problems)('shows a page with status 200 for %s', async (_title, change, text) => {
    const query = new URLSearchParams({ ...good, ...change });
    const answer = await send(createBench().sandbox, `/oauth2/authorize?${query}`);
    expect([answer.status, answer.headers.get('location')]).toEqual([200, null]);
    expect(answer.text).toContain(text);
  });

  it('accepts an extra query in the redirect URI and keeps it', async () => {
    const redirected = await approve(createBench().sandbox, {
      redirect_uri: `${redirectUri}?tenant=7`,
    });
    expect([...redirected.searchParams.keys()]).toEqual(['tenant', 'code']);
  });

  it('accepts any port of a loopback redirect URI', async () => {
    const redirected = await approve(createBench().sandbox, {
      redirect_uri: 'http://127.0.0.1:5555/callback/stora',
    });
    expect(redirected.host).toBe('127.0.0.1:5555');
  });

  it('escapes what the page repeats', async () => {
    const query = new URLSearchParams({ ...good, state: '"><script>' });
    const answer = await send(createBench().sandbox, `/oauth2/authorize?${query}`);
    expect(answer.text).not.toContain('<script>');
    expect(answer.text).toContain(partner.name);
    expect(allScopes.length).toBeGreaterThan(0);
  });
});
