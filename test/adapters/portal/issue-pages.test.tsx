import { describe, expect, it } from 'vitest';
import type { IssueDeps } from '../../../shared/adapters/portal/issue-deps.ts';
import { portalApp } from '../../../shared/adapters/portal/portal-app.tsx';
import type { PortalDeps } from '../../../shared/adapters/portal/portal-deps.ts';
import { chooseView } from '../../../shared/domain/portal/choose-view.ts';
import {
  causeView,
  issuesView,
  type ReadIssues,
} from '../../../shared/domain/portal/issue-views.ts';
import { cursorText } from '../../../shared/domain/portal/page-cursor.ts';
import { anIssue } from '../../builders/an-issue.ts';
import { anOperatorId } from '../../builders/an-operator.ts';
import { noIssuePages } from './no-issue-pages.ts';

const session = {
  operatorId: anOperatorId,
  linkId: 'link-1',
  sessionId: 'session-1',
  expiresAtEpochMs: 9e12,
};
const cookie = '__Host-rollerdoor=a.cookie';
const nasty = '<script>alert("x")</script>';
const place = 'ISSUE#xero#invoice#inv_é';
const nowEpochMs = Date.parse('2026-12-08T09:00:00.000Z');

const unknownAccount = {
  cause: 'account_unknown',
  message: 'The account code 999 is not in the chart of accounts.',
  fact: '999',
  amountMinor: 12_000,
  currency: 'GBP',
  customer: nasty,
};
const issues = [
  ...Array.from({ length: 5 }, (_, index) =>
    anIssue({ ...unknownAccount, sourceId: `inv_${index}`, label: `HBR-${index}`, contactId: 'c' }),
  ),
  anIssue({ cause: 'request_refused', sourceId: 'inv_6', requestId: 'correlation-9' }),
  anIssue({
    ...unknownAccount,
    sourceId: 'inv_7',
    state: 's',
    accepted: { at: nasty, by: 'operator', reason: nasty, cause: 'account_unknown', state: 's' },
  }),
];
const read: ReadIssues = {
  issues,
  hasMore: false,
  summary: undefined,
  nowEpochMs,
};
const linksOf = () => [{ words: 'Xero', href: 'https://go.xero.test/1' }];
const asked: unknown[] = [];

const pages: IssueDeps = {
  ...noIssuePages,
  loadIssues: async (_session, filter) => issuesView(read, filter, linksOf),
  async loadCause(_session, { key, filter, after }) {
    asked.push(after);
    return causeView(read, { key, filter, page: { issues, next: place } }, linksOf);
  },
  retryIssue: async (_session, { sourceId }) =>
    sourceId === 'inv_parked' ? 'queued' : 'no_such_issue',
  retryCause: async (_session, { cause }) =>
    cause === 'account_unknown'
      ? { answer: 'queued', records: 12 }
      : { answer: 'no_such_issue', records: 0 },
  async acceptCause(_session, wish) {
    asked.push(wish);
    return wish.reason === ''
      ? { answer: 'no_reason', records: 0 }
      : { answer: 'accepted', records: 5 };
  },
  async acceptIssue(_session, wish) {
    asked.push(wish);
    return wish.reason === '' ? 'no_reason' : 'accepted';
  },
  reopenIssue: async () => 'reopened',
  loadChoose: async (_session, { target, cause }) => {
    if (cause === 'account_missing') return 'busy';
    if (cause === 'amount_mismatch') return undefined;
    const subject = { kind: 'line', code: '999' } as const;
    const choices = [{ value: '200', words: `200 ${nasty}` }];
    return chooseView({ target, cause }, [
      { subject, records: 5, sums: { GBP: 60_000 }, choices },
      { subject: { kind: 'line', code: '998' }, records: 1, sums: {}, choices: [] },
    ]);
  },
  async postDifferently(_session, { code, value }) {
    asked.push({ code, value });
    return value === '200'
      ? { kind: 'saved', records: 5, isConnected: true }
      : { kind: 'no_such_choice' };
  },
};

const deps = {
  ...pages,
  formOrigins: [],
  readSession: async (value: string | undefined) => (value === 'a.cookie' ? session : undefined),
  loadFrame: async () => ({ operatorName: nasty }),
  formToken: async () => 'form-token',
  isOwnForm: async (_session: unknown, token: string) => token === 'form-token',
} as Partial<PortalDeps> as PortalDeps;

async function get(path: string, headers: Record<string, string> = { cookie }) {
  const answer = await portalApp(deps).request(`https://portal.example${path}`, { headers });
  return { status: answer.status, text: await answer.text(), to: answer.headers.get('location') };
}

