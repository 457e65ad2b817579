import { Hono } from 'hono/tiny';
import { describe, expect, it } from 'vitest';
import { type PeopleAppDeps, withPeople } from '../../../shared/adapters/portal/people-app.tsx';
import type { DifferenceRow } from '../../../shared/domain/portal/difference-view.ts';
import { anOperatorId } from '../../builders/an-operator.ts';

const session = { operatorId: anOperatorId, linkId: 'l', sessionId: 's', expiresAtEpochMs: 9e12 };
const reader = { operatorId: anOperatorId, personId: 'p1' };
const row: DifferenceRow = {
  what: 'Invoice <b>1</b>',
  message: 'was edited in Xero.',
  changes: ['Total: £2.00 was sent, £1.00 stands there.'],
  since: '30 Nov 2026',
  accepted: undefined,
  href: undefined,
  reference: { target: 'xero', kind: 'invoice', sourceId: 'inv_1', standing: 'edited|100' },
};
const nasty = '<script>alert("x")</script>';

/** Whose visit, and from which site as browsers tell it. */
type From = [visit?: string | undefined, site?: string];

/** The people app around a page with a form and a door that changes something. */
function world() {
  const done: string[] = [];
  const portal = new Hono();
  portal.get('/page', (context) =>
    context.html(
      '<html><body><main id="content">Shown<form method="post" action="/change"><button>Do</button></form></main><footer></footer></body></html>',
    ),
  );
  portal.post('/change', (context) => {
    done.push('changed');
    return context.text('done');
  });
  const deps: PeopleAppDeps = {
    formOrigins: [],
    contact: { name: 'Partner & Co', href: 'mailto:help@partner.test' },
    sendsMail: true,
    isReader: async (value) => value === 'reader',
    readSession: async (value) => (value === undefined ? undefined : session),
    formToken: async () => 'token',
    loadFrame: async () => ({ operatorName: nasty }),
    isOwnForm: async (_session, token) => token === 'token',
    readBack: async (token) => (token === 'good' ? reader : undefined),
    readUnsubscribe: async (token) => (token === 'good' ? reader : undefined),
    askForLink: async ({ link, back }) => void done.push(`link ${link}${back}`),
    chooseOwnDigest: async ({ personId }, digest) => void done.push(`${personId} ${digest}`),
    loadDifferences: async () => ({ operatorName: nasty, rows: [row], nextHref: undefined }),
    acceptDifference: async (_session, { standing }) =>
      standing === row.reference.standing ? 'accepted' : 'changed_since',
    loadPeople: async () => ({
      operatorName: nasty,
      people: [
        { ...reader, email: 'kim@x.test', name: nasty, role: 'owner', digest: true, addedAt: '' },
      ],
    }),
    async addPerson(_session, { email }) {
      if (!email.includes('@')) return 'not_an_address';
      done.push(email);
      return 'kept';
    },
    async removePerson(_session, personId) {
      done.push(personId);
      return 'kept';
    },
    async chooseDigest(_session, personId, digest) {
      done.push(`${personId} ${digest}`);
      return 'kept';
    },
  };
  const app = withPeople(portal, deps);
  const ask = (path: string, init: RequestInit & { visit?: string } = {}) => {
    const { visit, headers, ...rest } = init;
    const cookie: Record<string, string> =
      visit === undefined ? {} : { cookie: `__Host-rollerdoor=${visit}` };
    return app.request(`https://portal.example${path}`, {
      ...rest,
      headers: { ...cookie, ...(headers as Record<string, string>) },
    });
  };
  const post = (path: string, form: Record<string, string>, [visit, site]: From = []) =>
    ask(path, {
      method: 'POST',
      body: new URLSearchParams(form),
      ...(visit === undefined ? {} : { visit }),
      ...(site === undefined ? {} : { headers: { 'sec-fetch-site': site } }),
    });
  return { ask, post, done };
}

describe('a reader', () => {
  it('sees every page without its forms', async () => {
    const { ask } = world();
    const page = await (await ask('/page', { visit: 'reader' })).text();

    expect(page).toContain('Shown');
    expect(page).toContain('link for reading');
    expect(page).not.toContain('<form');
    expect(await (await ask('/page', { visit: 'owner' })).text()).toContain('<form');
    expect(await (await ask('/people', { visit: 'reader' })).text()).not.toContain('<form');
  });

  it.each(['/change', '/people/add', '/people/remove', '/whatever/comes'])(
    'is refused a form to %s',
    async (path) => {
      const { post, done } = world();
      const answer = await post(path, { form: 'token', person: 'p1', email: 'a@b.test' }, [
        'reader',
      ]);

      expect(answer.status).toBe(403);
      expect(done).toEqual([]);
    },
  );

  it('is refused other methods, too', async () => {
    const { ask, done } = world();
    expect((await ask('/change', { method: 'PUT', visit: 'reader' })).status).toBe(403);
    expect(done).toEqual([]);
  });
});

