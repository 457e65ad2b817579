import type { World } from '../../simulation/world/world.ts';

/** Calls that arrived at the vendors, by provider and lane; what was recorded is dropped as it is counted. */
export class CallTally {
  readonly byLane: Record<string, number> = {};
  refused = 0;
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  /** A year of history would not fit into memory, and nobody looks at it. */
  take(): void {
    const { entries } = this.#world.engine.recorder;
    for (const { what } of entries) {
      if (what.kind !== 'arrived') continue;
      const name = `${what.provider} ${what.lane ?? 'tokens'}`;
      this.byLane[name] = (this.byLane[name] ?? 0) + 1;
      if (what.status === 429) this.refused += 1;
    }
    entries.length = 0;
  }
}
