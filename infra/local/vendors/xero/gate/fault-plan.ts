/**
 * What can go wrong with one call. "Applied": the change is made although the caller does not learn it. The two 500s
 * come from inside the application and are remembered under the Idempotency-Key; 503 comes from the edge and is not.
 */
export type FaultKind =
  | '500-applied'
  | '500-not-applied'
  | '503-not-applied'
  | 'timeout-applied'
  | 'timeout-not-applied';

export interface FaultSettings {
  /** Probabilities 0..1. */
  readonly failRate5xxApplied: number;
  readonly failRate5xxNotApplied: number;
  readonly failRate503: number;
  readonly timeoutsApplied: number;
  readonly timeoutsNotApplied: number;
  /** Each call takes this long at least, and up to `latencyJitterMs` more. */
  readonly latencyMs: number;
  readonly latencyJitterMs: number;
}

/** Faults to come for certain, before chance decides: the next `count` calls that match. */
export interface ScriptedFault {
  readonly kind: FaultKind;
  readonly count: number;
  readonly method: string | undefined;
  /** Part of the path, for instance `/Invoices` or `/connect/token`. */
  readonly pathIncludes: string | undefined;
}

/** No faults, no delay. */
export const calmFaults: FaultSettings = {
  failRate5xxApplied: 0,
  failRate5xxNotApplied: 0,
  failRate503: 0,
  timeoutsApplied: 0,
  timeoutsNotApplied: 0,
  latencyMs: 0,
  latencyJitterMs: 0,
};

export const faultKinds: readonly FaultKind[] = [
  '500-applied',
  '500-not-applied',
  '503-not-applied',
  'timeout-applied',
  'timeout-not-applied',
];

/** Decides what happens to each call. Chance spares the identity endpoints; a script may name them. */
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
    return call.path.startsWith('/api.xro/') ? this.#byChance() : undefined;
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
    const { settings } = this;
    const shares: readonly (readonly [FaultKind, number])[] = [
      ['500-applied', settings.failRate5xxApplied],
      ['500-not-applied', settings.failRate5xxNotApplied],
      ['503-not-applied', settings.failRate503],
      ['timeout-applied', settings.timeoutsApplied],
      ['timeout-not-applied', settings.timeoutsNotApplied],
    ];
    if (shares.every(([, share]) => share === 0)) return undefined;
    let rest = this.#random();
    for (const [kind, share] of shares) {
      if (rest < share) return kind;
      rest -= share;
    }
    return undefined;
  }
}
