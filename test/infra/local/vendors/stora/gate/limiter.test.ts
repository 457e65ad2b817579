import { describe, expect, it } from 'vitest';
import type { StoraSettingsInput } from '../../../../../../infra/local/vendors/stora/core/stora-settings.ts';
import { resolveStoraSettings } from '../../../../../../infra/local/vendors/stora/core/stora-settings.ts';
import { Limiter } from '../../../../../../infra/local/vendors/stora/gate/limiter.ts';
import { createBench, partner } from '../stora-bench.ts';

const minuteStartMs = Date.UTC(2026, 0, 31, 12, 0, 0);

function createProbe(input: StoraSettingsInput = {}) {
  const limiter = new Limiter();
  const settings = resolveStoraSettings(input);
  const call = (epochMs: number) => limiter.check('acorn', epochMs, settings);
  return { limiter, settings, call };
}

/** Calls evenly spread over a time; how many passed. */
function countAccepted(
  call: (epochMs: number) => unknown,
  load: { readonly fromMs: number; readonly seconds: number; readonly perSecond: number },
): number {
  const calls = Array.from({ length: load.seconds * load.perSecond }, (_, index) =>
    call(load.fromMs + Math.floor((index * 1000) / load.perSecond)),
  );
  return calls.filter((rejection) => rejection === null).length;
}

describe('fixed windows', () => {
  it('accept twenty across the turn of a second', () => {
    const { call } = createProbe();
    const load = { seconds: 1, perSecond: 100 };
    expect(countAccepted(call, { fromMs: minuteStartMs + 500, ...load })).toBe(20);
  });

  it('accept up to 120 across the turn of a minute', () => {
    const { call } = createProbe();
    const fromMs = minuteStartMs + 54_000;
    expect(countAccepted(call, { fromMs, seconds: 12, perSecond: 10 })).toBe(120);
  });

  it('open at the turn however many calls were rejected', () => {
    const { call } = createProbe();
    for (let index = 0; index < 5000; index += 1) call(minuteStartMs + (index % 60_000));
    expect(call(minuteStartMs + 60_017)).toBeNull();
  });

  it('name the tripped limit and the end of its window', () => {
    const { call } = createProbe();
    const calls = Array.from({ length: 11 }, () => call(minuteStartMs + 250));
    const endSeconds = minuteStartMs / 1000 + 1;
    expect(calls.at(-1)).toEqual({ limit: 10, resetEpochSeconds: endSeconds });
  });

  it('with the second first: calls it rejects cost nothing of the minute', () => {
    const { call } = createProbe();
    expect(countAccepted(call, { fromMs: minuteStartMs, seconds: 60, perSecond: 14 })).toBe(60);
  });

  it('with the minute first: calls the second rejects use up the minute', () => {
    const { call } = createProbe({ limiterOrder: 'minute-first' });
    expect(countAccepted(call, { fromMs: minuteStartMs, seconds: 60, perSecond: 14 })).toBe(44);
  });

  it('with the minute full, fourteen at once hear 60 ten times and 10 four times', () => {
    const { call } = createProbe();
    countAccepted(call, { fromMs: minuteStartMs, seconds: 6, perSecond: 10 });
    const answers = Array.from({ length: 14 }, () => call(minuteStartMs + 30_000));
    expect(answers.filter((answer) => answer?.limit === 60)).toHaveLength(10);
    expect(answers.filter((answer) => answer?.limit === 10)).toHaveLength(4);
    const minuteEnd = { limit: 60, resetEpochSeconds: minuteStartMs / 1000 + 60 };
    expect(answers[0]).toEqual(minuteEnd);
  });

  it('follow the server clock', () => {
    const { call } = createProbe({ windowClockOffsetMs: 700 });
    const first = Array.from({ length: 10 }, () => call(minuteStartMs + 200));
    expect(first.every((answer) => answer === null)).toBe(true);
    expect(call(minuteStartMs + 290)).not.toBeNull();
    expect(call(minuteStartMs + 300)).toBeNull();
  });
});

describe('sliding windows', () => {
  it('never accept more than ten within any second', () => {
    const { call } = createProbe({ windowKind: 'sliding' });
    const load = { seconds: 1, perSecond: 100 };
    expect(countAccepted(call, { fromMs: minuteStartMs + 500, ...load })).toBe(10);
    expect(call(minuteStartMs + 1499)).not.toBeNull();
    expect(call(minuteStartMs + 1500)).toBeNull();
  });
});

describe('limits in front of the API', () => {
  it('are shared by all tokens of an operator, revoked ones included, and free another', async () => {
    const bench = createBench({ limits: { perSecond: 2 } });
    const grant = { clientId: partner.clientId, scopes: ['public.site:read'] };
    const second = bench.sandbox.issueAccessToken({ operatorSlug: 'acorn', ...grant });
    const other = bench.sandbox.issueAccessToken({ operatorSlug: 'harbour', ...grant });
    await bench.control('revoke-access', { clientId: partner.clientId });
    const statuses = [];
    for (const token of [bench.token, second, second, other]) {
      statuses.push((await bench.api('GET', '/sites', { token })).status);
    }
    expect(statuses).toEqual([401, 401, 429, 200]);
  });

  it('answer 429 with the envelope and the two headers only', async () => {
    const bench = createBench({ limits: { perSecond: 1 } });
    const passed = await bench.api('GET', '/sites');
    const limited = await bench.api('GET', '/sites');
    expect(passed.headers.get('ratelimit-limit')).toBeNull();
    expect(limited.json.error).toMatchObject({
      code: 'too_many_requests',
      type: 'invalid_request_error',
    });
    expect(limited.headers.get('ratelimit-limit')).toBe('1');
    const endSeconds = Math.floor(bench.clock.epochMs / 1000) + 1;
    expect(limited.headers.get('ratelimit-reset')).toBe(String(endSeconds));
    expect(limited.headers.get('retry-after')).toBeNull();
  });

  it('do not remember a 429 under the idempotency key', async () => {
    const bench = createBench({ limits: { perSecond: 1 } });
    await bench.api('GET', '/sites');
    const body = { email: 'a@example.com' };
    const headers = { 'Idempotency-Key': 'k1' };
    expect((await bench.api('POST', '/contacts', { body, headers })).status).toBe(429);
    bench.clock.epochMs += 1000;
    expect((await bench.api('POST', '/contacts', { body, headers })).status).toBe(201);
  });
});
