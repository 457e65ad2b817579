import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '../../ports/clock.ts';

/** The machine's clock. */
export class SystemClock implements Clock {
  nowEpochMs(): number {
    return Date.now();
  }

  async sleep(durationMs: number): Promise<void> {
    await wait(durationMs);
  }
}
