import { describe, expect, it } from 'vitest';
import { PacedCalls } from '../../../shared/application/pacing/paced-calls.ts';
import { DeferredError } from '../../../shared/domain/errors/errors.ts';
import type { Lane } from '../../../shared/ports/pacer.ts';
import type { Rates } from '../../../shared/ports/rates.ts';
import { InMemoryRates } from '../../fakes/in-memory-rates.ts';
import { RecordingLog } from '../../fakes/recording-log.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';
import { mostInSlidingWindow } from '../../support/window-counts.ts';

const limits = {
  stora: {
    windows: [
      { limit: 10, windowMs: 1_000 },
      { limit: 60, windowMs: 60_000 },
    ],
    concurrent: null,
  },
  xero: { windows: [{ limit: 60, windowMs: 60_000 }], concurrent: 5 },
};
const operatorId = 'harbour';
const call = { operatorId, provider: 'stora', lane: 'live' } as const;

function open() {
  const clock = new VirtualClock();
  const rates = new InMemoryRates();
  const metrics = new RecordingLog();
  const newPacer = () => new PacedCalls({ clock, rates, limits, metrics });
  return { clock, rates, metrics, newPacer, pacer: newPacer(), start: clock.nowEpochMs() };
}

const refusal = {
  status: 429,
  isKeyed: false,
  header: (name: string) => (name === 'retry-after' ? '20' : undefined),
};

