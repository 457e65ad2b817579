import type { SeededRandom } from '../../../infra/local/vendors/common/seeded-random.ts';
import { type FaultId, type FaultKind, type FaultPlace, faultKinds } from './fault-kinds.ts';
import type { Recorder } from './recorder.ts';

/** Which kinds of faults a run has at all; most runs have few, so that each is met alone too. */
export type EnabledFaults = Readonly<Partial<Record<FaultId, number>>>;

/** Decides at every place where something can go wrong whether it does, and counts what did. */
export class FaultDice {
  readonly counts: Partial<Record<FaultId, number>> = {};
  /** While quiet nothing goes wrong. */
  isQuiet = true;
  readonly #random: SeededRandom;
  readonly #recorder: Recorder;
  readonly #enabled: EnabledFaults;
  readonly #byPlace = new Map<FaultPlace, ReadonlyArray<{ id: FaultId; chance: number }>>();

  constructor(parts: { random: SeededRandom; recorder: Recorder; enabled: EnabledFaults }) {
    this.#random = parts.random;
    this.#recorder = parts.recorder;
    this.#enabled = parts.enabled;
    for (const [place, kinds] of Map.groupBy(faultKinds, (kind) => kind.place)) {
      this.#byPlace.set(place, this.#chancesOf(kinds));
    }
  }

  /** The fault that happens here and now, if any; it counts as fired. */
  roll(place: FaultPlace, at: string): FaultId | undefined {
    const kinds = this.#byPlace.get(place);
    if (this.isQuiet || kinds === undefined || kinds.length === 0) return undefined;
    let rest = this.#random.next();
    for (const { id, chance } of kinds) {
      if (rest < chance) return this.fired(id, at);
      rest -= chance;
    }
    return undefined;
  }

  /** Counts one that the plan brought about. */
  fired(id: FaultId, at: string): FaultId {
    this.counts[id] = (this.counts[id] ?? 0) + 1;
    this.#recorder.add({ kind: 'fault', fault: id, at });
    return id;
  }

  /** How long something usually takes, and which of two ways things go. */
  get random(): SeededRandom {
    return this.#random;
  }

  #chancesOf(kinds: readonly FaultKind[]) {
    return kinds.flatMap(({ id }) => {
      const chance = this.#enabled[id];
      return chance === undefined ? [] : [{ id, chance }];
    });
  }
}
