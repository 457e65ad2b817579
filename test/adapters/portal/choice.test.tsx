import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { callbackApp } from '../../../shared/adapters/portal/callback-app.tsx';
import { addChoiceRoutes } from '../../../shared/adapters/portal/choice-routes.tsx';
import type { ChoiceDeps } from '../../../shared/adapters/portal/portal-deps.ts';
import { accountChoice } from '../../../shared/domain/portal/account-choice.ts';
import type { AuthorizationResult } from '../../../shared/domain/portal/authorization-result.ts';
import { anOperatorId } from '../../builders/an-operator.ts';

const nasty = '<script>alert("x")</script>';
const cookie = '__Host-rollerdoor=a.cookie';
const session = {
  operatorId: anOperatorId,
  linkId: 'link-1',
  sessionId: 'session-1',
  expiresAtEpochMs: 9e12,
};
const choice = accountChoice({
  provider: 'xero',
  operatorName: 'Acorn',
  accounts: ['Acorn Ltd', nasty].map((name, index) => ({ id: `tenant-${index}`, name })),
});

function world(result: AuthorizationResult = { kind: 'connected', provider: 'xero' }) {
  const answers: unknown[] = [];
  const deps: ChoiceDeps = {
    formOrigins: [],
    loadFrame: async () => undefined,
    readSession: async (value) => (value === 'a.cookie' ? session : undefined),
    formToken: async () => 'form-token',
    isOwnForm: async (_session, token) => token === 'form-token',
    loadChoice: async (_session, provider) => (provider === 'xero' ? choice : undefined),
    chooseAccount: async (_session, answer) => {
      answers.push(answer);
      return result;
    },
  };
  const app = new Hono();
  addChoiceRoutes(app, deps);
  return {
    answers,
    get: (path: string, headers: Record<string, string> = { cookie }) =>
      app.request(`https://portal.example${path}`, { headers }),
    post: (form: Record<string, string>, headers: Record<string, string> = {}) =>
      app.request('https://portal.example/choose/xero', {
        method: 'POST',
        body: new URLSearchParams({ form: 'form-token', ...form }),
        headers: { cookie, ...headers },
      }),
    callback: () =>
      callbackApp({ ...deps, completeAuthorization: async () => result }).request(
        'https://portal.example/callback/xero?code=c&state=s',
        { headers: { cookie } },
      ),
  };
}

describe('the question which company is meant', () => {
  it('is asked on a page of its own, away from the code in the address', async () => {
    const answer = await world({ kind: 'choose_account', provider: 'xero' }).callback();

    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/choose/xero']);
  });

  it('offers each company, with the best match chosen beforehand, and none of them', async () => {
    const answer = await world().get('/choose/xero');

    const html = await answer.text();
    expect(answer.status).toBe(200);
    expect(html.match(/type="radio"/g)).toHaveLength(2);
    expect(html).toMatch(/value="tenant-0"[^>]*checked/);
    expect(html).not.toMatch(/value="tenant-1"[^>]*checked/);
    expect(html).toContain('<legend>Companies in Xero</legend>');
    expect(html).toContain('value="none"');
    expect(html).not.toContain('<script>');
    expect(html).not.toContain('role="alert"');
  });

  it('is over when nothing waits, and shows the way back', async () => {
    const answer = await world().get('/choose/stora');

    expect(answer.status).toBe(409);
    expect(await answer.text()).toContain('href="/status"');
  });

  it.each([
    ['/choose/xero', { cookie: '' }, 401],
    ['/choose/sage', { cookie }, 404],
  ])('is not shown at %s with %j', async (path, headers, status) => {
    expect((await world().get(path, headers)).status).toBe(status);
  });
});

describe('the answer', () => {
  it('is handed on, and leads to the status page', async () => {
    const { post, answers } = world();

    const answer = await post({ account: 'tenant-1', decision: 'connect' });

    expect(answers).toEqual([{ provider: 'xero', accountId: 'tenant-1' }]);
    expect([answer.status, answer.headers.get('location')]).toEqual([
      303,
      '/status?connected=xero',
    ]);
  });

  it('may be none of them, whatever is chosen beforehand', async () => {
    const { post, answers } = world({ kind: 'none_chosen', provider: 'xero', givenBack: ['A'] });

    const answer = await post({ account: 'tenant-0', decision: 'none' });

    expect(answers).toEqual([{ provider: 'xero', accountId: undefined }]);
    expect(await answer.text()).toContain('Access to A was not needed and was given back.');
  });

  it('says what was given back', async () => {
    const facts = { account: 'A', givenBack: [nasty] };
    const result: AuthorizationResult = { kind: 'connected', provider: 'xero', ...facts };
    const answer = await world(result).post({ account: 'tenant-0' });

    const html = await answer.text();
    expect(answer.status).toBe(200);
    expect(html).toContain('Xero is connected');
    expect(html).toContain('&lt;script&gt;');
    expect(html).not.toContain('<script>');
  });

  it('is asked for once more, with the reason, where it is missing', async () => {
    const { post, get } = world({ kind: 'choose_account', provider: 'xero' });

    const answer = await post({});
    const next = answer.headers.get('location') ?? '';

    expect(answer.status).toBe(303);
    expect(await (await get(next)).text()).toContain('role="alert"');
  });

  it('tells that the company is taken, with the way back and no other operator', async () => {
    const result = { kind: 'account_taken', provider: 'xero', account: 'Acorn Ltd' } as const;
    const answer = await world(result).post({ account: 'tenant-0' });

    expect(answer.status).toBe(409);
    const html = await answer.text();
    expect(html).toContain('Acorn Ltd is connected with another Rollerdoor account');
    expect(html).toContain('href="/status"');
  });

  it.each([
    ['without a visit', {}, { cookie: '' }, 401],
    ['with another visit’s form', { form: 'other' }, {}, 403],
    ['from another site', {}, { 'sec-fetch-site': 'cross-site' }, 403],
  ])('is refused %s', async (...[, form, headers, status]) => {
    const { post, answers } = world();

    const answer = await post({ account: 'tenant-0', ...form }, headers);

    expect(answer.status).toBe(status);
    expect(answers).toEqual([]);
  });
});
