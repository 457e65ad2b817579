import { describe, expect, it } from 'vitest';
import { createXeroSandbox } from '../../../infra/local/vendors/xero/xero-sandbox.ts';
import { OauthClient } from '../../../shared/adapters/oauth/oauth-client.ts';
import { xeroAccess } from '../../../shared/adapters/oauth/xero-access.ts';
import { xeroAccount } from '../../../shared/adapters/oauth/xero-account.ts';
import { DeferredError } from '../../../shared/domain/errors/errors.ts';
import { encodeBase64Url } from '../../../shared/domain/portal/base64-url.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { FakeCrypto } from '../../fakes/fake-crypto.ts';
import { FakeSecrets } from '../../fakes/fake-secrets.ts';

/** Nobody connects anew meanwhile. */
const atOnce = async () => undefined;

const redirectUri = 'https://portal.example/callback/xero';
const scopes = 'openid offline_access accounting.contacts accounting.settings';
const base = 'http://127.0.0.1:1';
const codeVerifier = 'v'.repeat(43);

function world() {
  const clock = new FakeClock();
  const sandbox = createXeroSandbox({
    clock,
    client: {
      clientId: 'client-1',
      clientSecret: 'secret-1',
      redirectUris: [redirectUri],
    },
  });
  const secrets = new FakeSecrets();
  secrets.setCredentials('xero', { clientId: 'client-1', clientSecret: 'secret-1' });
  const settings = {
    authorizeUrl: `${base}/identity/connect/authorize`,
    tokenUrl: `${base}/connect/token`,
    revokeUrl: `${base}/connect/revocation`,
    connectionsUrl: `${base}/connections`,
    clientSecretName: 'xero',
    scopes,
    clientAuthentication: 'basic' as const,
  };
  const client = new OauthClient({
    provider: 'xero',
    settings,
    whoIs: xeroAccount(settings),
    access: xeroAccess(settings),
    secrets,
    clock,
    fetch: (input, init) => sandbox.fetch(new Request(input, init)),
  });

  async function grantFor(...organisations: string[]) {
    const url = await client.authorizeUrl({
      state: 'the-state',
      codeChallenge: encodeBase64Url(Buffer.from(new FakeCrypto().sha256Hex(codeVerifier), 'hex')),
      redirectUri,
    });
    const location = new URL(sandbox.approve(url, { organisations, userId: 'one-person' }));
    const code = location.searchParams.get('code') ?? '';
    const answer = await client.exchange({ code, codeVerifier, redirectUri });
    if (answer.kind !== 'granted') throw new Error(answer.kind);
    return answer.grant;
  }

  return { client, grantFor, sandbox };
}

describe('OauthClient with Xero (sandbox)', () => {
  it('exchanges a code and learns the organisation', async () => {
    const { client, grantFor } = world();
    const grant = await grantFor('harbour');

    const account = await client.whoIs(grant.accessToken);

    expect(grant.expiresInSeconds).toBe(1800);
    expect(account.name).toMatch(/harbour/i);
    expect(account.connectionId).toBeDefined();
  });

  it('takes the organisation of this consent, not one that was connected before', async () => {
    const { client, grantFor } = world();
    const first = await client.whoIs((await grantFor('acorn')).accessToken);

    const second = await client.whoIs((await grantFor('harbour')).accessToken);

    expect(second.id).not.toBe(first.id);
    expect(second.name).toMatch(/harbour/i);
  });

  it('refreshes, and still knows the organisation of the consent', async () => {
    const { client, grantFor } = world();
    const grant = await grantFor('acorn');
    const account = await client.whoIs(grant.accessToken);

    const answer = await client.refresh(grant.refreshToken ?? '');

    expect(answer.kind).toBe('granted');
    if (answer.kind !== 'granted') return;
    expect((await client.whoIs(answer.grant.accessToken)).id).toBe(account.id);
  });

  it('calls an unknown refresh token a refused grant', async () => {
    const { client } = world();

    expect((await client.refresh('nonsense')).kind).toBe('grant_refused');
  });
});

