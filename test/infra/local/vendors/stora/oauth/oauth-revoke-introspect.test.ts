import { describe, expect, it } from 'vitest';
import type { Bench, Pair } from '../stora-bench.ts';
import {
  clientFields,
  createBench,
  formPost,
  obtainPair,
  partner,
  postForm,
  refreshWith,
  rival,
  send,
  useAccess,
} from '../stora-bench.ts';

const rivalFields = { client_id: rival.clientId, client_secret: rival.clientSecret };
const forbiddenBody = {
  error: 'unauthorized_client',
  error_description: 'You are not authorized to revoke this token',
};

const revoke = ({ sandbox }: Bench, fields: Record<string, string>, headers = {}) =>
  send(sandbox, '/oauth2/revoke', formPost(fields, headers));

async function isAlive({ sandbox }: Bench, pair: Pair) {
  const access = (await useAccess(sandbox, pair.access)) === 200;
  const refresh = (await refreshWith(sandbox, pair.refresh)).status === 200;
  return { access, refresh };
}

describe('revoke', () => {
  it.each(['access', 'refresh'] as const)('kills the pair by its %s token', async (kind) => {
    const bench = createBench();
    const pair = await obtainPair(bench.sandbox);
    const answer = await revoke(bench, { token: pair[kind], ...clientFields });
    expect([answer.status, answer.json]).toEqual([200, {}]);
    expect(await isAlive(bench, pair)).toEqual({ access: false, refresh: false });
  });

  it.each(['access', 'refresh'] as const)(
    'does nothing for the %s token after expiry',
    async (kind) => {
      const bench = createBench();
      const pair = await obtainPair(bench.sandbox);
      bench.clock.epochMs += 7_201_000;
      const answer = await revoke(bench, { token: pair[kind], ...clientFields });
      expect([answer.status, answer.json]).toEqual([200, {}]);
      expect((await refreshWith(bench.sandbox, pair.refresh)).status).toBe(200);
    },
  );

  const noOps: [string, Record<string, string>][] = [
    ['an unknown token', { token: 'x' }],
    ['no token', {}],
  ];
  it.each(noOps)('answers 200 for %s', async (_title, fields) => {
    const answer = await revoke(createBench(), { ...fields, ...clientFields });
    expect([answer.status, answer.json]).toEqual([200, {}]);
  });

  it('answers 200 for a token already revoked', async () => {
    const bench = createBench();
    const pair = await obtainPair(bench.sandbox);
    await revoke(bench, { token: pair.refresh, ...clientFields });
    expect((await revoke(bench, { token: pair.refresh, ...clientFields })).status).toBe(200);
  });

  const refusals: [string, Record<string, string>][] = [
    ['no client', {}],
    ['a wrong secret', { ...clientFields, client_secret: 'no' }],
    ['only a client id', { client_id: partner.clientId }],
    ['another client', rivalFields],
  ];
  it.each(refusals)('refuses %s and touches nothing', async (_title, fields) => {
    const bench = createBench();
    const pair = await obtainPair(bench.sandbox);
    const answer = await revoke(bench, { token: pair.refresh, ...fields });
    expect([answer.status, answer.json]).toEqual([403, forbiddenBody]);
    expect(answer.headers.get('www-authenticate')).toBeNull();
    expect(await isAlive(bench, pair)).toEqual({ access: true, refresh: true });
  });

  it('refuses an unknown token with a wrong secret', async () => {
    const answer = await revoke(createBench(), {
      token: 'x',
      ...clientFields,
      client_secret: 'no',
    });
    expect(answer.status).toBe(403);
  });

  it.each([
    ['ignored', false],
    ['filters', true],
  ] as const)(
    'with hints %s: an access token hinted as refresh token',
    async (tokenTypeHint, survives) => {
      const bench = createBench({ tokenTypeHint });
      const pair = await obtainPair(bench.sandbox);
      const fields = { token: pair.access, token_type_hint: 'refresh_token', ...clientFields };
      expect((await revoke(bench, fields)).status).toBe(200);
      expect((await useAccess(bench.sandbox, pair.access)) === 200).toBe(survives);
    },
  );
});

