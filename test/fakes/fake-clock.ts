import type { Clock } from '../../shared/ports/clock.ts';

/** Stands still until it is moved; sleeping moves it and returns at once. */
export class FakeClock implements Clock {
  /** Every requested sleep, in order. */
  readonly sleptMs: number[] = [];
  #nowEpochMs: number;

  constructor(startAt = '2026-11-30T09:00:00.000Z') {
    this.#nowEpochMs = Date.parse(startAt);
  }

  nowEpochMs(): number {
    return this.#nowEpochMs;
  }

  nowIso(): string {
    return new Date(this.#nowEpochMs).toISOString();
  }

  async sleep(durationMs: number): Promise<void> {
    this.sleptMs.push(durationMs);
    this.advance(durationMs);
  }

  advance(durationMs: number): void {
    this.#nowEpochMs += durationMs;
  }
}
