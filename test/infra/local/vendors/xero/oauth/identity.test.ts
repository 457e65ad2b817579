import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { authorizeUrl, harbourId, redirectUri, SandboxClient } from '../sandbox-client.ts';

const fran = 'f1a00000-0000-4000-8000-00000000000a';
const hugh = 'f1a00000-0000-4000-8000-00000000000c';

describe('authorize page', () => {
  it('shows both organisations and redirects with code and state after approval', async () => {
    const client = new SandboxClient();
    const { page, cookie, ticket } = await openConsent(client);
    expect(page.text).toContain('Acorn Self Storage Ltd');
    expect(page.text).toContain('Harbour Storage Ltd');
    const answer = await submit(client, cookie, {
      ticket,
      decision: 'approve',
      organisation: 'acorn',
    });
    const location = new URL(answer.headers.get('location') ?? '');
    expect(answer.status).toBe(302);
    expect(location.origin + location.pathname).toBe(redirectUri);
    expect(location.searchParams.get('state')).toBe('state-1');
    expect(location.searchParams.get('code')).toBeTruthy();
  });

  it('greys out what the person connected before and goes on without a tick', async () => {
    const client = new SandboxClient();
    await client.connect({ organisations: ['acorn'], userId: fran });
    const { page, cookie, ticket } = await openConsent(client);
    expect(page.text).toMatch(/value="acorn"[^>]* disabled>/);
    expect(page.text).not.toMatch(/value="harbour"[^>]* disabled>/);
    expect(page.text).toContain('Continue with 1 organisation<');
    const answer = await submit(client, cookie, { ticket, decision: 'approve' });
    expect(answer.headers.get('location')).toContain('code=');
    const asHugh = await openConsent(client, { user: hugh });
    expect(asHugh.page.text).not.toContain('disabled');
  });

  it('asks once more, with a good form and a way back, when nothing was ticked', async () => {
    const client = new SandboxClient();
    const { cookie, ticket } = await openConsent(client);
    const again = await submit(client, cookie, { ticket, decision: 'approve' });
    expect([again.status, again.text.includes('Choose at least one')]).toEqual([400, true]);
    const next = ticketIn(again.text);
    const back = await submit(client, cookie, { ticket: next, decision: 'deny' });
    expect(back.headers.get('location')).toContain('error=access_denied');
  });

  it('redirects with access_denied when the person cancels', async () => {
    const client = new SandboxClient();
    const { cookie, ticket } = await openConsent(client);
    const answer = await submit(client, cookie, { ticket, decision: 'deny' });
    expect(answer.headers.get('location')).toContain('error=access_denied');
  });

  it('refuses a form from another browser, a second submission and an old page', async () => {
    const client = new SandboxClient();
    const first = await openConsent(client);
    const good = { ticket: first.ticket, decision: 'approve', organisation: 'acorn' };
    expect((await submit(client, 'xero_sandbox_browser=other', good)).status).toBe(400);
    expect((await submit(client, first.cookie, good)).status).toBe(302);
    expect((await submit(client, first.cookie, good)).status).toBe(400);
    const late = await openConsent(client);
    client.clock.advance(601);
    const lateForm = { ...good, ticket: late.ticket };
    expect((await submit(client, late.cookie, lateForm)).status).toBe(400);
  });

  it.each([
    ['client_id', 'other', 'unauthorized_client'],
    ['redirect_uri', 'http://127.0.0.1:3000/other', 'redirect_uri'],
    ['response_type', 'token', 'unsupported_response_type'],
    ['scope', 'accounting.transactions', 'Requested wrong apps scopes'],
    ['code_challenge', 'plain-challenge', 'PKCE'],
  ])('shows an error page for a wrong %s', async (name, value, shown) => {
    const client = new SandboxClient();
    const url = new URL(authorizeUrl({ [name]: value }));
    const answer = await client.send(url.pathname + url.search);
    expect(answer.status).toBe(400);
    expect(answer.text).toContain(shown);
  });
});

