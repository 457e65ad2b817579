import { describe, expect, it } from 'vitest';
import type { Rate } from '../../../shared/contracts/rate-item.ts';
import { hear } from '../../../shared/domain/pacing/hear.ts';
import { readSignals } from '../../../shared/domain/pacing/rate-headers.ts';
import { windowsInForce } from '../../../shared/domain/pacing/windows.ts';
import { xeroManifest } from '../../../shared/targets/xero/manifest.ts';
import { aRate } from '../../builders/a-rate.ts';

const now = Date.parse('2026-11-30T09:00:40Z');
const nextMinute = String(Date.parse('2026-11-30T09:01:00Z') / 1_000);
const stora = {
  windows: [
    { limit: 10, windowMs: 1_000 },
    { limit: 60, windowMs: 60_000 },
  ],
  concurrent: null,
};
const xero = {
  windows: [
    { limit: 60, windowMs: 60_000 },
    { limit: 5_000, windowMs: 86_400_000 },
  ],
  concurrent: 5,
};

interface Told {
  limits?: typeof stora | typeof xero;
  status?: number;
  isKeyed?: boolean;
  lanePart?: number;
  unsentCalls?: number;
}

/** The rate after an answer with these headers. */
function heard(rate: Rate, headers: Record<string, string>, told: Told = {}): Rate {
  const answer = {
    status: told.status ?? 429,
    header: (name: string) => headers[name],
    isKeyed: told.isKeyed ?? false,
  };
  return hear(rate, readSignals(answer, xeroManifest.rateHeaders), {
    windows: windowsInForce(told.limits ?? stora, rate, now),
    lanePart: told.lanePart ?? 1,
    unsentCalls: told.unsentCalls ?? 0,
    nowEpochMs: now,
  });
}

/** So many calls in this clock minute, the refused one still under way. */
function used(calls: number): Rate {
  const stampsEpochMs = Array.from({ length: calls }, (_, index) => now - 30_000 + index * 100);
  return aRate({ stampsEpochMs, runningEpochMs: [now + 29_900] });
}

const secondIsFull = { 'ratelimit-limit': '10', 'ratelimit-reset': String(now / 1_000) };
const minuteIsFull = { 'ratelimit-limit': '60', 'ratelimit-reset': nextMinute };

