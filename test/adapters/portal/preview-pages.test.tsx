import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import {
  addPreviewRoutes,
  type PreviewRouteDeps,
} from '../../../shared/adapters/portal/preview-routes.tsx';
import type { Preview } from '../../../shared/contracts/preview.ts';
import type { PreviewFacts } from '../../../shared/domain/portal/preview-head.ts';
import { aPreview, aPreviewedDocument } from '../../builders/a-preview.ts';
import { anOperatorId } from '../../builders/an-operator.ts';
import { ledgerSettings } from '../../builders/ledger-settings.ts';

const nasty = '<script>alert("x")</script>';
const cookie = '__Host-rollerdoor=a.cookie';
const session = {
  operatorId: anOperatorId,
  linkId: 'link-1',
  sessionId: 'session-1',
  expiresAtEpochMs: 9e12,
};
const different = { kind: 'different', detail: 'HBR-9; total £1.00 there' } as const;

function world(preview: Partial<Preview> = {}, facts: Partial<PreviewFacts> = {}) {
  const asked: unknown[] = [];
  const switched: unknown[] = [];
  let end: 'done' | 'changed_since' | 'not_connected' = 'done';
  const settings = ledgerSettings({ posting: { isOn: false } });
  const deps: PreviewRouteDeps = {
    formOrigins: [],
    readSession: async (value) => (value === 'a.cookie' ? session : undefined),
    formToken: async () => 'form-token',
    loadFrame: async () => undefined,
    isOwnForm: async (_session, token) => token === 'form-token',
    async loadPreview(_session, wish) {
      asked.push(wish);
      return {
        operatorName: nasty,
        preview: aPreview({ accountId: 'org-1', ...preview }),
        settings,
        ...facts,
      };
    },
    async switchPosting(_session, wish) {
      switched.push(wish);
      return end;
    },
  };
  const app = new Hono();
  addPreviewRoutes(app, deps);
  const url = (path: string) => `https://portal.example${path}`;
  return {
    deps,
    asked,
    switched,
    endWith(next: typeof end) {
      end = next;
    },
    get: (path: string, headers: Record<string, string> = { cookie }) =>
      app.request(url(path), { headers }),
    post: (path: string, form: Record<string, string>, headers: Record<string, string> = {}) =>
      app.request(url(path), {
        method: 'POST',
        body: new URLSearchParams({ form: 'form-token', ...form }),
        headers: { cookie, ...headers },
      }),
  };
}

describe('the page of the preview', () => {
  it('shows sums that balance, what needs a person, each document, and the switch', async () => {
    const documents = [
      aPreviewedDocument({ customer: nasty }),
      aPreviewedDocument({ sourceId: 'inv_9', number: 'HBR-9', fate: different, lines: [] }),
    ];
    const answer = await world({ documents, isCut: true }).get('/preview/xero');

    const html = await answer.text();
    expect(answer.status).toBe(200);
    expect(html).toContain('200 Sales');
    expect(html.match(/£120\.00/g)?.length).toBeGreaterThan(2);
    expect(html).toContain('Its number is in Xero for something else');
    expect(html).toContain('Correct it in Xero');
    expect(html).toContain('choose fewer days');
    expect(html).toContain('action="/preview/xero/switch-on"');
    expect(html).toContain('value="org-1"');
    expect(html).not.toContain('<script>');
    expect(answer.headers.get('refresh')).toBeNull();
  });

  it('goes on by itself while it is read, and offers no switch before its end', async () => {
    const answer = await world({}, { retryAfterSeconds: 7, isHeldUp: true }).get('/preview/xero');

    const html = await answer.text();
    expect(answer.headers.get('refresh')).toBe('7');
    expect(html).toContain('goes on by itself');
    expect(html).toContain('limits how often');
    expect(html).not.toContain('/switch-on');
  });

  it('stays below 100 kB with 200 documents of several lines', async () => {
    const [line] = aPreviewedDocument().lines;
    const lines = Array.from({ length: 4 }, () => line).flatMap((one) => one ?? []);
    const documents = Array.from({ length: 200 }, (_, at) =>
      aPreviewedDocument({ sourceId: `inv_${at}`, number: `HBR-${at}`, lines }),
    );
    const { get } = world({ documents });

    const first = await (await get('/preview/xero')).text();
    const last = await (await get('/preview/xero?page=4')).text();

    expect(first.length).toBeLessThan(100_000);
    expect(first).toContain('Page 1 of 4');
    expect(first).toContain('page=2#documents');
    expect(last).toContain('HBR-199');
    expect(last).not.toContain('More documents');
  });

  it('reads the days that are asked for, and what are none are the usual ones', async () => {
    const { get, asked } = world();

    await get('/preview/xero?from=2026-11-01&to=nonsense');

    expect(asked).toEqual([
      { target: 'xero', purpose: 'preview', from: '2026-11-01', to: undefined },
    ]);
  });

  it.each([
    ['/preview/sage', { cookie }, 404],
    ['/preview/xero', {}, 401],
    ['/switch-off/xero', {}, 401],
    ['/adoption/xero/csv', {}, 401],
  ])('refuses %s with %o', async (path, headers, status) => {
    expect((await world().get(path, headers)).status).toBe(status);
  });

  it('says what to do where no ledger is connected', async () => {
    const { deps, get } = world();
    deps.loadPreview = async () => undefined;

    const answer = await get('/preview/xero');

    expect(answer.status).toBe(404);
    expect(await answer.text()).toContain('Connect Xero first');
    expect((await get('/preview/xero/csv')).status).toBe(404);
  });
});

