import { describe, expect, it } from 'vitest';
import { PacedCalls } from '../../../shared/application/pacing/paced-calls.ts';
import { InMemoryRates } from '../../fakes/in-memory-rates.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

const limits = {
  stora: { windows: [{ limit: 60, windowMs: 60_000 }], concurrent: null },
  xero: { windows: [{ limit: 60, windowMs: 60_000 }], concurrent: 5 },
};

function open() {
  const clock = new VirtualClock();
  const rates = new InMemoryRates();
  const pacer = new PacedCalls({ clock, rates, limits });
  const read = (operatorId: string, provider: 'stora' | 'xero' = 'stora') =>
    pacer.run({ operatorId, provider, lane: 'live' }, () => clock.sleep(200));
  const slotsOf = async (operatorId: string, provider: 'stora' | 'xero' = 'stora') =>
    (await rates.get(operatorId, provider))?.runningEpochMs;
  return { clock, rates, pacer, read, slotsOf };
}

describe('the end of one group’s work', () => {
  it('leaves alone what another operator’s group has taken in the same process', async () => {
    const { clock, pacer, read, slotsOf } = open();
    await clock.run([read('harbour'), read('acorn')]);

    await clock.run([pacer.flush('acorn')]);

    expect(await slotsOf('acorn')).toEqual([]);
    expect(await slotsOf('harbour')).toHaveLength(5);
  });

  it('gives back at both providers', async () => {
    const { clock, pacer, read, slotsOf } = open();
    await clock.run([read('acorn', 'stora'), read('acorn', 'xero')]);

    await clock.run([pacer.flush('acorn')]);

    expect(await slotsOf('acorn', 'stora')).toEqual([]);
    expect(await slotsOf('acorn', 'xero')).toEqual([]);
  });

  it('leaves callers of the same operator the slots that they wait for', async () => {
    const { clock, rates, pacer, read, slotsOf } = open();
    const calls = Array.from({ length: 5 }, () => read('acorn', 'xero'));
    let slots: number[] | undefined;
    const settling = async () => {
      // Two calls are under way, and three wait for their ends with a slot each.
      await clock.sleep(100);
      await pacer.flush('acorn');
      slots = await slotsOf('acorn', 'xero');
    };
    await clock.run([settling(), ...calls]);

    expect(slots).toHaveLength(5);
    expect(await rates.get('acorn', 'xero')).toMatchObject({ revision: 1 });
  });

  it('gives back everything where the work of all ends together', async () => {
    const { clock, pacer, read, slotsOf } = open();
    await clock.run([read('harbour'), read('acorn')]);

    await clock.run([pacer.flushAll()]);

    expect([await slotsOf('acorn'), await slotsOf('harbour')]).toEqual([[], []]);
  });
});
