import { describe, expect, it } from 'vitest';
import type { ReconnectManner } from '../../../infra/local/vendors/xero/oauth/grants.ts';
import { createXeroSandbox } from '../../../infra/local/vendors/xero/xero-sandbox.ts';
import { OauthClient } from '../../../shared/adapters/oauth/oauth-client.ts';
import { DeferredError } from '../../../shared/domain/errors/errors.ts';
import { encodeBase64Url } from '../../../shared/domain/portal/base64-url.ts';
import { xeroAccess } from '../../../shared/targets/xero/xero-access.ts';
import { xeroAccount } from '../../../shared/targets/xero/xero-account.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { FakeCrypto } from '../../fakes/fake-crypto.ts';
import { FakeSecrets } from '../../fakes/fake-secrets.ts';
import { accountIn } from '../../support/account-in.ts';

/** Nobody connects anew meanwhile. */
const atOnce = async () => undefined;

const redirectUri = 'https://portal.example/callback/xero';
const scopes = 'openid offline_access accounting.contacts accounting.settings';
const base = 'http://127.0.0.1:1';
const codeVerifier = 'v'.repeat(43);

function world(reconnects: Partial<ReconnectManner> = {}) {
  const clock = new FakeClock();
  const sandbox = createXeroSandbox({
    clock,
    reconnects,
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

  return { client, clock, grantFor, sandbox };
}

describe('OauthClient with Xero (sandbox)', () => {
  it('exchanges a code and learns the organisation', async () => {
    const { client, clock, grantFor } = world();
    const grant = await grantFor('harbour');

    const listed = await client.accountsOf(grant.accessToken);

    expect(grant.expiresInSeconds).toBe(1800);
    expect(listed).toEqual([
      {
        id: 'ba4b0a4e-0000-4000-8000-000000000002',
        name: 'Harbour Storage Ltd',
        connectionId: expect.any(String),
        isOfThisConsent: true,
        createdAtEpochMs: clock.nowEpochMs(),
        updatedAtEpochMs: clock.nowEpochMs(),
      },
    ]);
  });

  it('lists all that the person gave, and says which of it this consent added', async () => {
    const { client, clock, grantFor } = world();
    const acorn = await grantFor('acorn');
    clock.advance(20 * 60_000);

    const listed = await client.accountsOf((await grantFor('harbour')).accessToken);

    const names = listed.map(({ name, isOfThisConsent }) => [name, isOfThisConsent]);
    expect(names).toEqual([
      ['Acorn Self Storage Ltd', false],
      ['Harbour Storage Ltd', true],
    ]);
    const seenBefore = await client.accountsOf(acorn.accessToken);
    expect(seenBefore.map(({ id }) => id)).toEqual(listed.map(({ id }) => id));
  });

  it.each(['new', 'kept'] as const)(
    'still lists an organisation that was connected before, where the token names a %s event',
    async (event) => {
      const { client, clock, grantFor } = world({ event });
      const [before] = await client.accountsOf((await grantFor('acorn')).accessToken);
      clock.advance(20 * 60_000);

      const [after] = await client.accountsOf((await grantFor()).accessToken);

      expect(after).toEqual({ ...before, isOfThisConsent: event === 'kept' });
    },
  );

  it('refreshes, and still knows the organisation of the consent', async () => {
    const { client, grantFor } = world();
    const grant = await grantFor('acorn');
    const listed = await client.accountsOf(grant.accessToken);

    const answer = await client.refresh(grant.refreshToken ?? '');

    expect(answer.kind).toBe('granted');
    if (answer.kind !== 'granted') return;
    expect(await client.accountsOf(answer.grant.accessToken)).toEqual(listed);
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

  it('lists nothing where no organisation was chosen', async () => {
    expect(await ask([])).toEqual([]);
  });

  it('takes no practice for an organisation', async () => {
    const practice = { id: '1', tenantId: 't1', tenantName: 'P', tenantType: 'PRACTICE' };

    expect(await ask([practice])).toEqual([]);
  });

  it('claims nothing of the consent under a token that it cannot read, and no date that is none', async () => {
    const row = { id: 'a', tenantId: 't-a', tenantName: 'a', createdDateUtc: 'yesterday' };

    expect(await ask([row], 'x.y.z')).toEqual([
      { id: 't-a', name: 'a', connectionId: 'a', isOfThisConsent: false },
    ]);
  });

  it('reads dates with seven digits, with none, and with a zone as UTC', async () => {
    const texts = ['2026-11-21T12:00:00.1230000', '2026-11-21T12:00:00', '2026-11-21T12:00:00.5Z'];
    const rows = texts.map((text) => ({ id: text, tenantId: text, createdDateUtc: text }));

    const dates = (await ask(rows)).map(({ createdAtEpochMs }) => createdAtEpochMs);

    const noon = Date.parse('2026-11-21T12:00:00Z');
    expect(dates).toEqual([noon + 123, noon, noon + 500]);
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
    const account = await accountIn(client, accessToken, 'harbour');

    expect(await client.disconnectAccount?.(accessToken, account, atOnce)).toEqual({
      remaining: 1,
    });
    expect(await client.disconnectAccount?.(accessToken, account, atOnce)).toEqual({
      remaining: 1,
    });
    expect(await client.isAlive(accessToken)).toBe(true);
  });

  it('counts what the person connected for another operator while the company was taken out', async () => {
    const { client, grantFor } = world();
    const { accessToken } = await grantFor('acorn');
    const account = await accountIn(client, accessToken);
    const meanwhile = async () => void (await grantFor('harbour'));

    expect(await client.disconnectAccount?.(accessToken, account, meanwhile)).toEqual({
      remaining: 1,
    });
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
    const account = await accountIn(client, accessToken);
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
    const account = await accountIn(client, accessToken, 'acorn');
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
