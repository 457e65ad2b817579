import type { Engine } from '../engine/with-faults.ts';
import type { Functions } from './functions.ts';

const everyMs = 300_000;
const nightsEveryMs = 900_000;
/** Over a day nobody looks: as rarely as keeps the tokens alive. */
const rarelyMs = 20 * 60_000;

interface Ticking {
  pool: Functions['refreshTokens'];
  everyMs: number;
}

/** What the template runs on a schedule. */
export class Schedules {
  isRare = false;
  readonly #engine: Engine;
  readonly #functions: Functions;
  readonly #hasNights: boolean;

  constructor(engine: Engine, parts: { functions: Functions; hasNights: boolean }) {
    this.#engine = engine;
    this.#functions = parts.functions;
    this.#hasNights = parts.hasNights;
  }

  start(): void {
    const { refreshTokens, tendConnections, sweepWriteBacks, wakeIssues, tendSources } =
      this.#functions;
    const scheduled = [refreshTokens, tendConnections, sweepWriteBacks, wakeIssues, tendSources];
    for (const [index, pool] of scheduled.entries())
      this.#tickAfter(60_000 + index * 7_000, { pool, everyMs });
    if (!this.#hasNights) return;
    const nights = { pool: this.#functions.startNights, everyMs: nightsEveryMs };
    this.#tickAfter(60_000 + scheduled.length * 7_000, nights);
  }

  #tickAfter(durationMs: number, ticking: Ticking): void {
    this.#engine.time.after(durationMs, () => {
      this.#fire(ticking.pool);
      this.#tickAfter(this.isRare ? rarelyMs : ticking.everyMs, ticking);
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
