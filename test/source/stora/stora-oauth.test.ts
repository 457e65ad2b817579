import { beforeEach, describe, expect, it } from 'vitest';
import { createSeededRandom } from '../../../infra/local/vendors/common/seeded-random.ts';
import {
  createStoraSandbox,
  type StoraSandbox,
} from '../../../infra/local/vendors/stora/stora-sandbox.ts';
import { OauthClient } from '../../../shared/adapters/oauth/oauth-client.ts';
import { encodeBase64Url } from '../../../shared/domain/portal/base64-url.ts';
import { storaAccess } from '../../../shared/source/stora/stora-access.ts';
import { storaAccount } from '../../../shared/source/stora/stora-account.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { FakeCrypto } from '../../fakes/fake-crypto.ts';
import { FakeSecrets } from '../../fakes/fake-secrets.ts';

/** Nobody connects anew meanwhile. */
const atOnce = async () => undefined;

const redirectUri = 'https://portal.example/callback/stora';
const scopes = 'public.contact:read public.contact:write public.invoice:read';
const base = 'http://127.0.0.1:1';
const codeVerifier = 'v'.repeat(43);

let sandbox: StoraSandbox;
let clock: FakeClock;
let secrets: FakeSecrets;
let requests: Request[];

beforeEach(() => {
  clock = new FakeClock();
  requests = [];
  sandbox = createStoraSandbox({
    clock,
    random: createSeededRandom(7),
    applications: [
      {
        clientId: 'client1',
        clientSecret: 'secret1',
        redirectUris: [redirectUri],
        scopes: scopes.split(' '),
        name: 'Rollerdoor',
      },
    ],
  });
  secrets = new FakeSecrets();
  secrets.setCredentials('stora', { clientId: 'client1', clientSecret: 'secret1' });
});

function client(clientAuthentication: 'body' | 'basic' = 'body') {
  const settings = {
    authorizeUrl: `${base}/oauth2/authorize`,
    tokenUrl: `${base}/oauth2/token`,
    revokeUrl: `${base}/oauth2/revoke`,
    tokenInfoUrl: `${base}/oauth2/token/info`,
    apiBaseUrl: `${base}/2025-09`,
    clientSecretName: 'stora',
    scopes,
    clientAuthentication,
  };
  return new OauthClient({
    provider: 'stora',
    settings,
    whoIs: storaAccount(settings),
    access: storaAccess(settings),
    secrets,
    clock,
    fetch: (input, init) => {
      const request = new Request(input, init);
      requests.push(request.clone());
      return sandbox.fetch(request);
    },
  });
}

/** Gives permission as a person at the consent page would, and returns the code. */
async function authorize(slug = 'acorn'): Promise<string> {
  const challenge = Buffer.from(new FakeCrypto().sha256Hex(codeVerifier), 'hex');
  const url = await client().authorizeUrl({
    state: 'the-state',
    codeChallenge: encodeBase64Url(challenge),
    redirectUri,
  });
  const page = await sandbox.fetch(new Request(url));
  const token = /name="authenticity_token" value="([^"]+)"/.exec(await page.text())?.[1] ?? '';
  const form = new URLSearchParams(new URL(url).search);
  form.set('authenticity_token', token);
  form.set('operator', slug);
  const cookie = page.headers.get('set-cookie')?.split(';')[0] ?? '';
  const answer = await sandbox.fetch(
    new Request(`${base}/oauth2/authorize`, { method: 'POST', body: form, headers: { cookie } }),
  );
  const location = new URL(answer.headers.get('location') ?? '');
  expect(location.searchParams.get('state')).toBe('the-state');
  return location.searchParams.get('code') ?? '';
}

async function grant() {
  const answer = await client().exchange({ code: await authorize(), codeVerifier, redirectUri });
  if (answer.kind !== 'granted') throw new Error(answer.kind);
  return answer.grant;
}

