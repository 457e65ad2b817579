import { describe, expect, it } from 'vitest';
import type { ExplainSteps } from '../../../shared/adapters/portal/explain-steps.ts';
import { portalApp } from '../../../shared/adapters/portal/portal-app.tsx';
import type { PortalDeps } from '../../../shared/adapters/portal/portal-deps.ts';
import { explainView } from '../../../shared/domain/explain/explain-view.ts';
import { anIssue } from '../../builders/an-issue.ts';
import { anOperatorId } from '../../builders/an-operator.ts';
import { recordFacts, standing } from '../../builders/record-facts.ts';

const visit = { operatorId: anOperatorId, linkId: 'l', sessionId: 's', expiresAtEpochMs: 9e12 };
const reference = { target: 'xero', kind: 'invoice', sourceId: 'inv_0001' } as const;
const address = '/explain?target=xero&kind=invoice&id=inv_0001';

function world(steps: Partial<ExplainSteps> = {}) {
  const asked: unknown[] = [];
  const deps = {
    formOrigins: [],
    readSession: async (value?: string) => (value === 'a.cookie' ? visit : undefined),
    formToken: async () => 'form-token',
    isOwnForm: async (_session: unknown, token: string) => token === 'form-token',
    loadFrame: async () => ({ operatorName: 'Harbour' }),
    explain: {
      loadExplained: async () => explainView(recordFacts(), []),
      findCalled: async () => [],
      sendAgain: async (_session: unknown, record: unknown) => {
        asked.push(record);
        return 'queued';
      },
      ...steps,
    },
  };
  const app = portalApp(deps as unknown as PortalDeps);
  const headers = { cookie: '__Host-rollerdoor=a.cookie' };
  return {
    asked,
    get: (path: string) => app.request(`https://portal.example${path}`, { headers }),
    post: (path: string, form: Record<string, string>) =>
      app.request(`https://portal.example${path}`, {
        method: 'POST',
        headers,
        body: new URLSearchParams(form),
      }),
  };
}

describe('the page of one record', () => {
  it('answers in its heading, with both sides and what happened below', async () => {
    const text = await (await world().get(address)).text();

    expect(text).toContain(
      '<h1 id="answer">Invoice HBR-0001 is in Xero, and both sides say the same.</h1>',
    );
    expect(text).toContain('Raised in Stora over £120.00.');
    expect(text).toContain('<time class="when" datetime="2026-11-30T09:00:00.000Z">');
    expect(text).not.toContain('differs');
  });

  it('leads to the remedy, marks what differs, and escapes what others wrote', async () => {
    const view = explainView(
      recordFacts({
        issue: anIssue({ message: 'The account <b> is archived.' }),
        ledger: standing({ totalMinor: 1 }),
      }),
      [{ words: 'Xero', href: 'https://books.example/1' }],
    );
    const text = await (await world({ loadExplained: async () => view }).get(address)).text();

    expect(text).toContain('the account &lt;b&gt; is archived');
    expect(text).toContain('href="/issues/xero/account_missing"');
    expect(text).toContain(
      '<a class="button quiet" href="https://books.example/1" rel="noreferrer">',
    );
    expect(text).toContain('<span class="pill warn">differs</span>');
  });

  it('sends the record again at a press of its own form, and tells so', async () => {
    const { asked, post, get } = world();

    const answer = await post('/explain/again', { ...reference, form: 'form-token' });

    expect(answer.headers.get('location')).toBe(`${address}&done=queued`);
    expect(asked).toEqual([reference]);
    expect(await (await get(`${address}&done=queued`)).text()).toContain('It is being tried again');
    expect((await post('/explain/again', { ...reference, form: 'forged' })).status).toBe(403);
    expect(asked).toHaveLength(1);
  });

  it.each([
    'kind=payment&id=inv_1&target=xero',
    'kind=invoice&id=&target=xero',
    'kind=invoice&id=i&target=sap',
  ])('is not there for %s', async (query) => {
    expect((await world().get(`/explain?${query}`)).status).toBe(404);
  });

  it('is found by number: the only one at once, several by their names, none with what was asked', async () => {
    const one = { reference, what: 'Invoice HBR-0001', customer: 'Ada <Byron>' };
    const only = await world({ findCalled: async () => [one] }).get('/explain?number=HBR-0001');
    expect(only.headers.get('location')).toBe(address);

    const both = world({ findCalled: async () => [one, one] });
    expect(await (await both.get('/explain?number=HBR-0001')).text()).toContain(
      'Ada &lt;Byron&gt;',
    );

    const none = await (await world().get('/explain?number=%3Ci%3E1')).text();
    expect(none).toContain('Nothing is called “&lt;i&gt;1”');
  });
});
