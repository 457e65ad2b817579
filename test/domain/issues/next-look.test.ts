import { expect, it } from 'vitest';
import { nextLookEpochMs } from '../../../shared/domain/issues/next-look.ts';
import { anIssue } from '../../builders/an-issue.ts';

const minuteMs = 60_000;
const raisedEpochMs = Date.parse(anIssue().lastSeenAt);

it.each([
  [0, 5],
  [60, 5],
  [3 * 60, 15],
  [9 * 60, 45],
  [12 * 60, 50],
  [500 * 60, 50],
])('looks %i minutes after the latest issue again in %i', (ageMinutes, nextMinutes) => {
  const now = raisedEpochMs + ageMinutes * minuteMs;
  const older = anIssue({ lastSeenAt: '2026-11-01T00:00:00.000Z' });

  const waitMs = nextLookEpochMs([older, anIssue()], now) - now;

  expect(Math.ceil(waitMs / minuteMs)).toBe(nextMinutes);
  // The tick that comes after the whole span must find it due.
  expect(waitMs).toBeLessThan(nextMinutes * minuteMs);
});
