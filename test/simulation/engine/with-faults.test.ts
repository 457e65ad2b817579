import { describe, expect, it } from 'vitest';
import { fastRandom } from './fast-random.ts';
import { type EnabledFaults, FaultDice } from './fault-dice.ts';
import { Recorder } from './recorder.ts';
import { SimProcess } from './sim-process.ts';
import { VirtualTime } from './virtual-time.ts';
import { withFaults } from './with-faults.ts';

class Shelf {
  readonly books: string[] = [];

  async put(book: string): Promise<number> {
    this.books.push(book);
    return this.books.length;
  }
}

function newShelf(enabled: EnabledFaults) {
  const random = fastRandom(1);
  const time = new VirtualTime({ startEpochMs: 0, random });
  const recorder = new Recorder(time);
  const dice = new FaultDice({ random, recorder, enabled });
  dice.isQuiet = false;
  const process = new SimProcess(time, 'worker-1');
  const bare = new Shelf();
  const shelf = withFaults(
    bare,
    { name: 'shelf', place: 'store', writes: ['put'], refusal: () => new Error('Too many.') },
    { time, dice, recorder },
  );
  const outcomes: string[] = [];
  return {
    bare,
    process,
    recorder,
    dice,
    outcomes,
    async put(): Promise<void> {
      process.enter(() => {
        shelf.put('a book').then(
          (count) => outcomes.push(`put ${count}`),
          (error: Error) => outcomes.push(error.message),
        );
      });
      await time.run(() => false);
    },
  };
}

describe('a port with faults', () => {
  it('does what it does, and notes what it changed', async () => {
    const shelf = newShelf({});

    await shelf.put();

    expect(shelf.outcomes).toEqual(['put 1']);
    expect(shelf.recorder.entries.map(({ what, process }) => [what, process])).toEqual([
      [{ kind: 'stored', store: 'shelf', method: 'put', input: 'a book', output: 1 }, 'worker-1'],
    ]);
  });

  it.each([
    ['store_throttled', { outcomes: ['Too many.'], books: 0, isDead: false }],
    ['store_answer_lost', { outcomes: ['The connection broke.'], books: 1, isDead: false }],
    ['crash_before_store', { outcomes: [], books: 0, isDead: true }],
    ['crash_after_store', { outcomes: [], books: 1, isDead: true }],
    ['freeze_at_store', { outcomes: ['put 1'], books: 1, isDead: false }],
    ['store_slow', { outcomes: ['put 1'], books: 1, isDead: false }],
  ] as const)('suffers %s', async (fault, expected) => {
    const shelf = newShelf({ [fault]: 1 });

    await shelf.put();

    const { outcomes, bare, process, dice } = shelf;
    expect({ outcomes, books: bare.books.length, isDead: process.isDead }).toEqual(expected);
    expect(dice.counts).toEqual({ [fault]: 1 });
  });

  it('suffers nothing while all is quiet', async () => {
    const shelf = newShelf({ crash_before_store: 1 });
    shelf.dice.isQuiet = true;

    await shelf.put();

    expect(shelf.outcomes).toEqual(['put 1']);
  });
});
