import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  acornHub,
  allScopes,
  authorizeUrl,
  redirectUri,
  SandboxClient,
} from '../sandbox-client.ts';

let client: SandboxClient;

beforeEach(() => {
  client = new SandboxClient();
});

describe('consent', () => {
  it('shows the accounts, and comes back with code and state', async () => {
    const page = await client.send(authorizeUrl().replace('http://hubspot.test', ''));
    expect(page.status).toBe(200);
    expect(page.text).toContain('Acorn Self Storage');
    const [, ticket = ''] = /name="ticket" value="([^"]+)"/.exec(page.text) ?? [];
    const cookie = page.headers.get('set-cookie')?.split(';')[0] ?? '';
    const answer = await client.send('/oauth/authorize', {
      method: 'POST',
      headers: { cookie },
      body: new URLSearchParams({ ticket, account: 'acorn', decision: 'approve' }),
      redirect: 'manual',
    });
    const location = new URL(answer.headers.get('location') ?? '');
    expect(answer.status).toBe(302);
    expect(location.href.startsWith(redirectUri)).toBe(true);
    expect(location.searchParams.get('state')).toBe('state-1');
    expect(location.searchParams.get('code')).toBeTruthy();
  });

  it('takes its form once, and only from the browser that was shown it', async () => {
    const page = await client.send(authorizeUrl().replace('http://hubspot.test', ''));
    const [, ticket = ''] = /name="ticket" value="([^"]+)"/.exec(page.text) ?? [];
    const cookie = page.headers.get('set-cookie')?.split(';')[0] ?? '';
    const approve = (browser: string) =>
      client.send('/oauth/authorize', {
        method: 'POST',
        headers: { cookie: browser },
        body: new URLSearchParams({ ticket, account: 'acorn', decision: 'approve' }),
        redirect: 'manual',
      });
    expect((await approve('hubspot_sandbox_browser=another')).status).toBe(400);
    expect((await approve(cookie)).status).toBe(302);
    expect((await approve(cookie)).status).toBe(400);
  });

  it('comes back with an error when it is cancelled', async () => {
    const page = await client.send(authorizeUrl().replace('http://hubspot.test', ''));
    const [, ticket = ''] = /name="ticket" value="([^"]+)"/.exec(page.text) ?? [];
    const cookie = page.headers.get('set-cookie')?.split(';')[0] ?? '';
    const answer = await client.send('/oauth/authorize', {
      method: 'POST',
      headers: { cookie },
      body: new URLSearchParams({ ticket, decision: 'deny' }),
      redirect: 'manual',
    });
    expect(answer.headers.get('location')).toContain('error=access_denied');
  });

  it.each([
    ['another app', { client_id: 'other' }],
    ['another address', { redirect_uri: 'http://evil.test/' }],
    ['unknown scopes', { scope: 'oauth crm.everything' }],
    ['no scope oauth', { scope: 'crm.objects.contacts.read' }],
    ['plain PKCE', { code_challenge: 'x', code_challenge_method: 'plain' }],
  ])('shows what is wrong: %s', async (_what, change) => {
    const page = await client.send(authorizeUrl(change).replace('http://hubspot.test', ''));
    expect(page.status).toBe(400);
    expect(page.text).toContain('Couldn’t complete the connection');
  });

  it('fails where the account does not give a scope, unless that is optional', async () => {
    const schema = 'crm.schemas.contacts.write';
    await client.control('withhold-scopes', { scopes: schema });
    expect(() => client.sandbox.approve(authorizeUrl(), 'acorn')).toThrow('insufficient');

    const scope = allScopes.replace(schema, '').replace('  ', ' ');
    const json = await client.connect({ query: { scope, optional_scope: schema } });

    expect(json.scopes).not.toContain(schema);
    const answer = await client.uniqueProperty('contacts', 'stora_contact_id');
    expect(answer.status).toBe(403);
    expect(answer.json.category).toBe('MISSING_SCOPES');
    expect(answer.json.errors[0].context.requiredGranularScopes).toEqual([schema]);
  });
});

