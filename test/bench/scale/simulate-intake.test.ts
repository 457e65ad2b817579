import { describe, expect, it } from 'vitest';
import { besideFlood, largestWithout } from './bench-intake.ts';
import { habitsOfToday, settingsOfBase, settingsOfToday } from './intake-settings.ts';
import { type IntakeLoad, simulateIntake, sumOf } from './simulate-intake.ts';

const today = settingsOfToday(true);
/** A small month end: 300 operators in 30 seconds, 200 webhooks a second. */
const small = {
  operators: 300,
  webhooksOfEach: 20,
  withinSeconds: 33,
  rampSeconds: 3,
  seed: 7,
} satisfies IntakeLoad;

describe('the simulated intake', () => {
  it('takes a small month end, of which the throttle of before refused a part', () => {
    const load = { ...small, operators: 900 };

    expect(sumOf(simulateIntake(today, load).refused)).toBe(0);
    expect(simulateIntake(settingsOfBase, load).refused.throttle).toBeGreaterThan(1_000);
  });

  it('took 300 month ends within 15 minutes before, as the throttle of 200 a second says', () => {
    const { operators } = largestWithout(settingsOfBase);

    expect(operators).toBeGreaterThan(270);
    expect(operators).toBeLessThan(310);
  });

  it('reads less than twice a webhook where one operator has a burst', () => {
    const burst = { ...small, operators: 1, webhooksOfEach: 600 };

    expect(simulateIntake(today, burst).readsPerWebhook).toBeLessThan(0.3);
    expect(simulateIntake(settingsOfBase, burst).readsPerWebhook).toBe(2);
  });

  it('ends where Lambda gives no execution, and where the queues take no more', () => {
    expect(simulateIntake({ ...today, concurrency: 2 }, small).refused.concurrency).toBeGreaterThan(
      0,
    );
    expect(simulateIntake({ ...today, sendsPerSecond: 50 }, small).refused.queue).toBeGreaterThan(
      0,
    );
  });

  it.each(['forged', 'unknown', 'replayed'] as const)(
    'refuses nobody because of a flood of one endpoint (%s), as it did before',
    (kind) => {
      const load = { ...small, withinSeconds: 150 };

      expect(besideFlood(today, kind, load)).toMatchObject({ othersRefused: 0 });
      expect(besideFlood(settingsOfBase, kind, load).othersRefused).toBeGreaterThan(0);
    },
  );

  it('would refuse others beside a flood without limits by endpoint', () => {
    const load = { ...small, withinSeconds: 150 };
    const habits = { ...habitsOfToday, limitsEndpoints: false };

    expect(besideFlood({ ...today, habits }, 'replayed', load).othersRefused).toBeGreaterThan(0);
  });

  it('gives the same run for the same seed', () => {
    expect(simulateIntake(today, small)).toEqual(simulateIntake(today, small));
  });
});