async function post(path: string, form: Record<string, string>, headers = {}) {
  const body = new URLSearchParams({ form: 'form-token', ...form });
  const answer = await portalApp(deps).request(`https://portal.example${path}`, {
    method: 'POST',
    body,
    headers: { cookie, ...headers },
  });
  return { status: answer.status, to: answer.headers.get('location') };
}

describe('the page of what needs a person', () => {
  it('has one entry for a cause, with how many, how much, and the way to what helps', async () => {
    const { text } = await get('/issues');

    expect(text.match(/action="\/issues\/retry-cause"/g)).toHaveLength(2);
    expect(text).toContain('Try all 5 again');
    expect(text).toContain('5 records · 1 customer · since 30 Nov 2026, 09:00 UTC');
    expect(text).toContain('£600.00');
    expect(text).toContain('href="/issues/xero/account_unknown/choose"');
    expect(text).toContain('2 more');
    expect(text).not.toContain(nasty);
  });

  it('keeps failures apart, does not count them, and says what support looks them up by', async () => {
    const { text } = await get('/issues');
    const [asking = '', failures = ''] = text.split('Failed, and not yours to mend');

    expect(asking).toContain('<b class="num">5 records · £600.00</b>');
    expect(asking).not.toContain('correlation-9');
    expect(failures).toContain('for support: correlation-9');
  });

  it('folds what was accepted away, with its reason', async () => {
    const { text } = await get('/issues');

    expect(text).toContain('<summary>One record</summary>');
    expect(text).toContain('Put it back on the list');
  });

  it.each([
    ['/issues?site=Quay', 'Nothing of that site and age'],
    ['/issues?age=7', '5 records'],
    ['/issues?age=30', 'Nothing of that site and age'],
    ['/issues?age=2', '5 records'],
    ['/issues?done=queued&n=12', '12 records are being tried again'],
    ['/issues?done=made-up', '5 records'],
  ])('shows at %s: %s', async (path, words) => {
    const { status, text } = await get(path);

    expect(status).toBe(200);
    expect(text).toContain(words);
  });

  it('shows the documents of a cause with their pages, and where the list goes on', async () => {
    const { text } = await get(`/issues/xero/account_unknown?after=${cursorText(place)}`);

    expect(asked.at(-1)).toBe(place);
    expect(text.match(/action="\/issues\/retry"/g)?.length).toBeGreaterThan(4);
    expect(text).toContain('formaction="/issues/accept"');
    expect(text).toContain('<a href="https://go.xero.test/1" rel="noreferrer">');
    expect(text).toContain(`href="/issues/xero/account_unknown?after=${cursorText(place)}"`);
    expect(text).not.toContain(nasty);
  });

  it('leads back to the list where nothing waits for a cause any more, with what became of it', async () => {
    const { status, to } = await get('/issues/xero/amount_mismatch?done=queued&n=3');

    expect([status, to]).toEqual([303, '/issues?done=queued&n=3']);
  });

  it.each(['/issues', '/issues/xero/account_unknown', '/issues/xero/account_unknown/choose'])(
    'is shown on %s to whoever has a visit only',
    async (path) => {
      expect((await get(path, {})).status).toBe(401);
    },
  );

  it.each([
    '/issues/sage/account_unknown',
    '/issues/xero/UPPER',
    '/issues/xero/account_unknown?after=',
    '/issues/xero/account_unknown?after=not%20base64!',
  ])('is not found at %s', async (path) => {
    expect((await get(path)).status).toBe(404);
  });
});

