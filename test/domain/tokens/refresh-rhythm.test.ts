import { describe, expect, it } from 'vitest';
import {
  decideRefreshNeed,
  type RefreshNeed,
} from '../../../shared/domain/tokens/refresh-rhythm.ts';

const now = Date.parse('2026-11-30T09:00:00.000Z');
const minute = 60_000;
const day = 1_440 * minute;

type Case = ['stora' | 'xero', number, RefreshNeed];

describe('decideRefreshNeed', () => {
  it.each<Case>([
    ['stora', 31 * minute, 'none'],
    ['stora', 30 * minute, 'ending'],
    ['xero', 16 * minute, 'none'],
    ['xero', 15 * minute, 'ending'],
    ['xero', 0, 'ending'],
    ['xero', -60 * minute, 'ending'],
    ['xero', -61 * minute, 'overdue'],
    ['xero', -29 * day, 'overdue'],
    ['xero', -30 * day, 'near_idle_limit'],
    ['stora', -400 * day, 'overdue'],
  ])('of a %s token with %i ms left is %s', (provider, leftMs, need) => {
    const connection = { provider, status: 'connected', expiresAtEpochMs: now + leftMs } as const;

    expect(decideRefreshNeed(connection, now)).toBe(need);
  });

  it.each(['needs_reconnect', 'disconnecting', 'disconnected'] as const)(
    'is none for a connection that is %s',
    (status) => {
      expect(decideRefreshNeed({ provider: 'xero', status, expiresAtEpochMs: 0 }, now)).toBe(
        'none',
      );
    },
  );
});