describe('hear', () => {
  it('makes room for others when a minute is full that we alone would not have filled', () => {
    const rate = heard(used(40), minuteIsFull);

    expect(rate).toMatchObject({
      blockedUntilEpochMs: now + 21_000,
      share: { allowed: 20, refusedAt: 40, sameUntilEpochMs: now + 20_000 },
      others: { calls: 20, windowMs: 60_000, atEpochMs: now },
    });
  });

  it('counts for a clock minute only the calls since its turn', () => {
    const before = { ...used(40), stampsEpochMs: [now - 45_000, ...used(40).stampsEpochMs] };

    expect(heard(before, minuteIsFull).others?.calls).toBe(20);
    expect(heard(before, { ...minuteIsFull, 'ratelimit-reset': '7' }).others?.calls).toBe(19);
  });

  it('does not count slots whose calls were never sent', () => {
    const rate = { ...used(40), runningEpochMs: [now + 29_900, now + 29_950, now + 29_951] };

    expect(heard(rate, minuteIsFull, { unsentCalls: 2 }).others?.calls).toBe(20);
  });

  it('cuts once for all refusals of one window', () => {
    const once = heard(used(40), minuteIsFull);

    expect(heard(once, minuteIsFull).share?.allowed).toBe(20);
  });

  it('reckons what a lower lane would have used with all of the cap', () => {
    expect(heard(used(32), minuteIsFull, { lanePart: 0.8 }).share).toMatchObject({
      refusedAt: 40,
      allowed: 20,
    });
  });

  it('sees no others when our own calls fill the window', () => {
    expect(heard(used(60), minuteIsFull)).toMatchObject({ blockedUntilEpochMs: now + 21_000 });
    expect(heard(used(60), minuteIsFull).share).toBeUndefined();
  });

  describe('of a full minute', () => {
    const laterBy = (seconds: number) => ({
      'ratelimit-limit': '60',
      'ratelimit-reset': String(now / 1_000 + seconds),
    });

    it('learns from its turn that the window stands still', () => {
      expect(heard(used(40), minuteIsFull).share).toMatchObject({ allowed: 20, isFixed: true });
    });

    it('learns from any other end that it slides', () => {
      expect(heard(used(40), laterBy(19)).share?.isFixed).toBe(false);
    });

    it.each([
      ['an end that is no instant', { 'ratelimit-limit': '60', 'retry-after': '20' }],
      ['a turn that is near', { 'ratelimit-limit': '60', 'ratelimit-reset': nextMinute }],
    ])('learns nothing of it from %s', (_what, headers) => {
      const at = Date.parse('2026-11-30T09:00:56Z');
      const stampsEpochMs = used(40).stampsEpochMs.map((stamp) => stamp + 16_000);
      const rate = hear(
        aRate({ stampsEpochMs, runningEpochMs: [at + 29_000] }),
        readSignals({
          status: 429,
          header: (name) => Object.entries(headers).find(([one]) => one === name)?.[1],
          isKeyed: false,
        }),
        {
          windows: windowsInForce(stora, aRate(), at),
          lanePart: 1,
          unsentCalls: 0,
          nowEpochMs: at,
        },
      );

      expect(rate.share).toMatchObject({ allowed: 20 });
      expect(rate.share?.isFixed).toBeUndefined();
    });

    it('keeps what it learned, and what slid once slides', () => {
      const past = { allowed: 30, refusedAt: 40, sinceEpochMs: now - 70_000 };
      const known = (isFixed: boolean) => {
        return { ...used(20), share: { ...past, sameUntilEpochMs: now - 60_000, isFixed } };
      };
      const silent = { 'ratelimit-limit': '60', 'retry-after': '20' };

      expect(heard(known(true), silent).share?.isFixed).toBe(true);
      expect(heard(known(true), laterBy(19)).share?.isFixed).toBe(false);
      expect(heard(known(false), minuteIsFull).share?.isFixed).toBe(false);
    });
  });

  describe('of a full second', () => {
    it('notices others when we alone would not have filled it, but not how many they are', () => {
      const rate = heard(used(40), secondIsFull);

      expect(rate.share).toMatchObject({ allowed: 30, refusedAt: 60, sinceEpochMs: now });
      expect(rate.others).toBeUndefined();
    });

    it('is told the number of others by the minute without another cut', () => {
      const rate = heard(heard(used(40), secondIsFull), minuteIsFull);

      expect(rate.share?.allowed).toBe(30);
      expect(rate.others?.calls).toBe(20);
    });

    it('learns nothing new once others are known', () => {
      const known = heard(used(40), minuteIsFull);

      expect(heard(known, secondIsFull).share).toEqual(known.share);
    });

    it('sees no others when our own calls fill it', () => {
      const stampsEpochMs = Array.from({ length: 10 }, (_, index) => now - 900 + index * 10);
      const rate = aRate({ stampsEpochMs, runningEpochMs: [now + 29_900] });

      expect(heard(rate, secondIsFull).share).toBeUndefined();
    });
  });

  it.each([
    ['tells nothing', {}, false],
    ['is of a request whose twin is under way', {}, true],
  ])('only waits when a refusal %s', (_what, headers, isKeyed) => {
    const rate = heard(used(40), headers, { isKeyed });

    expect(rate.share).toBeUndefined();
    expect(rate.blockedUntilEpochMs).toBeGreaterThanOrEqual(now + 1_000);
  });

  it('gives a twin two seconds', () => {
    expect(heard(used(1), {}, { isKeyed: true }).blockedUntilEpochMs).toBe(now + 2_000);
    expect(heard(used(1), {}).blockedUntilEpochMs).toBe(now + 1_000);
  });

  it.each([
    ['minute', '40', nextMinute, 60_000],
    ['second', '5', String(Math.floor(now / 1_000)), 1_000],
  ])('believes a lower limit of the %s for a day', (...[, limit, reset, windowMs]) => {
    const rate = heard(used(20), { 'ratelimit-limit': limit, 'ratelimit-reset': reset });

    expect(rate.heard).toEqual({
      [windowMs]: { limit: Number(limit), untilEpochMs: now + 86_400_000 },
    });
    expect(rate.share).toBeUndefined();
    const inForce = windowsInForce(stora, rate, now).find((one) => one.windowMs === windowMs);
    expect(inForce?.limit).toBe(Number(limit));
    const after = windowsInForce(stora, rate, now + 86_400_000).map((window) => window.limit);
    expect(after).toEqual([10, 60]);
  });

  it.each(['100', '0', '-1', 'many', '1e3', ''])('ignores a limit of %j', (limit) => {
    const rate = heard(used(20), { 'ratelimit-limit': limit, 'ratelimit-reset': nextMinute });

    expect(rate.heard).toBeUndefined();
  });

  describe('of Xero', () => {
    it.each([
      ['minute', '20', 20],
      ['concurrent', '1', undefined],
      ['appminute', '20', undefined],
      ['day', '40000', undefined],
    ])('waits as told on a problem of the %s', (problem, seconds, allowed) => {
      const headers = { 'x-rate-limit-problem': problem, 'retry-after': seconds };
      const rate = heard(used(40), headers, { limits: xero });

      expect(rate.blockedUntilEpochMs).toBe(now + Number(seconds) * 1_000);
      expect(rate.share?.allowed).toBe(allowed);
    });

    it('leaves others what they use by Xero’s own count', () => {
      const counters = { 86400000: [[now, 20]] as Array<[number, number]> };
      const headers = { 'x-minlimit-remaining': '25', 'x-daylimit-remaining': '4000' };
      const rate = heard({ ...used(19), counters }, headers, { limits: xero, status: 200 });

      expect(rate.counted).toEqual({
        60000: { calls: 15, atEpochMs: now },
        86400000: { calls: 979, atEpochMs: now },
      });
      expect(windowsInForce(xero, rate, now).map(({ limit }) => limit)).toEqual([45, 4_021]);
      const later = windowsInForce(xero, rate, now + 60_000).map(({ limit }) => limit);
      expect(later).toEqual([60, 4_021]);
    });

    it.each(['61', '-3', 'all'])('ignores %s calls left of sixty', (remaining) => {
      const headers = { 'x-minlimit-remaining': remaining };

      expect(heard(used(1), headers, { limits: xero, status: 200 }).counted).toBeUndefined();
    });
  });
});
