import { describe, expect, it } from 'vitest';
import { DeferredError, NotConnectedError } from '../../shared/domain/errors/errors.ts';
import { callProvider } from '../../shared/runtime/provider-call.ts';
import { RecordingPacer } from '../fakes/recording-pacer.ts';
import { type Answer, aToken, errorOf, get, open } from './calling-provider.ts';

describe('callProvider', () => {
  it('sends the request authorised, and gives status, headers and text', async () => {
    const { parts, requests } = open([new Response('{"a":1}', { headers: { 'x-id': '7' } })]);
    const answer = await callProvider(get, parts);

    expect(answer).toMatchObject({ status: 200, text: '{"a":1}', token: { value: 'first' } });
    expect(answer.headers.get('x-id')).toBe('7');
    expect(requests[0]?.headers.get('authorization')).toBe('Bearer first');
    expect(requests[0]?.headers.get('accept')).toBe('application/json');
    expect(requests[0]?.init.body).toBeUndefined();
  });

  it('sends the very bytes of the body', async () => {
    const { parts, requests } = open([new Response('')]);
    const headers = { 'content-type': 'application/json' };
    await callProvider({ ...get, method: 'POST', headers, body: '{"ä":  1}' }, parts);

    expect(requests[0]?.init.body).toBe('{"ä":  1}');
    expect(requests[0]?.headers.get('content-type')).toBe('application/json');
  });

  it('lets no caller replace the authorization', async () => {
    const { parts, requests } = open([new Response('')]);
    await callProvider({ ...get, headers: { authorization: 'Bearer other' } }, parts);

    expect(requests[0]?.headers.get('authorization')).toBe('Bearer first');
  });

  it('follows no redirect, which could carry the token elsewhere, and waits only so long', async () => {
    const { parts, requests } = open([new Response('')]);
    await callProvider(get, parts);

    expect(requests[0]?.init.redirect).toBe('error');
    expect(requests[0]?.init.signal).toBeInstanceOf(AbortSignal);
  });

  it.each([200, 204, 400, 403, 404, 409, 422, 500, 503])(
    'gives back an answer of %i for the caller to judge',
    async (status) => {
      const { parts, requests } = open([new Response(null, { status })]);

      expect(await callProvider(get, parts)).toMatchObject({ status });
      expect(requests).toHaveLength(1);
    },
  );

  it('repeats once with a newer token after a 401', async () => {
    const { parts, requests, tokens, pacer } = open([
      new Response('', { status: 401 }),
      new Response('ok'),
    ]);

    expect(await callProvider(get, parts)).toMatchObject({
      text: 'ok',
      token: { value: 'second' },
    });
    expect(tokens.rejected).toEqual(['first']);
    expect(requests.map(({ headers }) => headers.get('authorization'))).toEqual([
      'Bearer first',
      'Bearer second',
    ]);
    // Both calls count towards the caps.
    expect(pacer.runs).toHaveLength(2);
  });

  it('gives back the slots it holds before it waits for a newer token', async () => {
    const { parts, tokens, pacer } = open([new Response('', { status: 401 }), new Response('ok')]);
    const replace = tokens.replaceRejected.bind(tokens);
    tokens.replaceRejected = async (key, rejected) => {
      expect(pacer).toMatchObject({ runs: [{ operatorId: 'acorn' }], settled: ['acorn'] });
      return replace(key, rejected);
    };

    await callProvider(get, parts);

    expect(tokens.rejected).toEqual(['first']);
  });

  it('replaces the token after the 401 of a keyed call, and leaves the repeat to the caller', async () => {
    const { parts, requests, tokens } = open([new Response('', { status: 401 })]);
    const headers = { 'Idempotency-Key': 'one' };

    expect(await errorOf(callProvider({ ...get, method: 'POST', headers }, parts))).toMatchObject({
      name: 'DeferredError',
      reason: 'token_replaced',
      retryAfterSeconds: 2,
    });
    expect(tokens.rejected).toEqual(['first']);
    expect(requests).toHaveLength(1);
  });

  it.each([
    { what: 'at the last moment', forMs: 20_000, stoodStillMs: 20_000, sent: 1 },
    { what: 'a moment too late', forMs: 20_000, stoodStillMs: 20_001, sent: 0 },
    { what: 'with a token that was just read', forMs: 60_000, stoodStillMs: 24_000, sent: 1 },
    { what: 'when its connection may have ended', forMs: 60_000, stoodStillMs: 24_001, sent: 0 },
    { what: 'with one read before', forMs: 60_000, stoodStillMs: 15_000, sent: 1, ageMs: 9_000 },
    {
      what: 'with one too old by then',
      forMs: 60_000,
      stoodStillMs: 15_001,
      sent: 0,
      ageMs: 9_000,
    },
  ])('looks at the clock right before it sends: $what', async (told) => {
    const { forMs, stoodStillMs, sent, ageMs } = told;
    const { parts, requests, tokens, pacer, clock } = open([new Response('ok')]);
    if (ageMs !== undefined) tokens.readAtEpochMs = clock.nowEpochMs() - ageMs;
    const sendBeforeEpochMs = clock.nowEpochMs() + forMs;
    const run = pacer.run.bind(pacer);
    pacer.run = async (call, send) => {
      clock.advance(stoodStillMs);
      return run(call, send);
    };

    const outcome = await errorOf(callProvider({ ...get, sendBeforeEpochMs }, parts));

    expect(requests).toHaveLength(sent);
    const isSent = sent === 1;
    expect(outcome instanceof DeferredError && outcome.reason).toBe(isSent ? false : 'overtaken');
  });

  it.each([
    { verdict: 'stands', reason: 'token_rejected', retryAfterSeconds: 30 },
    { verdict: 'token_refused', reason: 'token_rejected', retryAfterSeconds: 30 },
    { verdict: 'replaced', reason: 'token_replaced', retryAfterSeconds: 2 },
  ] as const)(
    'puts the call off for a moment after a second 401 of a token that is $verdict',
    async ({ verdict, ...deferred }) => {
      const { parts, requests, tokens } = open([
        new Response('', { status: 401 }),
        new Response('', { status: 401 }),
      ]);
      tokens.verdict = verdict;

      expect(await errorOf(callProvider(get, parts))).toMatchObject({
        name: 'DeferredError',
        ...deferred,
      });
      expect(tokens.judged).toEqual(['second']);
      expect(requests).toHaveLength(2);
    },
  );

  it.each([401, 403])(
    'waits for a reconnect after a %i of a company that was taken out',
    async (status) => {
      const { parts, tokens } = open([
        new Response('', { status }),
        new Response('', { status: 401 }),
      ]);
      const takenOut = new NotConnectedError('stora', 'needs_reconnect');
      tokens.verdict = takenOut;

      expect(await errorOf(callProvider(get, parts))).toBe(takenOut);
    },
  );

  it.each([
    {
      what: 'of Xero',
      provider: 'xero',
      body: '{"Detail":"AuthorizationUnsuccessful"}',
      headers: {},
    },
    {
      what: 'of RFC 6750',
      provider: 'stora',
      body: '',
      headers: { 'www-authenticate': 'Bearer error="insufficient_scope"' },
    },
  ] as const)('gives a 401 $what that means the scope back as a 403', async (told) => {
    const { provider, body, headers } = told;
    const refusal = new Response(body, { status: 401, headers });
    const { parts, requests, tokens } = open([refusal], provider);

    expect(await callProvider(get, parts)).toMatchObject({ status: 403 });
    expect(tokens.rejected).toEqual([]);
    expect(requests).toHaveLength(1);
  });

  it('names the company of its token where the provider wants that', async () => {
    const { parts, requests } = open([new Response('ok')]);
    await callProvider({ ...get, accountHeader: 'x-tenant' }, parts);

    expect(requests[0]?.headers.get('x-tenant')).toBe('tenant');
  });

  it('does not repeat a call under a newer token of another company', async () => {
    const { parts, requests, tokens } = open([new Response('', { status: 401 })]);
    tokens.replaceRejected = async () => ({ ...aToken('second'), accountId: 'other' });

    expect(await errorOf(callProvider(get, parts))).toMatchObject({ reason: 'account_switched' });
    expect(requests).toHaveLength(1);
  });

  it('takes a 403 under a token that the provider refuses like a 401', async () => {
    const { parts, tokens } = open([new Response('', { status: 403 }), new Response('ok')]);
    tokens.verdict = 'token_refused';

    expect(await callProvider(get, parts)).toMatchObject({
      text: 'ok',
      token: { value: 'second' },
    });
    expect(tokens.rejected).toEqual(['first']);
  });

  it('asks a 403 anew when another token took the place meanwhile', async () => {
    const { parts, tokens } = open([new Response('', { status: 403 })]);
    tokens.verdict = 'replaced';

    expect(await errorOf(callProvider(get, parts))).toMatchObject({ reason: 'token_replaced' });
  });

  it('lets a keyed call, whose 401 comes from a company taken out, wait for the reconnect', async () => {
    const { parts, tokens } = open([new Response('', { status: 401 })]);
    tokens.verdict = new NotConnectedError('xero', 'needs_reconnect');
    const headers = { 'Idempotency-Key': 'one' };

    expect(await errorOf(callProvider({ ...get, method: 'POST', headers }, parts))).toMatchObject({
      name: 'NotConnectedError',
    });
  });

  it('sends nothing for one company under the token of another', async () => {
    const { parts, requests } = open([new Response('ok')]);

    expect(await errorOf(callProvider({ ...get, accountId: 'former' }, parts))).toMatchObject({
      reason: 'account_switched',
    });
    expect(requests).toEqual([]);
  });

  it.each([
    ['Stora’s reset as an epoch second', { 'RateLimit-Reset': '1796029230' }, 31_000],
    ['Xero’s Retry-After', { 'Retry-After': '37' }, 37_000],
    ['nothing', {}, 1_000],
  ])('blocks the operator and defers on a 429 with %s', async (...[, headers, waitMs]) => {
    const { parts, pacer, clock } = open([new Response('', { status: 429, headers })]);
    const now = clock.nowEpochMs();

    expect(await errorOf(callProvider(get, parts))).toMatchObject({
      name: 'DeferredError',
      reason: 'rate_limited',
      retryAfterSeconds: waitMs / 1_000,
    });
    expect(pacer.blocks).toEqual([
      { operatorId: 'acorn', provider: 'stora', untilEpochMs: now + waitMs },
    ]);
  });

  it('lets the pacer hear every answer while its call still counts as under way', async () => {
    const headers = { 'X-MinLimit-Remaining': '12' };
    const { parts, pacer } = open([new Response('', { headers })]);
    let heardWithin = 0;
    const run = pacer.run.bind(pacer);
    pacer.run = async (call, send) => {
      const answer = await run(call, send);
      heardWithin = pacer.answers.length;
      return answer;
    };
    await callProvider({ ...get, headers: { 'Idempotency-Key': 'one' } }, parts);

    expect(heardWithin).toBe(1);
    expect(pacer.answers[0]).toMatchObject({ status: 200, isKeyed: true });
    expect(pacer.answers[0]?.header('x-minlimit-remaining')).toBe('12');
    expect(pacer.answers[0]?.header('retry-after')).toBeUndefined();
    expect(pacer.blocks).toEqual([]);
  });

  it('defers on a 429 of the repeat after a 401 as well', async () => {
    const { parts, pacer } = open([
      new Response('', { status: 401 }),
      new Response('', { status: 429 }),
    ]);

    expect(await errorOf(callProvider(get, parts))).toMatchObject({ name: 'DeferredError' });
    expect(pacer.blocks).toHaveLength(1);
  });

  it.each([
    ['the connection broke', new TypeError('fetch failed', { cause: new Error('secret-host') })],
    ['it took too long', new DOMException('The operation timed out', 'TimeoutError')],
    ['the body broke off', async () => brokenBody()],
  ] as Array<[string, Answer]>)('knows nothing of the effect when %s', async (_what, answer) => {
    const { parts } = open([answer]);
    const error = await errorOf(callProvider(get, parts));

    expect(error).toMatchObject({
      name: 'ProviderError',
      failure: {
        provider: 'stora',
        status: undefined,
        code: 'no_answer',
        canRetryHelp: true,
        effect: 'unknown',
      },
    });
  });

  it('keeps of what broke only its name: hosts, headers and bodies stay out of the error', async () => {
    const broken = Object.assign(new TypeError('Bearer first to secret-host'), {
      headers: { authorization: 'Bearer first' },
    });
    const { parts } = open([broken]);
    const error = await errorOf(callProvider(get, parts));

    expect(error instanceof Error && error.cause).toEqual(new Error('TypeError'));
    expect(inside(error)).not.toMatch(/first|secret-host/);
  });

  it('passes on when the pacer defers, and sends nothing', async () => {
    const { parts, requests } = open([]);
    const pacer = Object.assign(new RecordingPacer(), {
      run: () => Promise.reject(new Error('Deferred.')),
    });

    expect(await errorOf(callProvider(get, { ...parts, pacer }))).toEqual(new Error('Deferred.'));
    expect(requests).toEqual([]);
  });
});

function brokenBody(): Response {
  const body = new ReadableStream({
    start: (controller) => controller.error(new TypeError('terminated')),
  });
  return new Response(body);
}

/** Everything that hangs on an error, hidden properties and causes included, without the stacks. */
function inside(error: unknown): string {
  if (!(error instanceof Error)) return JSON.stringify(error) ?? '';
  const own = Object.getOwnPropertyNames(error).filter((name) => name !== 'stack');
  const values = own.map((name) => inside(Reflect.get(error, name)));
  return [error.name, error.message, ...values].join(' ');
}