describe('PacedCalls with calls side by side', () => {
  it('waits for own slow calls instead of deferring, and fills the minute', async () => {
    const { clock, pacer, start } = open();
    const arrivals: number[] = [];
    let left = 60;
    const work = async () => {
      while (left > 0) {
        left -= 1;
        await pacer.run(call, async () => {
          arrivals.push(clock.nowEpochMs());
          await clock.sleep(500 + ((left * 389) % 2_500));
        });
      }
    };
    await clock.run(Array.from({ length: 10 }, work));

    expect(arrivals).toHaveLength(60);
    expect(mostInSlidingWindow(arrivals, 1_000)).toBeLessThanOrEqual(10);
    expect(clock.nowEpochMs() - start).toBeLessThan(25_000);
  });

  it('defers all of them together, and only when none is under way', async () => {
    const { clock, pacer, start } = open();
    const outcomes: Array<{ seconds: number; atMs: number }> = [];
    let underWay = 0;
    const work = async () => {
      try {
        for (;;) {
          await pacer.run(call, async () => {
            underWay += 1;
            await clock.sleep(300);
            underWay -= 1;
          });
        }
      } catch (error) {
        if (!(error instanceof DeferredError)) throw error;
        expect(underWay).toBe(0);
        outcomes.push({ seconds: error.retryAfterSeconds, atMs: clock.nowEpochMs() - start });
      }
    };
    await clock.run(Array.from({ length: 10 }, work));

    expect(outcomes).toHaveLength(10);
    const backAtMs = outcomes.map(({ seconds, atMs }) => atMs + seconds * 1_000);
    // The first call ended after 0.3 s: the rest of the second is slept inside.
    expect(Math.max(...backAtMs)).toBeLessThanOrEqual(60_350);
    expect(Math.min(...backAtMs)).toBeGreaterThanOrEqual(59_350);
  });

  it('does not wait for a slow call of its own when time alone opens the window', async () => {
    const { clock, pacer, start } = open();
    const quick = () => pacer.run(call, async () => undefined);
    await clock.run(Array.from({ length: 59 }, quick));
    await clock.run([clock.sleep(start + 50_000 - clock.nowEpochMs())]);
    const slow = pacer.run(call, () => clock.sleep(20_000));
    const next = pacer.run(call, async () => clock.nowEpochMs() - start);
    const [, sentAtMs] = await clock.run([slow.then(() => 0), next]);

    expect(sentAtMs).toBe(60_050);
  });

  it('keeps at most half of the provider’s simultaneous calls under way', async () => {
    const { clock, pacer } = open();
    let underWay = 0;
    let most = 0;
    const work = () =>
      pacer.run({ ...call, provider: 'xero' }, async () => {
        underWay += 1;
        most = Math.max(most, underWay);
        await clock.sleep(200);
        underWay -= 1;
      });
    await clock.run(Array.from({ length: 10 }, work));

    expect(most).toBe(2);
  });

  it('sends nothing more once a refusal is heard, not even on slots that were taken', async () => {
    const { clock, pacer, start } = open();
    const sentAtMs: number[] = [];
    const work = async (index: number) => {
      try {
        await pacer.run(call, async () => {
          sentAtMs.push(clock.nowEpochMs() - start);
          // At 1,090 ms the slots for 1,100 ms are taken already: others end after 50 ms.
          await clock.sleep(index === 0 ? 1_090 : 50);
          if (index === 0) pacer.answered(call, refusal);
        });
      } catch (error) {
        if (!(error instanceof DeferredError)) throw error;
      }
    };
    await clock.run(Array.from({ length: 30 }, (_, index) => work(index)));

    expect(sentAtMs).toEqual(Array(10).fill(0));
  });

  it('tells of a refusal how long to stay away, and of other answers nothing', () => {
    const { pacer, start } = open();

    expect(pacer.answered(call, refusal)).toBe(start + 20_000);
    expect(pacer.answered(call, { ...refusal, status: 200 })).toBeUndefined();
  });

  it('gives back the slots of another lane before it takes its own', async () => {
    const { clock, pacer, rates } = open();
    const run = (lane: Lane) => pacer.run({ ...call, lane }, async () => undefined);
    await clock.run([run('backfill')]);
    await clock.run([run('live')]);
    await clock.run([pacer.flush(operatorId)]);

    expect(await rates.get(operatorId, 'stora')).toMatchObject({
      runningEpochMs: [],
      // One write for each lane's slots and one for the end.
      revision: 3,
    });
  });

  it('lets another process have its turn although slots of a crashed one are still marked', async () => {
    const { clock, newPacer, start } = open();
    const [crashed, other] = [newPacer(), newPacer()];
    await clock.run(Array.from({ length: 10 }, () => crashed.run(call, async () => undefined)));
    const again = async () => {
      for (;;) {
        try {
          return await other.run(call, async () => clock.nowEpochMs());
        } catch (error) {
          if (!(error instanceof DeferredError)) throw error;
          await clock.sleep(error.retryAfterSeconds * 1_000);
        }
      }
    };
    const [sentEpochMs = 0] = await clock.run([again()]);

    // No sooner than the stamps allow, and not much later.
    expect(sentEpochMs - start).toBeGreaterThanOrEqual(31_000);
    expect(sentEpochMs - start).toBeLessThan(34_000);
  });

  it('leaves room for live calls once a load that was put off has told its ends', async () => {
    const { clock, newPacer } = open();
    const [load, first, second] = [newPacer(), newPacer(), newPacer()];
    const backfill = { ...call, lane: 'backfill' } as const;
    const read = async () => undefined;
    await clock.run(Array.from({ length: 5 }, () => load.run(backfill, read)));
    await clock.run([first.run(call, read)]);
    await clock.run([clock.sleep(1_500)]);
    const outcome = () =>
      second.run(call, read).then(
        () => 'sent',
        (error: unknown) => (error instanceof DeferredError ? 'put off' : error),
      );
    const before = await clock.run([outcome()]);
    await clock.run([load.flush(operatorId), clock.sleep(200)]);
    const after = await clock.run([outcome()]);

    expect([...before, ...after]).toEqual(['put off', 'sent']);
  });

  it('forgets no end that comes while another is being saved', async () => {
    const { clock, rates } = open();
    const slow: Rates = {
      get: (operator, provider) => rates.get(operator, provider),
      save: async (rate) => {
        await clock.sleep(70);
        const saved = await rates.save(rate);
        await clock.sleep(70);
        return saved;
      },
    };
    const pacer = new PacedCalls({ clock, rates: slow, limits });
    const work = async (index: number) => {
      for (let sent = 0; sent < 5; sent += 1) {
        await pacer.run(call, () => clock.sleep(50 + index * 137));
      }
    };
    await clock.run(Array.from({ length: 10 }, (_, index) => work(index)));
    await clock.run([pacer.flush(operatorId)]);

    const rate = await rates.get(operatorId, 'stora');
    expect(rate?.runningEpochMs).toEqual([]);
    expect(rate?.stampsEpochMs).toHaveLength(50);
  });

  it('counts the paid time of calls and of sleep, each millisecond once', async () => {
    const { clock, pacer, metrics } = open();
    const work = () => pacer.run(call, () => clock.sleep(200));
    await clock.run(Array.from({ length: 20 }, work));
    await clock.run([pacer.flush(operatorId)]);

    expect(metrics.counts.get('PacerCallMs')).toBe(400);
    expect(metrics.counts.get('PacerWaitMs')).toBe(1_050);
  });
});