describe('OauthClient with Stora (sandbox)', () => {
  it('exchanges a code for a pair that lives two hours', async () => {
    expect(await grant()).toMatchObject({ expiresInSeconds: 7200, scopes });
  });

  it('learns from token/info who gave permission', async () => {
    const { accessToken } = await grant();

    const account = await client().accountsOf(accessToken);

    const name = 'Acorn Self Storage';
    expect(account).toEqual([{ id: name, name, isOfThisConsent: true }]);
  });

  it('tells operators apart by the host of their storefront, where the scopes show it', async () => {
    const withSites = `${scopes} public.site:read`;
    const token = sandbox.issueAccessToken({
      operatorSlug: 'harbour',
      clientId: 'client1',
      scopes: withSites.split(' '),
    });

    expect(await client().accountsOf(token)).toEqual([
      {
        id: expect.stringMatching(/^harbour\./),
        name: sandbox.world.operators.get('harbour')?.name,
        isOfThisConsent: true,
      },
    ]);
  });

  it('sends the client in the body only, and no scope with a refresh', async () => {
    const { refreshToken = '' } = await grant();
    await client().refresh(refreshToken);

    const request = requests.at(-1);
    const form = new URLSearchParams(await request?.text());
    expect(request?.headers.get('authorization')).toBeNull();
    expect(Object.fromEntries(form)).toEqual({
      grant_type: 'refresh_token',
      refresh_token: refreshToken,
      client_id: 'client1',
      client_secret: 'secret1',
    });
  });

  it('sends the client in the header only where a provider wants that', async () => {
    const { refreshToken = '' } = await grant();
    const answer = await client('basic').refresh(refreshToken);

    const form = new URLSearchParams(await requests.at(-1)?.text());
    expect(answer.kind).toBe('granted');
    expect(form.has('client_secret')).toBe(false);
    expect(form.has('client_id')).toBe(false);
  });

  it('refreshes into a new pair', async () => {
    const first = await grant();

    const answer = await client().refresh(first.refreshToken ?? '');

    expect(answer).toMatchObject({ kind: 'granted' });
    expect(JSON.stringify(answer)).not.toContain(first.accessToken);
  });

  it('calls a code that was used a refused grant', async () => {
    const request = { code: await authorize(), codeVerifier, redirectUri };
    await client().exchange(request);

    expect((await client().exchange(request)).kind).toBe('grant_refused');
  });

  it('calls a wrong verifier a refused grant', async () => {
    const request = { code: await authorize(), codeVerifier: 'w'.repeat(43), redirectUri };

    expect((await client().exchange(request)).kind).toBe('grant_refused');
  });

  it('calls an unknown refresh token a refused grant', async () => {
    expect((await client().refresh('nonsense')).kind).toBe('grant_refused');
  });

  it('calls a wrong secret a refused client, and the grant survives it', async () => {
    const { refreshToken = '' } = await grant();
    secrets.forget('stora');
    secrets.setCredentials('stora', { clientId: 'client1', clientSecret: 'wrong' });
    secrets.setCredentials('stora', { clientId: 'client1', clientSecret: 'wrong, too' });
    expect((await client().refresh(refreshToken)).kind).toBe('client_refused');

    secrets.forget('stora');
    secrets.setCredentials('stora', { clientId: 'client1', clientSecret: 'secret1' });
    expect((await client().refresh(refreshToken)).kind).toBe('granted');
  });

  it('goes by the former secret for as long as Stora does', async () => {
    const code = await authorize();
    secrets.forget('stora');
    secrets.setCredentials('stora', { clientId: 'client1', clientSecret: 'not known there yet' });

    const exchanged = await client().exchange({ code, codeVerifier, redirectUri });

    const { refreshToken = '' } = exchanged.kind === 'granted' ? exchanged.grant : {};
    expect((await client().refresh(refreshToken)).kind).toBe('granted');
  });

  it('never goes by the secret of another client, to which every grant looks dead', async () => {
    const { refreshToken = '' } = await grant();
    secrets.forget('stora');
    secrets.setCredentials('stora', { clientId: 'client2', clientSecret: 'secret2' });
    requests.length = 0;

    expect((await client().refresh(refreshToken)).kind).not.toBe('granted');
    expect(requests).toHaveLength(1);
  });

  it('knows nothing when the answer is lost', async () => {
    const { refreshToken = '' } = await grant();
    sandbox.settings.faults.lostTokenAnswers = 1;

    expect((await client().refresh(refreshToken)).kind).toBe('unknown');
  });

  it('knows nothing when there is no answer, and repeats nothing of the request', async () => {
    const refused = client();
    const { refreshToken = '' } = await grant();
    sandbox.fetch = async () => Promise.reject(new TypeError(`fetch failed ${refreshToken}`));

    const answer = await refused.refresh(refreshToken);

    expect(answer).toEqual({ kind: 'unknown', retryAfterSeconds: 5 });
  });

  it('fails with a code and without the token when token/info refuses', async () => {
    const outcome = client().accountsOf('canary-token');

    await expect(outcome).rejects.toMatchObject({
      failure: { status: 401, code: 'account_not_told', canRetryHelp: false },
    });
    await expect(outcome).rejects.not.toThrow('canary-token');
  });
});

