import { describe, expect, it } from 'vitest';
import { callbackApp } from '../../../shared/adapters/portal/callback-app.tsx';
import { portalApp } from '../../../shared/adapters/portal/portal-app.tsx';
import type { PortalDeps } from '../../../shared/adapters/portal/portal-deps.ts';
import type { AuthorizationResult } from '../../../shared/domain/portal/authorization-result.ts';
import { disconnectView } from '../../../shared/domain/portal/disconnect-view.ts';
import { overviewView } from '../../../shared/domain/portal/overview-view.ts';
import { aConnection } from '../../builders/a-connection.ts';
import { anIssue } from '../../builders/an-issue.ts';
import { anOperator, anOperatorId } from '../../builders/an-operator.ts';
import { noIssuePages } from './no-issue-pages.ts';

const session = {
  operatorId: anOperatorId,
  linkId: 'link-1',
  sessionId: 'session-1',
  expiresAtEpochMs: 9e12,
};
const nasty = '<script>alert("x")</script>';

function deps(overrides: Partial<PortalDeps> = {}): PortalDeps {
  return {
    formOrigins: ['https://app.stora.example', 'https://login.xero.example'],
    openLink: async (token) =>
      token === 'good'
        ? { kind: 'open', operator: { name: nasty } }
        : { kind: 'closed', problem: 'unreadable' },
    startSession: async (token) =>
      token === 'good'
        ? { kind: 'started', cookieValue: 'a.cookie', maxAgeSeconds: 28_800 }
        : { kind: 'closed', problem: 'expired' },
    readSession: async (cookie) => (cookie === 'a.cookie' ? session : undefined),
    formToken: async () => 'form-token',
    isOwnForm: async (_session, token) => token === 'form-token',
    startAuthorization: async ({ provider, mayBeOtherAccount }) =>
      `https://${provider}.example/authorize?other=${mayBeOtherAccount}`,
    loadChoice: async () => undefined,
    chooseAccount: async (_session, { provider }) => ({ kind: 'choice_over', provider }),
    loadDisconnect: async (_session, provider) =>
      disconnectView(provider, aConnection({ provider })),
    disconnect: async () => undefined,
    loadActivities: async () => undefined,
    acceptSilence: async () => 'accepted',
    ...noIssuePages,
    ...{ loadSettings: async () => undefined, submitSettings: async () => undefined },
    loadConnections: async () => undefined,
    findDocuments: async () => undefined,
    loadFrame: async () => ({ operatorName: 'Acorn' }),
    loadOverview: async () =>
      overviewView({
        documents: [],
        operator: anOperator({ name: nasty }),
        connections: [
          aConnection({
            provider: 'stora',
            sealedTokens: 'CIPHERTEXT',
            account: { id: '1', name: nasty },
          }),
        ],
        issues: [anIssue({ label: nasty, message: nasty, remedy: nasty })],
        activities: [],
        rates: [],
        linkCounts: { invoice: 3 },
        nowEpochMs: 0,
      }),
    ...overrides,
  };
}

const cookie = '__Host-rollerdoor=a.cookie';

function get(path: string, headers: Record<string, string> = {}, overrides?: Partial<PortalDeps>) {
  return portalApp(deps(overrides)).request(`https://portal.example${path}`, { headers });
}

function post(path: string, form: Record<string, string>, headers: Record<string, string> = {}) {
  const body = new URLSearchParams(form);
  return portalApp(deps()).request(`https://portal.example${path}`, {
    method: 'POST',
    body,
    headers,
  });
}