describe('tokens', () => {
  it('name the account and live for half an hour', async () => {
    const json = await client.connect();
    expect(json).toMatchObject({ token_type: 'bearer', expires_in: 1800, hub_id: acornHub });
    client.clock.advance(1807);
    const late = await client.api('GET objects/contacts');
    expect(late.status).toBe(401);
    expect(late.json.category).toBe('EXPIRED_AUTHENTICATION');
    expect(late.json.message).toContain('expired 7 second(s) ago');
  });

  it('come for a code once, within five minutes, to the address that asked', async () => {
    const codeOf = (): string =>
      new URL(client.sandbox.approve(authorizeUrl(), 'acorn')).searchParams.get('code') ?? '';
    const code = codeOf();
    const exchange = (changes: Record<string, string>) =>
      client.token({ grant_type: 'authorization_code', ...changes });
    expect((await exchange({ code })).status).toBe(200);
    expect((await exchange({ code })).json).toMatchObject({
      status: 'BAD_AUTH_CODE',
      error: 'invalid_grant',
    });
    const elsewhere = await exchange({ code: codeOf(), redirect_uri: 'http://other.test/' });
    expect(elsewhere.json.status).toBe('BAD_REDIRECT_URI');
    const old = codeOf();
    client.clock.advance(301);
    expect((await exchange({ code: old })).json.status).toBe('BAD_AUTH_CODE');
  });

  it('need the verifier of the challenge', async () => {
    const code_challenge = createHash('sha256').update('verifier').digest('base64url');
    const url = authorizeUrl({ code_challenge, code_challenge_method: 'S256' });
    const exchange = (code_verifier: string) => {
      const code = new URL(client.sandbox.approve(url, 'acorn')).searchParams.get('code') ?? '';
      return client.token({ grant_type: 'authorization_code', code, code_verifier });
    };
    expect((await exchange('wrong')).status).toBe(400);
    expect((await exchange('verifier')).status).toBe(200);
  });

  it('are refreshed by a token that stays the same', async () => {
    const first = await client.connect();
    const { refresh_token } = first;
    const next = await client.token({ grant_type: 'refresh_token', refresh_token });
    expect(next.json.refresh_token).toBe(refresh_token);
    expect(next.json.access_token).not.toBe(first.access_token);
  });

  it('are refreshed by a new one each time where that is set', async () => {
    const { refresh_token } = await client.connect();
    await client.control('tokens', { rotatesRefreshTokens: true });
    const refresh = () => client.token({ grant_type: 'refresh_token', refresh_token });
    expect((await refresh()).json.refresh_token).not.toBe(refresh_token);
    expect((await refresh()).json).toMatchObject({
      status: 'BAD_REFRESH_TOKEN',
      message: 'missing or invalid refresh token',
      error: 'invalid_grant',
    });
  });

  it.each([
    ['client_id', 'BAD_CLIENT_ID'],
    ['client_secret', 'BAD_CLIENT_SECRET'],
    ['grant_type', 'BAD_GRANT_TYPE'],
  ])('are not given without a good %s', async (name, status) => {
    const answer = await client.token({ grant_type: 'refresh_token', [name]: 'wrong' });
    expect(answer.status).toBe(400);
    expect(answer.json.status).toBe(status);
  });

  it('are not given for parameters in the address', async () => {
    const { refresh_token } = await client.connect();
    const query = new URLSearchParams({
      grant_type: 'refresh_token',
      client_id: 'client',
      client_secret: 'secret',
      refresh_token,
    });
    const answer = await client.send(`/oauth/2026-09/token?${query}`, { method: 'POST' });
    expect(answer.status).toBe(400);
  });

  it('are no longer given by version 1, nor by a version that is unknown', async () => {
    const post = (path: string) => client.send(path, { method: 'POST' });
    expect((await post('/oauth/v1/token')).status).toBe(410);
    expect((await client.send('/oauth/v1/access-tokens/x')).status).toBe(410);
    expect((await post('/oauth/2025-03/token')).status).toBe(404);
  });
});

describe('introspection, revocation, uninstalling', () => {
  it('tells of a token, and of an unknown one that it is not active', async () => {
    const { access_token, refresh_token } = await client.connect();
    const ask = (token: string) => client.token({ token }, '/introspect');
    expect((await ask(access_token)).json).toMatchObject({
      active: true,
      hub_id: acornHub,
      token_use: 'access_token',
    });
    expect((await ask(refresh_token)).json.token_use).toBe('refresh_token');
    const unknown = await ask('nothing');
    expect(unknown.status).toBe(200);
    expect(unknown.json).toEqual({ active: false });
  });

  it('ends a refresh token, but not the installation', async () => {
    const { refresh_token } = await client.connect();
    expect((await client.token({ token: refresh_token }, '/revoke')).status).toBe(200);
    const again = await client.token({ grant_type: 'refresh_token', refresh_token });
    expect(again.json.status).toBe('BAD_REFRESH_TOKEN');
    expect((await client.api('GET objects/contacts')).status).toBe(200);
  });

  it('ends everything when the app is uninstalled, for this account only', async () => {
    const other = await client.connect({ slug: 'harbour' });
    const { refresh_token } = await client.connect();
    await client.control('uninstall');
    expect((await client.api('GET objects/contacts')).status).toBe(401);
    const again = await client.token({ grant_type: 'refresh_token', refresh_token });
    expect(again.json.status).toBe('BAD_REFRESH_TOKEN');
    client.accessToken = other.access_token;
    expect((await client.api('GET objects/contacts')).status).toBe(200);
    await client.connect();
    expect((await client.api('GET objects/contacts')).status).toBe(200);
  });

  it('lets the app take itself away', async () => {
    await client.connect();
    const headers = { authorization: `Bearer ${client.accessToken}` };
    const path = '/appinstalls/2026-09/external-install';
    const gone = await client.send(path, { method: 'DELETE', headers });
    expect(gone.status).toBe(204);
    expect((await client.api('GET objects/contacts')).status).toBe(401);
  });

  it('answers 403 after an uninstall where that is set', async () => {
    await client.connect();
    await client.control('behaviour', { uninstalledStatus: 403 });
    await client.control('uninstall');
    expect((await client.api('GET objects/contacts')).status).toBe(403);
  });
});
