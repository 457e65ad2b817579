import { describe, expect, it } from 'vitest';
import { isWaitedFor } from '../../../shared/domain/effects/is-waited-for.ts';

const hourMs = 3_600_000;
const now = Date.parse('2026-11-30T12:00:00Z');
const sent = { state: 'sending', generation: 0, requestHash: '' } as const;

describe('whether the end of a write is waited for', () => {
  it.each([
    ['was sent just now', { ...sent, sentAtEpochMs: now - 60_000 }, true],
    [
      'was answered with an error an hour ago',
      { ...sent, state: 'failed' as const, sentAtEpochMs: now - hourMs },
      true,
    ],
    ['was sent hours ago', { ...sent, sentAtEpochMs: now - 3 * hourMs }, false],
    [
      'was sent once more since',
      { ...sent, sentAtEpochMs: now - 3 * hourMs, resentAtEpochMs: now - hourMs },
      true,
    ],
    ['is done', { ...sent, state: 'done' as const, sentAtEpochMs: now }, false],
  ])('one that %s', (_, effect, isWaited) => {
    expect(isWaitedFor({ create: effect }, now)).toBe(isWaited);
  });
});
