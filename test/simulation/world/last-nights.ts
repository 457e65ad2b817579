import type { World } from './world.ts';

/** The first brings over what was lost, the second has nothing left to bring. */
const rounds = 2;

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
    if (!plan.hasNights || this.#round === rounds) return false;
    this.#round += 1;
    for (const operatorId of plan.operatorIds) {
      engine.recorder.add({ kind: 'operation', operatorId, name: `last_night_${this.#round}` });
      people.reconcile(operatorId);
    }
    return true;
  }
}