describe('portalApp', () => {
  it.each([
    ['/', 200],
    ['/link/good', 200],
    ['/link/bad', 404],
    ['/status', 401],
    ['/assets/portal.css', 200],
    ['/nowhere', 404],
  ])('answers GET %s with %s and every security header', async (path, status) => {
    const response = await get(path);

    expect(response.status).toBe(status);
    expect(response.headers.get('content-security-policy')).toBe(
      "default-src 'none'; style-src 'self'; form-action 'self' https://app.stora.example https://login.xero.example; frame-ancestors 'none'; base-uri 'none'",
    );
    expect(response.headers.get('strict-transport-security')).toContain('max-age=63072000');
    expect(response.headers.get('referrer-policy')).toBe('no-referrer');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    const caching = path.startsWith('/assets') ? 'public, max-age=3600' : 'no-store';
    expect(response.headers.get('cache-control')).toBe(caching);
  });

  it.each(['/nowhere', '/link/bad', '/disconnect/sage'])(
    'leads from %s back to the visit, or says where a page opens',
    async (path) => {
      const without = await (await get(path)).text();
      const during = await (await get(path, { cookie })).text();

      expect(without).toContain('open the link that was sent to you by e-mail');
      expect(without).not.toContain('href="/status"');
      expect(during).toContain('<a class="button" href="/status">');
    },
  );

  it('makes the way back the first and plain button before something is ended', async () => {
    const page = await (await get('/disconnect/xero', { cookie })).text();

    expect(page).toContain('<a class="button" href="/connections">Keep Xero connected</a>');
    expect(page).toContain('<button class="button danger" type="submit">Disconnect Xero</button>');
    expect(page.indexOf('Keep Xero')).toBeLessThan(page.indexOf('<button'));
  });

  it('tells a newcomer that nothing is sent yet', async () => {
    const page = await (await get('/status', { cookie })).text();

    expect(page).toContain('Nothing is sent before both sides are connected.');
  });

  it('starts no visit when a link is opened, only shows a button', async () => {
    const response = await get('/link/good');

    expect(response.headers.getSetCookie()).toEqual([]);
    const page = await response.text();
    expect(page).toContain('<form method="post" action="/session">');
    expect(page).toContain('value="good"');
  });

  it('starts a visit with a cookie that scripts and other sites cannot reach', async () => {
    const response = await post('/session', { link: 'good' });

    expect([response.status, response.headers.get('location')]).toEqual([303, '/status']);
    expect(response.headers.getSetCookie()).toEqual([
      '__Host-rollerdoor=a.cookie; Max-Age=28800; Path=/; HttpOnly; Secure; SameSite=Lax',
    ]);
  });

  it('starts no visit from an expired link', async () => {
    const response = await post('/session', { link: 'old' });

    expect(response.status).toBe(410);
    expect(response.headers.getSetCookie()).toEqual([]);
  });

  it.each(['cross-site', 'same-site'])('starts no visit for a %s form', async (site) => {
    const response = await post('/session', { link: 'good' }, { 'sec-fetch-site': site });

    expect(response.status).toBe(403);
    expect(response.headers.getSetCookie()).toEqual([]);
  });

  it('leads from a connect button to the provider', async () => {
    const response = await post('/connect/xero', { form: 'form-token' }, { cookie });

    expect(response.status).toBe(303);
    expect(response.headers.get('location')).toBe('https://xero.example/authorize?other=false');
  });

  it('passes on that another company is meant', async () => {
    const form = { form: 'form-token', switch: 'yes' };
    const response = await post('/connect/xero', form, { cookie });

    expect(response.headers.get('location')).toContain('other=true');
  });

  it.each([
    { title: 'without a visit', headers: {}, status: 401 },
    { title: 'without a form token', form: {}, status: 403 },
    { title: 'with a wrong form token', form: { form: 'x' }, status: 403 },
    { title: 'to an unknown provider', path: '/connect/sage', status: 404 },
    {
      title: 'from another site',
      headers: { cookie, 'sec-fetch-site': 'cross-site' },
      status: 403,
    },
  ])('refuses to connect $title', async (request) => {
    const good = { path: '/connect/xero', form: { form: 'form-token' }, headers: { cookie } };
    const { path, form, headers, status } = { ...good, ...request };
    const response = await post(path, form, headers);

    expect(response.status).toBe(status);
    expect(response.headers.get('location')).toBeNull();
  });

  it('does not connect on GET', async () => {
    expect((await get('/connect/xero', { cookie })).status).toBe(404);
  });

  it('refuses a form of a megabyte', async () => {
    const response = await post('/session', { link: 'x'.repeat(1_000_000) });

    expect(response.status).toBe(413);
  });

  it('shows connections, issues and counts, escapes what others wrote, and shows no secret', async () => {
    const page = await (await get('/status', { cookie })).text();

    expect(page).toMatch(/^<!doctype html>/);
    expect(page).toContain('Connected');
    expect(page).toContain('Not connected');
    expect(page).toContain('What helps:');
    expect(page).not.toContain('<script>');
    expect(page).toContain('&lt;script&gt;');
    for (const secret of ['CIPHERTEXT', 'a.cookie', 'session-1'])
      expect(page).not.toContain(secret);
  });

  it('sends whoever has a visit from the front page to the status page', async () => {
    const response = await get('/', { cookie });

    expect([response.status, response.headers.get('location')]).toEqual([303, '/status']);
  });

  it('loads nothing but its own stylesheet and runs no script', async () => {
    const page = await (await get('/status', { cookie })).text();

    const addresses = [...page.matchAll(/(?:src|href|action)="([^"]*)"/g)].map(([, url]) => url);
    expect(addresses.filter((url) => !/^(\/(?!\/)|#)/.test(url ?? ''))).toEqual([]);
    expect(page).not.toMatch(/\sstyle=|\son\w+=/);
  });

  it('names its product, and the partner only as what it works with', async () => {
    const page = await (await get('/status', { cookie })).text();

    expect(/<title>(.*)<\/title>/.exec(page)?.[1]).toBe('Overview · Rollerdoor');
    expect(page).toContain('an independent product that works with Stora');
    expect(await (await get('/link/good')).text()).toContain('Works with Stora.');
  });

  it('lets a failure through to the runtime, which logs it', async () => {
    const failing = { loadOverview: () => Promise.reject(new Error('The table is away.')) };

    await expect(get('/status', { cookie }, failing)).rejects.toThrow('The table is away.');
  });
});

describe('callbackApp', () => {
  const visit = (result: AuthorizationResult, path: string, headers = {}) => {
    const app = callbackApp({ ...deps(), completeAuthorization: async () => result });
    return app.request(`https://portal.example${path}`, { headers });
  };

  it('goes to the status page, away from the code in the address', async () => {
    const connected = { kind: 'connected', provider: 'xero' } as const;
    const response = await visit(connected, '/callback/xero?code=c&state=s', { cookie });

    expect([response.status, response.headers.get('location')]).toEqual([
      303,
      '/status?connected=xero',
    ]);
  });

  it('echoes nothing of the query', async () => {
    const result = { kind: 'provider_error', provider: 'xero' } as const;
    const query =
      'error=canary-error&error_description=canary-words&state=canary-state&code=canary';
    const response = await visit(result, `/callback/xero?${query}`, { cookie });

    expect(response.status).toBe(502);
    expect(await response.text()).not.toContain('canary');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  it('offers a way back only to whoever has a visit', async () => {
    const denied = { kind: 'denied', provider: 'stora' } as const;

    expect(await (await visit(denied, '/callback/stora', { cookie })).text()).toContain('/status');
    expect(await (await visit(denied, '/callback/stora')).text()).not.toContain('href="/status"');
  });

  it('shows both companies and asks once more before changing', async () => {
    const result = {
      kind: 'other_account',
      provider: 'xero',
      before: 'Acorn Ltd',
      now: nasty,
    } as const;
    const page = await (await visit(result, '/callback/xero', { cookie })).text();

    expect(page).toContain('Acorn Ltd');
    expect(page).toContain('name="switch"');
    expect(page).not.toContain('<script>');
  });

  it('answers any other path with its own 404', async () => {
    const connected = { kind: 'connected', provider: 'xero' } as const;

    expect((await visit(connected, '/callback/xero/more')).status).toBe(404);
  });
});

describe('disconnecting', () => {
  it('asks first, and asking changes nothing', async () => {
    const asked: string[] = [];
    const disconnect = async () => void asked.push('disconnected');

    const answer = await get('/disconnect/xero', { cookie }, { disconnect });

    const html = await answer.text();
    expect(answer.status).toBe(200);
    expect(html).toContain('Disconnect Xero?');
    expect(html).toContain('action="/disconnect/xero"');
    expect(html).not.toContain(nasty);
    expect(asked).toEqual([]);
  });

  it('is done from the visit’s own form, and leads to the confirmation', async () => {
    const asked: string[] = [];
    const app = portalApp(
      deps({
        disconnect: async ({ operatorId }, provider) =>
          void asked.push(`${operatorId} ${provider}`),
      }),
    );

    const answer = await app.request('https://portal.example/disconnect/xero', {
      method: 'POST',
      body: new URLSearchParams({ form: 'form-token' }),
      headers: { cookie },
    });

    expect(answer.status).toBe(303);
    expect(answer.headers.get('location')).toBe('/disconnect/xero');
    expect(asked).toEqual([`${anOperatorId} xero`]);
  });

  it.each([
    { name: 'without a visit', form: {}, headers: { cookie: '' }, status: 401 },
    { name: 'with another visit’s form', form: { form: 'other' }, headers: {}, status: 403 },
    {
      name: 'from another site',
      form: {},
      headers: { 'sec-fetch-site': 'cross-site' },
      status: 403,
    },
  ])('is refused $name', async ({ form, headers, status }) => {
    const fields = { form: 'form-token', ...form };

    const answer = await post('/disconnect/stora', fields, { cookie, ...headers });

    expect(answer.status).toBe(status);
  });

  it('knows no other provider', async () => {
    expect((await get('/disconnect/sage', { cookie })).status).toBe(404);
    expect((await post('/disconnect/sage', { form: 'form-token' }, { cookie })).status).toBe(404);
    expect((await get('/disconnect/xero')).status).toBe(401);
  });
});

describe('there is nothing to hear', () => {
  const form = { form: 'form-token', heardAt: '2026-11-26T14:03:00.000Z', reason: ' in winter ' };

  it('is taken down with its reason', async () => {
    const wishes: unknown[] = [];
    const app = portalApp(
      deps({
        acceptSilence: async (_session, wish) => {
          wishes.push(wish);
          return 'accepted';
        },
      }),
    );
    const send = (body: Record<string, string>) =>
      app.request('https://portal.example/quiet', {
        method: 'POST',
        headers: { cookie },
        body: new URLSearchParams(body),
      });

    const answer = await send(form);
    expect(answer.status).toBe(303);
    expect(answer.headers.get('location')).toBe('/status?quiet=accepted');
    expect(wishes).toEqual([{ heardAt: form.heardAt, reason: 'in winter' }]);
    const empty = await send({ ...form, reason: ' ' });
    expect(empty.headers.get('location')).toBe('/status?quiet=no_reason');
    expect((await send({ ...form, form: 'of another visit' })).status).toBe(403);
    expect(wishes).toHaveLength(1);
  });
});
