import { describe, expect, it, vi } from 'vitest';
import { scheduledHandler } from '../../shared/runtime/scheduled-handler.ts';
import type { lambdaContext } from '../functions/local-deployment.ts';

const context = { getRemainingTimeInMillis: () => 240_000 } as typeof lambdaContext;

function scheduled(run: (untilEpochMs: number) => Promise<string>) {
  const flush = vi.fn();
  const parts = { run, metrics: { count: () => undefined, flush } };
  return { flush, handler: scheduledHandler(() => parts, { reserveMs: 60_000 }) };
}

describe('a function on a schedule', () => {
  it('begins nothing more once only the reserve is left', async () => {
    const until: number[] = [];
    const { handler } = scheduled(async (untilEpochMs) => {
      until.push(untilEpochMs);
      return 'done';
    });
    const before = Date.now();

    expect(await handler({}, context)).toBe('done');

    expect(until[0]).toBeGreaterThanOrEqual(before + 180_000);
    expect(until[0]).toBeLessThanOrEqual(Date.now() + 180_000);
  });

  it('writes what it counted, also when it fails', async () => {
    const { flush, handler } = scheduled(() => Promise.reject(new Error('no table')));

    await expect(handler({}, context)).rejects.toThrow('no table');

    expect(flush).toHaveBeenCalledTimes(1);
  });
});
