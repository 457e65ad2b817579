import type { World } from './world.ts';

/** The first brings over what was lost, the second has nothing left to bring, but for a write that was waited for. */
const roundsAtLeast = 2;
const roundsAtMost = 4;

/** When everything rests both sides are compared once more, of everybody whose sides are connected. */
export class LastNights {
  readonly #world: World;
  #round = 0;

  constructor(world: World) {
    this.#world = world;
  }

  /** Has the next ones begun. False: they have all been. */
  async begin(): Promise<boolean> {
    const { plan, people, engine } = this.#world;
    if (!plan.hasNights || this.#round === roundsAtMost) return false;
    if (this.#round >= roundsAtLeast && !(await this.#hasBrought())) return false;
    this.#round += 1;
    for (const operatorId of plan.operatorIds) {
      engine.recorder.add({ kind: 'operation', operatorId, name: `last_night_${this.#round}` });
      people.reconcile(operatorId);
    }
    return true;
  }

  /** The latest ones brought something over, so that what they say of it is out of date. */
  async #hasBrought(): Promise<boolean> {
    const { plan, stores } = this.#world;
    for (const operatorId of plan.operatorIds) {
      const night = await stores.bare.nights.get(operatorId, 'xero');
      if ((night?.repaired ?? 0) > 0) return true;
    }
    return false;
  }
}
