/**
 * What can go wrong with one call. "Applied": the change is made although the caller does not learn it. 502, 503 and
 * 504 come from whoever stands in front; `partial` fails one input of a batch; `daily` says that the day's quota is gone.
 */
export const faultKinds = [
  '500-applied',
  '500-not-applied',
  '502-not-applied',
  '503-not-applied',
  '504-applied',
  '504-not-applied',
  'timeout-applied',
  'timeout-not-applied',
  'partial',
  'daily',
] as const;
export type FaultKind = (typeof faultKinds)[number];

export interface FaultSettings {
  /** Probabilities 0..1 by kind; absent is 0. */
  readonly rates: Readonly<Partial<Record<FaultKind, number>>>;
  /** Each call takes this long at least, and up to `latencyJitterMs` more. */
  readonly latencyMs: number;
  readonly latencyJitterMs: number;
}

/** Faults to come for certain, before chance decides: the next `count` calls that match. */
export interface ScriptedFault {
  readonly kind: FaultKind;
  readonly count: number;
  readonly method: string | undefined;
  /** Part of the path, for instance `/batch/upsert` or `/token`. */
  readonly pathIncludes: string | undefined;
}

/** No faults, no delay. */
export const calmFaults: FaultSettings = { rates: {}, latencyMs: 0, latencyJitterMs: 0 };

/** Decides what happens to each call. Chance spares the OAuth endpoints; a script may name them. */
export class FaultPlan {
  settings: FaultSettings;
  readonly #random: () => number;
  #scripted: ScriptedFault[] = [];

  constructor(settings: FaultSettings, random: () => number) {
    this.settings = settings;
    this.#random = random;
  }

  /** Adds certain faults for the next matching calls. */
  script(fault: ScriptedFault): void {
    this.#scripted.push(fault);
  }

  /** Goes back to no faults at all. */
  calm(): void {
    this.settings = calmFaults;
    this.#scripted = [];
  }

  /** The fault of this call, if any. */
  next(call: { readonly method: string; readonly path: string }): FaultKind | undefined {
    const scripted = this.#scripted.find(
      (fault) =>
        (fault.method === undefined || fault.method === call.method) &&
        (fault.pathIncludes === undefined || call.path.includes(fault.pathIncludes)),
    );
    if (scripted !== undefined) {
      this.#use(scripted);
      return scripted.kind;
    }
    return call.path.startsWith('/oauth/') ? undefined : this.#byChance();
  }

  /** How long this call takes, in ms. */
  latencyMs(): number {
    const { latencyMs, latencyJitterMs } = this.settings;
    return latencyMs + (latencyJitterMs > 0 ? Math.floor(this.#random() * latencyJitterMs) : 0);
  }

  #use(fault: ScriptedFault): void {
    this.#scripted = this.#scripted.flatMap((each) => {
      if (each !== fault) return [each];
      return each.count > 1 ? [{ ...each, count: each.count - 1 }] : [];
    });
  }

  #byChance(): FaultKind | undefined {
    const { rates } = this.settings;
    if (faultKinds.every((kind) => (rates[kind] ?? 0) === 0)) return undefined;
    let rest = this.#random();
    for (const kind of faultKinds) {
      const share = rates[kind] ?? 0;
      if (rest < share) return kind;
      rest -= share;
    }
    return undefined;
  }
}