describe.each(['revoke-on-use', 'revoke-at-once'] as const)('revoking in mode %s', (mode) => {
  const isRevoked = async (accessToken: string) => !(await client().isAlive(accessToken));
  const canRefresh = async (refreshToken = '') =>
    (await client().refresh(refreshToken)).kind === 'granted';

  beforeEach(() => {
    sandbox.settings.rotationMode = mode;
  });

  it('with the refresh token ends the pair, and the access token proves it', async () => {
    const { accessToken, refreshToken = '' } = await grant();
    expect(await client().isAlive(accessToken)).toBe(true);

    expect(await client().revoke(refreshToken, atOnce)).toEqual({ kind: 'answered' });

    expect(await isRevoked(accessToken)).toBe(true);
    expect(await canRefresh(refreshToken)).toBe(false);
  });

  it('with an expired access token is answered 200 and revokes nothing', async () => {
    const { accessToken, refreshToken } = await grant();
    clock.advance(3 * 3_600_000);

    expect(await client().revoke(accessToken, atOnce)).toEqual({ kind: 'answered' });

    expect(await isRevoked(accessToken)).toBe(true);
    expect(await canRefresh(refreshToken)).toBe(true);
  });

  it('with the refresh token of an expired pair is answered 200 and revokes nothing', async () => {
    const { refreshToken = '' } = await grant();
    clock.advance(3 * 3_600_000);

    expect(await client().revoke(refreshToken, atOnce)).toEqual({ kind: 'answered' });

    expect(await canRefresh(refreshToken)).toBe(true);
  });

  it('sends the client and no hint', async () => {
    const { refreshToken = '' } = await grant();
    await client().revoke(refreshToken, atOnce);

    const form = new URLSearchParams(await requests.at(-1)?.text());
    expect(Object.fromEntries(form)).toEqual({
      token: refreshToken,
      client_id: 'client1',
      client_secret: 'secret1',
    });
  });

  it('with a wrong secret is our fault and ends nothing', async () => {
    const { accessToken, refreshToken = '' } = await grant();
    for (const clientSecret of ['wrong', 'wrong again']) {
      secrets.setCredentials('stora', { clientId: 'client1', clientSecret });
      secrets.forget('stora');
    }

    expect((await client().revoke(refreshToken, atOnce)).kind).toBe('client_refused');
    expect(await client().isAlive(accessToken)).toBe(true);
  });
});

describe('revoking a refreshed pair that was never presented', () => {
  it('leaves the pair before it alive where that dies on first use, unless it is presented', async () => {
    const first = await grant();
    const answer = await client().refresh(first.refreshToken ?? '');
    if (answer.kind !== 'granted') throw new Error(answer.kind);

    await client().revoke(answer.grant.refreshToken ?? '', atOnce);

    expect(await client().isAlive(first.accessToken)).toBe(true);
  });
});

describe('asking Stora whether it still lets us in', () => {
  const account = { id: 'acorn.example', name: 'Acorn' };

  it('hears that a live token stands and a revoked one is refused', async () => {
    const { accessToken, refreshToken = '' } = await grant();
    expect(await client().standingOf(accessToken, account)).toBe('stands');

    await client().revoke(refreshToken, atOnce);

    expect(await client().standingOf(accessToken, account)).toBe('token_refused');
    expect(await client().personOf(accessToken)).toBeUndefined();
  });

  it.each([
    { status: 403, standing: 'taken_out' },
    { status: 503, standing: undefined },
    { status: 404, standing: undefined },
  ])('takes $status for $standing', async ({ status, standing }) => {
    const answers = async () => new Response('', { status });
    const settings = { tokenInfoUrl: `${base}/oauth2/token/info` };
    const asked = storaAccess(settings).standingOf(answers, account);

    if (standing === undefined) await expect(asked).rejects.toMatchObject({ failure: { status } });
    else expect(await asked).toBe(standing);
  });
});

describe('an authorization at a Stora that does not know a scope', () => {
  async function pageFor(request: { isForFewerScopes?: boolean }): Promise<string> {
    const codeChallenge = encodeBase64Url(Buffer.from('c'.repeat(32)));
    const url = await client().authorizeUrl({ state: 's', codeChallenge, redirectUri, ...request });
    return (await sandbox.fetch(new Request(url))).text();
  }

  it('ends on a page that leads nowhere, unless it asks for less', async () => {
    sandbox.settings.absent.scopes = ['public.contact:write'];

    expect(await pageFor({})).toContain('The requested scope is invalid');
    expect(await pageFor({ isForFewerScopes: true })).not.toContain(
      'The requested scope is invalid',
    );
  });
});