describe('introspect', () => {
  const introspect = ({ sandbox }: Bench, fields: Record<string, string>, bearer?: string) =>
    send(
      sandbox,
      '/oauth2/introspect',
      formPost(fields, bearer === undefined ? {} : { Authorization: `Bearer ${bearer}` }),
    );

  it.each(['client', 'bearer'])('describes a live token to its %s', async (by) => {
    const bench = createBench();
    const target = await obtainPair(bench.sandbox, 'public.site:read');
    const answer =
      by === 'client'
        ? await introspect(bench, { token: target.access, ...clientFields })
        : await introspect(bench, { token: target.access }, bench.token);
    const issuedAt = Math.floor(bench.clock.epochMs / 1000);
    expect(answer.json).toEqual({
      active: true,
      scope: 'public.site:read',
      client_id: partner.clientId,
      token_type: 'Bearer',
      exp: issuedAt + 7200,
      iat: issuedAt,
    });
  });

  it('says inactive for expired, revoked, missing, foreign and unknown targets', async () => {
    const bench = createBench();
    const pair = await obtainPair(bench.sandbox);
    const foreign = bench.sandbox.issueAccessToken({
      operatorSlug: 'acorn',
      clientId: rival.clientId,
      scopes: ['public.site:read'],
    });
    for (const token of [foreign, 'unknown', '']) {
      const answer = await introspect(bench, { token, ...clientFields });
      expect([answer.status, answer.json]).toEqual([200, { active: false }]);
    }
    bench.clock.epochMs += 7_201_000;
    for (const token of [pair.access, pair.refresh]) {
      expect((await introspect(bench, { token, ...clientFields })).json).toEqual({ active: false });
    }
  });

  it('answers 401 for an unknown target or itself with a good bearer', async () => {
    const bench = createBench();
    for (const token of ['unknown', bench.token]) {
      const answer = await introspect(bench, { token }, bench.token);
      expect([answer.status, answer.json]).toEqual([
        401,
        {
          error: 'invalid_token',
          error_description: 'The access token is invalid',
          state: 'unauthorized',
        },
      ]);
    }
  });

  it('names a revoked or an expired bearer', async () => {
    const bench = createBench();
    const revoked = await obtainPair(bench.sandbox);
    const target = await obtainPair(bench.sandbox);
    await postForm(bench.sandbox, '/oauth2/revoke', { token: revoked.access, ...clientFields });
    const first = await introspect(bench, { token: target.access }, revoked.access);
    expect(first.json.error_description).toBe('The access token was revoked');
    bench.clock.epochMs += 7_201_000;
    const second = await introspect(bench, { token: target.access }, bench.token);
    expect(second.json.error_description).toBe('The access token expired');
  });

  it('needs some authorisation, and a right secret', async () => {
    const bench = createBench();
    const none = await introspect(bench, { token: bench.token });
    expect([none.status, none.json.error]).toEqual([400, 'invalid_request']);
    const wrong = await introspect(bench, { ...clientFields, client_secret: 'no' });
    expect([wrong.status, wrong.json.error]).toEqual([401, 'invalid_client']);
  });
});

describe('token info', () => {
  it('shows scopes as a list, the expiry as an epoch and the operator by name only', async () => {
    const { sandbox, token, clock } = createBench();
    const answer = await send(sandbox, '/oauth2/token/info', {
      headers: { Authorization: `bearer ${token}` },
    });
    const issuedAt = Math.floor(clock.epochMs / 1000);
    expect(answer.json).toMatchObject({
      expires_in: issuedAt + 7200,
      application: { uid: partner.clientId },
      created_at: issuedAt,
      operator: { name: 'Acorn Self Storage' },
    });
    expect(answer.json.scope).toContain('public.invoice:read');
  });

  it('tells a dead token no reason', async () => {
    const { sandbox, token, clock } = createBench();
    clock.epochMs += 7_201_000;
    const answer = await send(sandbox, '/oauth2/token/info', {
      headers: { Authorization: `Bearer ${token}` },
    });
    expect([answer.status, answer.json]).toEqual([
      401,
      {
        error: 'invalid_token',
        error_description: 'The access token is invalid',
        state: 'unauthorized',
      },
    ]);
  });
});