describe('the files', () => {
  it.each([
    ['/preview/xero/csv', 'kind,number,date', 'preview-2026-11-01-2026-11-30.csv'],
    ['/adoption/xero/csv', 'kind,number or name', 'adoption-2026-11-01-2026-11-30.csv'],
  ])('come from %s', async (path, head, name) => {
    const answer = await world().get(path);

    expect(answer.headers.get('content-type')).toContain('text/csv');
    expect(answer.headers.get('content-disposition')).toContain(name);
    expect(await answer.text()).toContain(head);
  });

  it('are never half of one', async () => {
    const answer = await world({}, { retryAfterSeconds: 2 }).get(
      '/preview/xero/csv?from=2026-11-01',
    );

    expect([answer.status, answer.headers.get('location')]).toEqual([
      303,
      '/preview/xero?from=2026-11-01',
    ]);
  });
});

describe('what is in the ledger already', () => {
  it('is told with the difference and what helps', async () => {
    const documents = [aPreviewedDocument({ number: 'HBR-9', fate: different, lines: [] })];
    const contacts = [
      {
        sourceId: 'con_4',
        name: 'Di',
        fate: { kind: 'parked', cause: 'contact_unclear', detail: 'more than once' },
      } as const,
    ];
    const html = await (
      await world({ purpose: 'adoption', documents, contacts }).get('/adoption/xero')
    ).text();

    expect(html).toContain('HBR-9');
    expect(html).toContain('total £1.00 there');
    expect(html).toContain('Customers nobody may guess');
    expect(html).toContain('nothing of yours is overwritten');
  });

  it('says when nothing differs', async () => {
    const { get } = world({ purpose: 'adoption' });

    expect(await (await get('/adoption/xero')).text()).toContain('Nothing differs.');
  });
});

describe('the switch', () => {
  it('accepts what was seen, and shows that it is on', async () => {
    const { post, switched, get } = world();

    const answer = await post('/preview/xero/switch-on', { version: '4', account: 'org-1' });

    expect([answer.status, answer.headers.get('location')]).toEqual([
      303,
      '/preview/xero?switched=on',
    ]);
    expect(switched).toEqual([
      { target: 'xero', isOn: true, seen: { version: 4, accountId: 'org-1' } },
    ]);
    expect(await (await get('/preview/xero?switched=on')).text()).toContain('Switched on:');
  });

  it('says that the settings were changed since', async () => {
    const { post, get, endWith } = world();
    endWith('changed_since');

    const answer = await post('/preview/xero/switch-on', { version: '4', account: '' });

    expect(answer.headers.get('location')).toBe('/preview/xero?changed=yes');
    expect(await (await get('/preview/xero?changed=yes')).text()).toContain('changed since');
  });

  it('is switched off after a question only', async () => {
    const { get, post, switched } = world({}, { settings: ledgerSettings() });

    expect(await (await get('/preview/xero')).text()).toContain('href="/switch-off/xero"');
    expect(await (await get('/switch-off/xero')).text()).toContain('Stop sending to Xero?');
    expect(switched).toEqual([]);
    const answer = await post('/switch-off/xero', {});

    expect(answer.headers.get('location')).toBe('/preview/xero?switched=off');
    expect(switched).toEqual([{ target: 'xero', isOn: false }]);
    expect(await (await get('/preview/xero?switched=off')).text()).toContain('Switched off:');
  });

  it.each(['/preview/xero/switch-on', '/switch-off/xero', '/preview/xero/again'])(
    'takes no form of elsewhere at %s',
    async (path) => {
      const { post, switched } = world();

      expect((await post(path, { form: 'other' })).status).toBe(403);
      expect((await post(path, {}, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
      expect((await post(path, {}, { cookie: '' })).status).toBe(401);
      expect(switched).toEqual([]);
    },
  );

  it('has nothing to switch where nothing is connected', async () => {
    const { post, endWith } = world();
    endWith('not_connected');

    expect((await post('/preview/xero/switch-on', { version: '1' })).status).toBe(404);
    expect((await post('/switch-off/xero', {})).status).toBe(404);
  });

  it('reads anew on demand', async () => {
    const { post, asked } = world();

    const answer = await post('/adoption/xero/again', { from: '2026-11-01', to: '2026-11-02' });

    expect(answer.headers.get('location')).toBe('/adoption/xero?from=2026-11-01&to=2026-11-02');
    expect(asked).toMatchObject([{ isFresh: true, purpose: 'adoption' }]);
  });
});
