import { describe, expect, it } from 'vitest';
import { HandMadeRun, operatorId } from './hand-made-run.ts';
import { liveFirst } from './i13-live-first.ts';

interface Beside {
  /** Calls that other tools leave to us in a minute. */
  allowed: number;
  /** Last of all a worker that knows nothing of that loses against another one. */
  isLostAfter?: boolean;
}

/** Live made three calls of the last minute beside a load, and its next one is put off. */
function putOff({ allowed, isLostAfter = false }: Beside): string {
  const run = new HandMadeRun();
  run.connect();
  run.nowEpochMs += 120_000;
  const stora = { provider: 'stora', path: '/2025-09/contacts' } as const;
  run.call({ ...stora, lane: 'backfill' });
  for (let calls = 0; calls < 3; calls += 1) run.call(stora);
  const rate = { operatorId, provider: 'stora', revision: 7 };
  const saved = { ...rate, share: { allowed, sinceEpochMs: run.nowEpochMs } };
  run.store('rates', 'save', { input: saved, output: { ...saved, revision: 8 } });
  if (isLostAfter) run.store('rates', 'save', { input: rate, output: 'conflict' });
  const paced = { operatorId, provider: 'stora', lane: 'live' } as const;
  run.add({ kind: 'paced', ...paced, outcome: 'deferred', waitedMs: 0 });
  return liveFirst.check(run.finish()).join();
}

describe('a live call that is put off beside a load', () => {
  it('has its reason where live used its fifth of what other tools leave', () => {
    expect(putOff({ allowed: 15 })).toBe('');
  });

  it('has none where live has some of it left', () => {
    expect(putOff({ allowed: 40 })).toMatch(/a live call to stora for acorn at \d+: put off/);
  });

  it('is judged by what was stored, not by what lost against it', () => {
    expect(putOff({ allowed: 15, isLostAfter: true })).toBe('');
  });
});