describe('every page', () => {
  it('says below whom to ask', async () => {
    const { ask } = world();
    expect(await (await ask('/page')).text()).toContain(
      'Ask <a href="mailto:help@partner.test">Partner &amp; Co</a>',
    );
  });
});

describe('a new link', () => {
  it('is answered alike, whether anybody is known or not', async () => {
    const { post, done } = world();
    const known = await post('/new-link', { link: 'known' });
    const unknown = await post('/new-link', { link: 'unknown' });

    expect(await known.text()).toBe(await unknown.text());
    expect(known.status).toBe(unknown.status);
    expect(done).toEqual(['link known', 'link unknown']);
  });

  it('is not asked for by another site, nor by looking', async () => {
    const { ask, post, done } = world();
    await post('/new-link', { link: 'known' }, [undefined, 'cross-site']);
    await ask('/back/good');

    expect(done).toEqual([]);
  });

  it('is offered to whoever comes from a mail without a visit', async () => {
    const { ask } = world();
    expect(await (await ask('/back/good')).text()).toContain('Send me a new link');
    expect((await ask('/back/bad')).status).toBe(404);
    expect((await ask('/back/good', { visit: 'owner' })).headers.get('location')).toBe('/status');
  });
});

describe('ending the digest', () => {
  it('takes one press: on the page, or by the reader’s own program', async () => {
    const { ask, post, done } = world();
    expect(await (await ask('/unsubscribe/good')).text()).toContain('No more daily mails');
    expect(done).toEqual([]);

    const oneClick = { 'List-Unsubscribe': 'One-Click' };
    expect((await post('/unsubscribe/good', oneClick)).status).toBe(200);
    expect((await post('/unsubscribe/good', { again: 'yes' })).status).toBe(200);
    expect(done).toEqual(['p1 false', 'p1 true']);
  });

  it('is for addresses that we wrote, and begun again on our page only', async () => {
    const { post, done } = world();
    expect((await post('/unsubscribe/bad', {})).status).toBe(404);
    await post('/unsubscribe/good', { again: 'yes' }, [undefined, 'cross-site']);

    expect(done).toEqual([]);
  });
});

describe('the people page', () => {
  it('shows names as text, and changes by the visit’s own forms only', async () => {
    const { ask, post, done } = world();
    expect(await (await ask('/people', { visit: 'owner' })).text()).not.toContain(nasty);
    expect((await ask('/people')).status).toBe(401);
    expect((await post('/people/remove', { form: 'other', person: 'p1' }, ['owner'])).status).toBe(
      403,
    );
    expect(done).toEqual([]);

    await post('/people/remove', { form: 'token', person: 'p1' }, ['owner']);
    await post('/people/digest', { form: 'token', person: 'p1', digest: 'no' }, ['owner']);
    const bad = await post('/people/add', { form: 'token', email: 'x', role: 'owner' }, ['owner']);
    expect(bad.headers.get('location')).toBe('/people?problem=not_an_address');
    expect(done).toEqual(['p1', 'p1 false']);
  });
});

describe('the page of what was edited by hand', () => {
  const asked = { form: 'token', ...row.reference };

  it('shows what stands there, and takes a person’s word for exactly that', async () => {
    const { ask, post } = world();
    const page = await (await ask('/differences', { visit: 'owner' })).text();
    expect(page).toContain('Total: £2.00 was sent, £1.00 stands there.');
    expect(page).not.toContain('<b>1</b>');

    const accepted = await post('/differences/accept', asked, ['owner']);
    expect(accepted.headers.get('location')).toBe('/differences?done=accepted');
    const other = await post('/differences/accept', { ...asked, standing: 'x' }, ['owner']);
    expect(other.headers.get('location')).toBe('/differences?done=changed_since');
  });

  it('is for a visit, and its forms for nobody who only reads', async () => {
    const { ask, post } = world();
    expect((await ask('/differences')).status).toBe(401);
    expect((await post('/differences/accept', asked, ['reader'])).status).toBe(403);
    expect((await post('/differences/accept', { ...asked, form: 'x' }, ['owner'])).status).toBe(
      403,
    );
    const unreadable = await post('/differences/accept', { form: 'token' }, ['owner']);
    expect(unreadable.status).toBe(403);
  });
});