describe('xeroAccount', () => {
  const ask = (body: unknown, accessToken = 'no-jwt') =>
    xeroAccount({ connectionsUrl: 'https://api.example/connections' })(accessToken, async () =>
      Response.json(body),
    );

  it('says that no organisation was chosen', async () => {
    await expect(ask([])).rejects.toMatchObject({ failure: { code: 'no_account' } });
  });

  it('takes no practice for an organisation', async () => {
    const practice = { id: '1', tenantId: 't1', tenantName: 'P', tenantType: 'PRACTICE' };

    await expect(ask([practice])).rejects.toMatchObject({ failure: { code: 'no_account' } });
  });

  it('takes the first of several, also from a token it cannot read', async () => {
    const rows = ['a', 'b'].map((id) => ({
      id,
      tenantId: `t-${id}`,
      tenantName: id,
      authEventId: 'e',
    }));

    expect(await ask(rows, 'x.y.z')).toEqual({ id: 't-a', name: 'a', connectionId: 'a' });
  });

  it('does not take nonsense for a list', async () => {
    await expect(ask({})).rejects.toMatchObject({ failure: { code: 'unreadable_answer' } });
  });
});

describe('leaving Xero', () => {
  it('takes one company out and says how many are left', async () => {
    const { client, grantFor } = world();
    await grantFor('acorn');
    const { accessToken } = await grantFor('harbour');
    const account = await client.whoIs(accessToken);

    expect(await client.disconnectAccount?.(accessToken, account, atOnce)).toEqual({
      remaining: 1,
    });
    expect(await client.disconnectAccount?.(accessToken, account, atOnce)).toEqual({
      remaining: 1,
    });
    expect(await client.isAlive(accessToken)).toBe(true);
  });

  it('by revoking ends everything that the person gave', async () => {
    const { client, grantFor } = world();
    const first = await grantFor('acorn');
    const second = await grantFor('harbour');

    expect(client.revocationEnds).toBe('person');
    expect(await client.revoke(second.refreshToken ?? '', atOnce)).toEqual({ kind: 'answered' });

    expect(await client.isAlive(first.accessToken)).toBe(false);
    expect(await client.isAlive(second.accessToken)).toBe(false);
  });

  it('sends neither where somebody connected anew meanwhile', async () => {
    const { client, grantFor } = world();
    const { accessToken, refreshToken } = await grantFor('acorn');
    const account = await client.whoIs(accessToken);
    const tooLate = async () => {
      throw new DeferredError('taken_over', 60);
    };

    await expect(client.disconnectAccount?.(accessToken, account, tooLate)).rejects.toThrow(
      'taken_over',
    );
    await expect(client.revoke(refreshToken ?? '', tooLate)).rejects.toThrow('taken_over');

    expect(await client.isAlive(accessToken)).toBe(true);
  });

  it('tells whether it still lets us into a company, and of whom a token is', async () => {
    const { client, grantFor, sandbox } = world();
    const { accessToken } = await grantFor('acorn', 'harbour');
    const account = await client.whoIs(accessToken);
    expect(await client.standingOf(accessToken, account)).toBe('stands');

    for (const [id, { tenantId }] of sandbox.world.grants.connections) {
      if (tenantId === account.id) sandbox.world.grants.connections.delete(id);
    }

    expect(await client.standingOf(accessToken, account)).toBe('taken_out');
    expect(await client.isAlive(accessToken)).toBe(true);
    expect(await client.standingOf('unknown', account)).toBe('token_refused');
    const person = await client.personOf(accessToken);
    expect(person).toMatch(/^[0-9a-f-]{36}$/);
    expect(await client.personOf((await grantFor('harbour')).accessToken)).toBe(person);
    expect(await client.personOf('not.a.token')).toBeUndefined();
  });
});
