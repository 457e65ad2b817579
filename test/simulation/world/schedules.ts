import type { Engine } from '../engine/with-faults.ts';
import type { Functions } from './functions.ts';

const everyMs = 300_000;
/** Over a day nobody looks: as rarely as keeps the tokens alive. */
const rarelyMs = 20 * 60_000;

/** What the template runs on a schedule. */
export class Schedules {
  isRare = false;
  readonly #engine: Engine;
  readonly #functions: Functions;

  constructor(engine: Engine, functions: Functions) {
    this.#engine = engine;
    this.#functions = functions;
  }

  start(): void {
    const { refreshTokens, tendConnections, sweepWriteBacks, wakeIssues, tendSources } =
      this.#functions;
    const scheduled = [refreshTokens, tendConnections, sweepWriteBacks, wakeIssues, tendSources];
    for (const [index, pool] of scheduled.entries()) this.#tickAfter(60_000 + index * 7_000, pool);
  }

  #tickAfter(durationMs: number, pool: Functions['refreshTokens']): void {
    this.#engine.time.after(durationMs, () => {
      this.#fire(pool);
      this.#tickAfter(this.isRare ? rarelyMs : everyMs, pool);
    });
  }

  #fire(pool: Functions['refreshTokens']): void {
    const { time, dice } = this.#engine;
    const luck = dice.roll('schedule', pool.name);
    if (luck === 'schedule_missed') return;
    // A tick is not started while the one before it runs.
    const run = () => {
      if (pool.running === 0 || luck === 'schedule_twice') time.follow(pool.invoke(undefined));
    };
    if (luck === 'schedule_late') time.after(60_000, run);
    else run();
    if (luck === 'schedule_twice') time.after(dice.random.below(2_000), run);
  }
}
