import { describe, expect, it } from 'vitest';
import type { Bench } from '../stora-bench.ts';
import {
  clientFields,
  createBench,
  formPost,
  obtainPair,
  partner,
  postForm,
  refreshPair,
  refreshWith,
  rival,
  send,
  tokenInfoStatus,
  useAccess,
} from '../stora-bench.ts';

const modes = [
  { mode: 'revoke-on-use', name: 'A' },
  { mode: 'revoke-at-once', name: 'B' },
] as const;

describe.each(modes)('refresh with rotation mode $name', ({ mode, name }) => {
  const isModeA = name === 'A';
  const setUp = (): Bench => createBench({ rotationMode: mode });

  it('answers a new pair with the documented keys in order', async () => {
    const { sandbox } = setUp();
    const pair = await obtainPair(sandbox);
    const answer = await refreshWith(sandbox, pair.refresh);
    expect(Object.keys(answer.json)).toEqual([
      'access_token',
      'token_type',
      'expires_in',
      'refresh_token',
      'scope',
      'created_at',
    ]);
    expect(answer.json.access_token).toMatch(/^[\w-]{43}$/);
    expect(answer.json.refresh_token).not.toBe(pair.refresh);
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  it('keeps or kills the old access token straight after', async () => {
    const { sandbox } = setUp();
    const pair = await obtainPair(sandbox);
    await refreshPair(sandbox, pair.refresh);
    expect(await useAccess(sandbox, pair.access)).toBe(isModeA ? 200 : 401);
  });

  it('answers a second refresh with the same token before the new one was used', async () => {
    const { sandbox } = setUp();
    const pair = await obtainPair(sandbox);
    const second = await refreshPair(sandbox, pair.refresh);
    const again = await refreshWith(sandbox, pair.refresh);
    expect(again.status).toBe(isModeA ? 200 : 400);
    expect(await useAccess(sandbox, second.access)).toBe(200);
    if (isModeA) expect(await useAccess(sandbox, again.json.access_token)).toBe(200);
    else expect(again.json.error).toBe('invalid_grant');
  });

  it('leaves nothing of the old pair once the new access token was presented', async () => {
    const { sandbox } = setUp();
    const pair = await obtainPair(sandbox);
    const second = await refreshPair(sandbox, pair.refresh);
    await useAccess(sandbox, second.access);
    expect(await useAccess(sandbox, pair.access)).toBe(401);
    expect((await refreshWith(sandbox, pair.refresh)).status).toBe(400);
    expect((await refreshWith(sandbox, second.refresh)).status).toBe(200);
  });

  it('ends a chain of which only the last access token was used as observed', async () => {
    const { sandbox } = setUp();
    const one = await obtainPair(sandbox);
    const two = await refreshPair(sandbox, one.refresh);
    const three = await refreshPair(sandbox, two.refresh);
    await useAccess(sandbox, three.access);
    const seen = [
      (await refreshWith(sandbox, one.refresh)).status,
      (await refreshWith(sandbox, two.refresh)).status,
      await useAccess(sandbox, one.access),
      await useAccess(sandbox, two.access),
    ];
    expect(seen).toEqual(isModeA ? [200, 400, 200, 401] : [400, 400, 401, 401]);
  });

  it('lets the first pair survive the revocation of an unused second in mode A only', async () => {
    const { sandbox } = setUp();
    const one = await obtainPair(sandbox);
    const two = await refreshPair(sandbox, one.refresh);
    await postForm(sandbox, '/oauth2/revoke', { token: two.refresh, ...clientFields });
    const seen = [
      (await refreshWith(sandbox, one.refresh)).status,
      (await refreshWith(sandbox, two.refresh)).status,
      await useAccess(sandbox, one.access),
      await useAccess(sandbox, two.access),
    ];
    expect(seen).toEqual(isModeA ? [200, 400, 200, 401] : [400, 400, 401, 401]);
  });

  it('refreshes with an expired access token', async () => {
    const { sandbox, clock } = setUp();
    const pair = await obtainPair(sandbox);
    clock.epochMs += 7_201_000;
    expect(await useAccess(sandbox, pair.access)).toBe(401);
    expect((await refreshWith(sandbox, pair.refresh)).status).toBe(200);
  });

  it('refreshes with a JSON body and with a Basic client', async () => {
    const { sandbox } = setUp();
    const one = await obtainPair(sandbox);
    const json = await sandbox.fetch(
      new Request('http://stora.test/oauth2/token', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({
          grant_type: 'refresh_token',
          refresh_token: one.refresh,
          ...clientFields,
        }),
      }),
    );
    expect(json.status).toBe(200);
    const two = await obtainPair(sandbox);
    const basic = Buffer.from(`${partner.clientId}:${partner.clientSecret}`).toString('base64');
    const answer = await send(
      sandbox,
      '/oauth2/token',
      formPost(
        { grant_type: 'refresh_token', refresh_token: two.refresh },
        { Authorization: `Basic ${basic}` },
      ),
    );
    expect(answer.status).toBe(200);
  });

  const refusals: {
    readonly title: string;
    readonly fields: Record<string, string>;
    readonly useAccessAsRefresh?: boolean;
    readonly error: string;
    readonly status: number;
  }[] = [
    {
      title: 'an unknown token',
      fields: { refresh_token: 'x' },
      error: 'invalid_grant',
      status: 400,
    },
    {
      title: 'an unknown token even with a wrong secret',
      fields: { refresh_token: 'x', client_secret: 'wrong' },
      error: 'invalid_grant',
      status: 400,
    },
    {
      title: 'an access token in its place',
      fields: {},
      useAccessAsRefresh: true,
      error: 'invalid_grant',
      status: 400,
    },
    {
      title: 'the token of another client',
      fields: { client_id: rival.clientId, client_secret: rival.clientSecret },
      error: 'invalid_grant',
      status: 400,
    },
    { title: 'an empty client id', fields: { client_id: '' }, error: 'invalid_grant', status: 400 },
    {
      title: 'a wrong secret',
      fields: { client_secret: 'no' },
      error: 'invalid_client',
      status: 401,
    },
    { title: 'no secret', fields: { client_secret: '' }, error: 'invalid_client', status: 401 },
    {
      title: 'an empty token',
      fields: { refresh_token: '' },
      error: 'invalid_request',
      status: 400,
    },
    {
      title: 'a wider scope',
      fields: { scope: 'public.contact:read public.staff:read' },
      error: 'invalid_scope',
      status: 400,
    },
  ];

  it.each(refusals)('refuses $title and leaves the token good', async (refusal) => {
    const { sandbox } = setUp();
    const pair = await obtainPair(sandbox);
    const presented = refusal.useAccessAsRefresh ? pair.access : pair.refresh;
    const answer = await refreshWith(sandbox, presented, refusal.fields);
    expect({ status: answer.status, error: answer.json.error }).toEqual({
      status: refusal.status,
      error: refusal.error,
    });
    expect(answer.headers.get('www-authenticate')).toContain(`error="${refusal.error}"`);
    expect((await refreshWith(sandbox, pair.refresh)).status).toBe(200);
  });

  it('narrows a chain for ever when a narrower scope was asked once', async () => {
    const { sandbox } = setUp();
    const pair = await obtainPair(sandbox, 'public.contact:read public.site:read');
    const narrowed = await refreshWith(sandbox, pair.refresh, { scope: 'public.site:read' });
    expect(narrowed.json.scope).toBe('public.site:read');
    const widened = await refreshWith(sandbox, narrowed.json.refresh_token, {
      scope: 'public.contact:read public.site:read',
    });
    expect(widened.json.error).toBe('invalid_scope');
  });
});

describe('first use in mode A', () => {
  const uses: {
    readonly title: string;
    readonly use: (bench: Bench, access: string) => unknown;
  }[] = [
    { title: 'an API call', use: ({ sandbox }, access) => useAccess(sandbox, access) },
    { title: 'token info', use: ({ sandbox }, access) => tokenInfoStatus(sandbox, access) },
    {
      title: 'being the bearer at introspection',
      use: ({ sandbox }, access) =>
        send(
          sandbox,
          '/oauth2/introspect',
          formPost({ token: 'x' }, { Authorization: `Bearer ${access}` }),
        ),
    },
    {
      title: 'an API call when it has expired unused',
      use: ({ sandbox, clock }, access) => {
        clock.epochMs += 7_201_000;
        return useAccess(sandbox, access);
      },
    },
    {
      title: 'token info, with a 401, when it has expired unused',
      use: async ({ sandbox, clock }, access) => {
        clock.epochMs += 7_201_000;
        expect(await tokenInfoStatus(sandbox, access)).toBe(401);
      },
    },
  ];

  it.each(uses)('counts $title', async ({ use }) => {
    const bench = createBench();
    const one = await obtainPair(bench.sandbox);
    const two = await refreshPair(bench.sandbox, one.refresh);
    await use(bench, two.access);
    expect((await refreshWith(bench.sandbox, one.refresh)).status).toBe(400);
  });

  it('counts a call answered 403', async () => {
    const bench = createBench();
    const one = await obtainPair(bench.sandbox, 'public.site:read');
    const two = await refreshPair(bench.sandbox, one.refresh);
    expect((await bench.api('GET', '/contacts', { token: two.access })).status).toBe(403);
    expect((await refreshWith(bench.sandbox, one.refresh)).status).toBe(400);
  });

  it('does not count a call the limiter answered', async () => {
    const bench = createBench({ limits: { enabled: true, perSecond: 1 } });
    const one = await obtainPair(bench.sandbox);
    const two = await refreshPair(bench.sandbox, one.refresh);
    await useAccess(bench.sandbox, bench.token);
    expect(await useAccess(bench.sandbox, two.access)).toBe(429);
    expect((await refreshWith(bench.sandbox, one.refresh)).status).toBe(200);
  });

  it('does not count being introspected as a target', async () => {
    const { sandbox } = createBench();
    const one = await obtainPair(sandbox);
    const two = await refreshPair(sandbox, one.refresh);
    await postForm(sandbox, '/oauth2/introspect', { token: two.access, ...clientFields });
    expect((await refreshWith(sandbox, one.refresh)).status).toBe(200);
  });
});
