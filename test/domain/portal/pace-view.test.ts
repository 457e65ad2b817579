import { describe, expect, it } from 'vitest';
import { paceLine } from '../../../shared/domain/portal/pace-view.ts';
import { aRate } from '../../builders/a-rate.ts';

const now = Date.parse('2026-11-30T09:00:00Z');
const cap = { limit: 60, windowMs: 60_000 };

describe('paceLine', () => {
  it('says nothing before the first call', () => {
    expect(paceLine(undefined, now)).toBeUndefined();
    expect(paceLine(aRate(), now)).toBeUndefined();
  });

  it('counts our calls of the last minute, those under way included', () => {
    const stampsEpochMs = [now - 61_000, now - 59_000, now - 1];

    expect(paceLine(aRate({ cap, stampsEpochMs, runningEpochMs: [now + 1] }), now)).toBe(
      '3 of our at most 60 calls in the last minute.',
    );
  });

  it('counts under a large cap as well', () => {
    const rate = aRate({
      cap: { limit: 190, windowMs: 10_000 },
      counters: {
        10000: [
          [now - 20_000, 5],
          [now - 1_000, 12],
        ],
      },
    });

    expect(paceLine(rate, now)).toBe('12 of our at most 190 calls in the last 10 seconds.');
  });

  it('tells what other tools use and what that leaves us', () => {
    const share = { allowed: 30, refusedAt: 40, sinceEpochMs: now, sameUntilEpochMs: now };
    const others = { calls: 20, windowMs: 60_000, atEpochMs: now - 60_000 };

    expect(paceLine(aRate({ cap, share, others }), now)).toBe(
      '0 of our at most 30 calls in the last minute. Other tools make about 20 per minute.',
    );
  });

  it('counts from the turn on where the window stands still, as the share does', () => {
    const at = now + 20_000;
    const kept = { allowed: 30, refusedAt: 40, sinceEpochMs: at, sameUntilEpochMs: at };
    const stampsEpochMs = [now - 30_000, now - 1, now + 1_000];
    const rate = (isFixed: boolean) => aRate({ cap, share: { ...kept, isFixed }, stampsEpochMs });

    expect(paceLine(rate(true), at)).toBe('1 of our at most 30 calls in this minute.');
    expect(paceLine(rate(false), at)).toBe('3 of our at most 30 calls in the last minute.');
  });

  it('prefers the provider’s own count when it is newer, and forgets old estimates', () => {
    const others = { calls: 20, windowMs: 60_000, atEpochMs: now - 60_000 };
    const counted = { 60000: { calls: 7, atEpochMs: now - 5_000 } };

    expect(paceLine(aRate({ cap, others, counted }), now)).toContain('about 7 per minute');
    expect(paceLine(aRate({ cap, others }), now + 3_600_000)).not.toContain('Other tools');
  });

  it('says until when the provider asked us to pause', () => {
    const rate = aRate({ cap, blockedUntilEpochMs: now + 300_000 });

    expect(paceLine(rate, now)).toContain('request until 30 Nov 2026, 09:05 UTC.');
    expect(paceLine(rate, now + 300_000)).not.toContain('request');
  });
});