describe('token endpoint', () => {
  it('gives tokens whose access token carries the authentication event', async () => {
    const client = new SandboxClient();
    const tokens = await client.connect();
    const claims = JSON.parse(atob(tokens.access_token.split('.')[1]));
    expect(tokens).toMatchObject({ expires_in: 1800, token_type: 'Bearer' });
    expect(tokens.id_token.split('.')).toHaveLength(3);
    const connections = await listConnections(client);
    expect(connections[0]?.authEventId).toBe(claims.authentication_event_id);
  });

  it('takes a code once, within five minutes, with the same redirect', async () => {
    const client = new SandboxClient();
    const form = (code: string, redirect = redirectUri) => ({
      grant_type: 'authorization_code',
      code,
      redirect_uri: redirect,
    });
    const used = codeFor(client);
    expect((await client.token(form(used))).status).toBe(200);
    const refusals = [await client.token(form(used))];
    refusals.push(await client.token(form(codeFor(client), 'http://127.0.0.1/other')));
    const old = codeFor(client);
    client.clock.advance(300);
    refusals.push(await client.token(form(old)));
    for (const refusal of refusals) {
      expect([refusal.status, refusal.json]).toEqual([400, { error: 'invalid_grant' }]);
    }
  });

  it('checks the PKCE verifier when a challenge was given', async () => {
    const client = new SandboxClient();
    const verifier = 'v'.repeat(43);
    const challenge = createHash('sha256').update(verifier).digest('base64url');
    const pkce = { code_challenge: challenge, code_challenge_method: 'S256' };
    const form = { grant_type: 'authorization_code', redirect_uri: redirectUri };
    const wrong = await client.token({ ...form, code: codeFor(client, pkce), code_verifier: 'x' });
    const right = await client.token({
      ...form,
      code: codeFor(client, pkce),
      code_verifier: verifier,
    });
    expect([wrong.status, right.status]).toEqual([400, 200]);
  });

  it.each([
    [{ grant_type: 'refresh_token', refresh_token: 'x' }, 'wrong', 'invalid_client'],
    [{ grant_type: 'password' }, 'secret', 'unsupported_grant_type'],
    [{ grant_type: 'refresh_token', refresh_token: 'x' }, 'secret', 'invalid_grant'],
  ])('answers 400 for %o with secret %s: %s', async (form, secret, error) => {
    const answer = await new SandboxClient().token(form as Record<string, string>, secret);
    expect([answer.status, answer.json]).toEqual([400, { error }]);
  });

  it('gives no refresh token without offline_access', async () => {
    const tokens = await new SandboxClient().connect({ scope: 'accounting.invoices' });
    expect(tokens.refresh_token).toBeUndefined();
  });

  it('rotates, and takes the previous refresh token for 30 more minutes only', async () => {
    const client = new SandboxClient();
    const first = await client.connect();
    const refresh = (token: string) =>
      client.token({ grant_type: 'refresh_token', refresh_token: token });
    const second = (await refresh(first.refresh_token)).json;
    expect(second.refresh_token).not.toBe(first.refresh_token);
    client.clock.advance(1799);
    const again = await refresh(first.refresh_token);
    expect(again.status).toBe(200);
    client.clock.advance(1);
    expect((await refresh(first.refresh_token)).json).toEqual({ error: 'invalid_grant' });
    expect((await refresh(second.refresh_token)).status).toBe(200);
    expect((await refresh(again.json.refresh_token)).status).toBe(200);
  });

  it('forgets a refresh token that was idle for 60 days', async () => {
    const client = new SandboxClient();
    const { refresh_token } = await client.connect();
    client.clock.advance(60 * 86_400);
    const answer = await client.token({ grant_type: 'refresh_token', refresh_token });
    expect(answer.json).toEqual({ error: 'invalid_grant' });
  });

  it('ends tokens and connections on revocation', async () => {
    const client = new SandboxClient();
    const { refresh_token } = await client.connect();
    const answer = await client.send('/connect/revocation', {
      method: 'POST',
      headers: { authorization: `Basic ${btoa('client:secret')}` },
      body: new URLSearchParams({ token: refresh_token }),
    });
    expect(answer.status).toBe(200);
    expect((await client.api('GET /Organisation')).status).toBe(401);
    const refreshed = await client.token({ grant_type: 'refresh_token', refresh_token });
    expect(refreshed.json).toEqual({ error: 'invalid_grant' });
  });
});