describe('a press on the pages of issues', () => {
  const record = { target: 'xero', kind: 'invoice', sourceId: 'inv_parked' };
  const back = '/issues/xero/account_unknown?age=7';

  it.each([
    ['/issues/retry', {}, 'done=queued'],
    ['/issues/retry', { sourceId: 'inv_other' }, 'done=no_such_issue'],
    ['/issues/accept', { reason: 'By hand.', seen: 'x|y' }, 'done=accepted'],
    ['/issues/accept', { reason: '' }, 'done=no_reason'],
    ['/issues/reopen', {}, 'done=reopened'],
    ['/issues/accept-cause', { cause: 'account_unknown', reason: 'Old.' }, 'done=accepted&n=5'],
    ['/issues/accept-cause', { cause: 'account_unknown', reason: '' }, 'done=no_reason&n=0'],
    ['/issues/retry-cause', { cause: 'account_unknown' }, 'done=queued&n=12'],
  ])('leaves the person on the page where it was: %s %j', async (path, form, told) => {
    const { status, to } = await post(path, { ...record, back, ...form });

    expect([status, to]).toEqual([303, `${back}&${told}`]);
  });

  it('leaves all of a cause as they are, for one reason, as the person saw them', async () => {
    const page = await get('/issues/xero/account_unknown');
    const [form = ''] =
      /<form[^>]*action="\/issues\/accept-cause".*?<\/form>/s.exec(page.text) ?? [];
    const fields = Object.fromEntries(
      [...form.matchAll(/name="(\w+)" value="([^"]*)"/g)].map(([, name = '', value]) => [
        name,
        value,
      ]),
    ) as Record<string, string>;
    const { to = '' } = await post('/issues/accept-cause', { ...fields, reason: 'Agreed.' });

    expect(page.text).toContain('Leave all 5 as they are');
    expect(asked.at(-1)).toEqual({
      target: 'xero',
      cause: 'account_unknown',
      reason: 'Agreed.',
      seenAt: '2026-12-08T09:00:00.000Z',
    });
    expect(to).toBe('/issues/xero/account_unknown?done=accepted&n=5');
    expect((await get(to ?? '')).text).toContain('5 records are left as they are');
  });

  it.each(['site=Quay', 'age=7'])(
    'does not offer to leave all of a cause while %s shows a part of them',
    async (filter) => {
      const { text } = await get(`/issues/xero/account_unknown?${filter}`);

      expect(text).toContain('Try all 5 again');
      expect(text).not.toContain('/issues/accept-cause');
    },
  );

  it('says what the person saw when it was accepted', async () => {
    await post('/issues/accept', { ...record, reason: 'By hand.', seen: 'cause|state' });

    expect(asked.at(-1)).toEqual({ record, reason: 'By hand.', seen: 'cause|state' });
  });

  it.each(['https://evil.example', '//evil.example', '/issues\\@evil', '/link/x', ''])(
    'leads to no other place: %s',
    async (path) => {
      expect((await post('/issues/retry', { ...record, back: path })).to).toBe(
        '/issues?done=queued',
      );
    },
  );

  it.each([
    { name: 'without a visit', form: {}, headers: { cookie: '' }, status: 401 },
    { name: 'with another visit’s form', form: { form: 'other' }, headers: {}, status: 403 },
    {
      name: 'from another site',
      form: {},
      headers: { 'sec-fetch-site': 'cross-site' },
      status: 403,
    },
    { name: 'for an unknown kind', form: { kind: 'lead' }, headers: {}, status: 404 },
    { name: 'for an unknown target', form: { target: 'sage' }, headers: {}, status: 404 },
  ])('is refused $name', async ({ form, headers, status }) => {
    for (const path of ['retry', 'accept', 'reopen'])
      expect((await post(`/issues/${path}`, { ...record, ...form }, headers)).status).toBe(status);
  });

  it.each([
    { name: 'without a visit', form: {}, headers: { cookie: '' }, status: 401 },
    { name: 'for an unknown target', form: { target: 'sage' }, headers: {}, status: 404 },
    { name: 'for no cause', form: { cause: '' }, headers: {}, status: 404 },
  ])('of all of a cause is refused $name', async ({ form, headers, status }) => {
    const fields = { target: 'xero', cause: 'account_unknown', ...form };
    expect((await post('/issues/retry-cause', fields, headers)).status).toBe(status);
  });
});

describe('posting what waits for a code differently', () => {
  const path = '/issues/xero/account_unknown/choose';

  it('asks for each code that waits, and says where nothing can be chosen', async () => {
    const { text } = await get(path);

    expect(text).toContain('Account in Xero for lines with the code 999');
    expect(text).toContain('5 records wait, £600.00');
    expect(text).toContain('There is none that fits');
    expect(text).not.toContain(nasty);
  });

  it('goes back to the documents with what became of it', async () => {
    const saved = await post(path, { code: '999', value: '200' });
    expect(saved.to).toBe('/issues/xero/account_unknown?done=posted_differently&n=5');
    expect(asked.at(-1)).toEqual({ code: '999', value: '200' });

    const refused = await post(path, { code: '999', value: '201' });
    expect(refused.to).toBe(`${path}?done=no_such_choice`);
    expect((await post(path, { code: '999', value: '' })).status).toBe(404);
    expect((await post(path, { code: '999', value: '200', form: 'other' })).status).toBe(403);
  });

  it('says when the lists cannot be read, or nothing waits for it', async () => {
    const busy = await get('/issues/xero/account_missing/choose');
    expect(busy.to).toBe('/issues/xero/account_missing?done=ledger_busy');
    const nothing = await get('/issues/xero/amount_mismatch/choose');
    expect(nothing.to).toBe('/issues?done=no_such_issue');
  });
});
