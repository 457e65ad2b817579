import type { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { type PeopleAppDeps, withPeople } from '../../../shared/adapters/portal/people-app.tsx';
import { portalApp } from '../../../shared/adapters/portal/portal-app.tsx';
import type { PortalDeps } from '../../../shared/adapters/portal/portal-deps.ts';

const session = {
  operatorId: 'acorn',
  linkId: 'link-1',
  sessionId: 'session-1',
  expiresAtEpochMs: 9e12,
};
const cookie = '__Host-rollerdoor=a.cookie';
/** What a route may ask before it knows that a form is ours, and what pages are made of. */
const harmless = /^(?:load|read|find|list|openLink|formToken|isOwnForm|isReader)/;

/** All pages, over dependencies that only say what was asked of them. */
function everything({ isReader = false } = {}) {
  const called: string[] = [];
  const answers: Record<string, unknown> = {
    formOrigins: [],
    contact: undefined,
    sendsMail: true,
    showsParts: true,
    readSession: async (value?: string) => (value === 'a.cookie' ? session : undefined),
    isOwnForm: async (_session: unknown, token: string) => token === 'form-token',
    isReader: async () => isReader,
    formToken: async () => 'form-token',
    loadFrame: async () => ({ operatorName: 'Acorn' }),
    openLink: async () => ({ kind: 'closed', problem: 'unreadable' }),
    readUnsubscribe: async () => undefined,
    readBack: async () => undefined,
  };
  const noted: unknown = new Proxy(answers, {
    get: (known, name: string) => {
      if (name in known && typeof known[name] !== 'function') return known[name];
      if (['preview', 'backfill', 'explain', 'reconcile'].includes(name)) return noted;
      const answer = (known[name] ?? (async () => undefined)) as (...args: unknown[]) => unknown;
      return (...args: unknown[]) => {
        called.push(name);
        return answer(...args);
      };
    },
    ownKeys: () => [...names],
    getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }),
  });
  // What routes spread has to be named.
  const names = [
    ...Object.keys(answers),
    ...['loadPreview', 'switchPosting', 'loadBackfill', 'listMissed', 'directBackfill'],
    ...['loadExplained', 'findCalled', 'sendAgain'],
    ...['loadNights', 'loadNight', 'loadMonths', 'loadMonth', 'loadMismatches', 'loadStatement'],
    ...['loadMonthFile', 'proveNow', 'repair', 'accept', 'reopen'],
  ];
  const inner = portalApp(noted as PortalDeps);
  const app = withPeople(inner, noted as PeopleAppDeps) as Hono;
  const routes = [...inner.routes, ...app.routes].filter(({ path }) => !path.includes('*'));
  const pathsOf = (method: string) => [
    ...new Set(routes.filter((route) => route.method === method).map(({ path }) => filled(path))),
  ];
  return { app, called, pathsOf };
}

function filled(path: string): string {
  const values: Record<string, string> = {
    ':target': 'xero',
    ':provider': 'xero',
    ':cause': 'unknown_account',
    ':month': '2026-11',
    ':class': 'amount',
    ':day': '2026-11-30',
    ':token': 'a.token',
  };
  return path.replaceAll(/:\w+/g, (name) => values[name] ?? name);
}

/** They have no visit: a link, an address in a mail and a wish for one prove themselves. */
const ofNoVisit = ['/session', '/new-link', '/unsubscribe/a.token'];
const posts = everything()
  .pathsOf('POST')
  .filter((path) => !ofNoVisit.includes(path));
const gets = everything().pathsOf('GET');

const post = (form: string, headers: Record<string, string>): RequestInit => ({
  method: 'POST',
  body: new URLSearchParams({ form, target: 'xero', kind: 'invoice', sourceId: 'inv_1' }),
  headers,
});

describe('every form of the portal', () => {
  it('is known to this test', () => {
    expect(posts.length).toBeGreaterThan(20);
    expect(gets.length).toBeGreaterThan(20);
  });

  it.each(posts)('is refused without a token of this visit: %s', async (path) => {
    const { app, called } = everything();
    const answer = await app.request(path, post('another', { cookie }));

    expect([401, 403]).toContain(answer.status);
    expect(called.filter((name) => !harmless.test(name))).toEqual([]);
  });

  it.each(posts)('is refused from another site, token or not: %s', async (path) => {
    const { app, called } = everything();
    const headers = { cookie, 'sec-fetch-site': 'cross-site' };
    const answer = await app.request(path, post('form-token', headers));

    expect([401, 403]).toContain(answer.status);
    expect(called.filter((name) => !harmless.test(name))).toEqual([]);
  });

  it.each(posts)('is refused to whoever only reads: %s', async (path) => {
    const { app, called } = everything({ isReader: true });
    const answer = await app.request(path, post('form-token', { cookie }));

    expect(answer.status).toBe(403);
    expect(called.filter((name) => name !== 'isReader')).toEqual([]);
  });

  it.each(posts)('asks for the link where the visit is over: %s', async (path) => {
    const { app, called } = everything();
    const answer = await app.request(path, post('form-token', {}));

    expect(answer.status).toBe(401);
    expect(await answer.text()).toMatch(/visit has ended/i);
    expect(called.filter((name) => !harmless.test(name))).toEqual([]);
  });
});

describe('every page of the portal', () => {
  it.each(gets)('changes nothing by being looked at: %s', async (path) => {
    const { app, called } = everything();
    const answer = await app.request(`${path}?done=<b>&back=//evil.example`, {
      headers: { cookie },
    });

    expect(answer.status).toBeLessThan(500);
    expect(answer.headers.get('location') ?? '/').toMatch(/^\/(?!\/)/);
    expect(called.filter((name) => !harmless.test(name))).toEqual([]);
  });
});