describe('connections', () => {
  it('shows all connections of a person, and those of one consent by authEventId', async () => {
    const client = new SandboxClient();
    await client.connect({ organisations: ['acorn'], userId: fran });
    await client.connect({ organisations: ['harbour'], userId: fran });
    const all = await listConnections(client);
    expect(all.map((each) => each.tenantName)).toEqual([
      'Acorn Self Storage Ltd',
      'Harbour Storage Ltd',
    ]);
    const latest = all[1]?.authEventId;
    const one = await listConnections(client, `?authEventId=${latest}`);
    expect(one.map((each) => each.tenantId)).toEqual([harbourId]);
    expect(all[0]).toMatchObject({ tenantType: 'ORGANISATION' });
  });

  it('does not show the connections of another person', async () => {
    const client = new SandboxClient();
    await client.connect({ organisations: ['acorn'], userId: fran });
    await client.connect({ organisations: ['harbour'], userId: hugh });
    expect((await listConnections(client)).map((each) => each.tenantId)).toEqual([harbourId]);
  });

  it('keeps id, event and dates of a connection that is consented to again, under a new event', async () => {
    const client = new SandboxClient();
    await client.connect();
    const before = await listConnections(client);
    client.clock.advance(60);
    const tokens = await client.connect();
    expect(await listConnections(client)).toEqual(before);
    expect(eventIn(tokens.access_token)).not.toBe(before[0]?.authEventId);
  });

  it('names the old event and moves the date where that is set', async () => {
    const client = new SandboxClient();
    await client.connect();
    const [before] = await listConnections(client);
    const body = JSON.stringify({ event: 'kept', touches: 'true' });
    const pressed = { method: 'POST', body };
    expect((await client.send('/control/api/acorn/reconnects', pressed)).status).toBe(200);
    client.clock.advance(60);
    const tokens = await client.connect();
    const [after] = await listConnections(client);
    expect(eventIn(tokens.access_token)).toBe(before?.authEventId);
    expect(after?.createdDateUtc).toBe(before?.createdDateUtc);
    expect(after?.updatedDateUtc).not.toBe(before?.updatedDateUtc);
  });

  it('lists the same whichever token of a person asks', async () => {
    const client = new SandboxClient();
    const first = await client.connect({ organisations: ['acorn'], userId: fran });
    await client.connect({ organisations: ['harbour'], userId: fran });
    const latest = await listConnections(client);
    client.accessToken = first.access_token;
    expect(await listConnections(client)).toEqual(latest);
  });

  it('spares the connection of another person to the same organisation', async () => {
    const client = new SandboxClient();
    const first = await client.connect({ organisations: ['acorn'], userId: fran });
    await client.connect({ organisations: ['acorn'], userId: hugh });
    const [own] = await listConnections(client);
    const headers = { authorization: `Bearer ${client.accessToken}` };
    await client.send(`/connections/${own?.id}`, { method: 'DELETE', headers });
    expect(await listConnections(client)).toEqual([]);
    client.accessToken = first.access_token;
    expect((await client.api('GET /Organisation')).status).toBe(200);
  });

  it('disconnects one organisation, after which its calls are 403', async () => {
    const client = new SandboxClient();
    await client.connect();
    const [connection] = await listConnections(client);
    const headers = { authorization: `Bearer ${client.accessToken}` };
    const gone = await client.send(`/connections/${connection?.id}`, { method: 'DELETE', headers });
    expect(gone.status).toBe(204);
    const answer = await client.api('GET /Organisation');
    expect([answer.status, answer.json.Detail]).toEqual([403, 'AuthenticationUnsuccessful']);
  });
});

function codeFor(client: SandboxClient, changes: Record<string, string> = {}): string {
  const location = client.sandbox.approve(authorizeUrl(changes), { organisations: ['acorn'] });
  return new URL(location).searchParams.get('code') ?? '';
}

async function listConnections(
  client: SandboxClient,
  query = '',
): Promise<
  {
    id: string;
    authEventId: string;
    tenantId: string;
    tenantName: string;
    createdDateUtc: string;
    updatedDateUtc: string;
  }[]
> {
  const headers = { authorization: `Bearer ${client.accessToken}` };
  return (await client.send(`/connections${query}`, { headers })).json;
}

function eventIn(accessToken: string): string {
  return JSON.parse(atob(accessToken.split('.')[1] ?? '')).authentication_event_id;
}

function ticketIn(page: string): string {
  return /name="ticket" value="([^"]+)"/.exec(page)?.[1] ?? '';
}

async function openConsent(client: SandboxClient, changes: Record<string, string> = {}) {
  const url = new URL(authorizeUrl(changes));
  const page = await client.send(url.pathname + url.search);
  const cookie = page.headers.get('set-cookie')?.split(';')[0] ?? '';
  return { page, cookie, ticket: ticketIn(page.text) };
}

function submit(client: SandboxClient, cookie: string, form: Record<string, string>) {
  return client.send('/identity/connect/authorize', {
    method: 'POST',
    headers: { cookie },
    body: new URLSearchParams(form),
  });
}
