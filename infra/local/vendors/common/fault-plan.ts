/** Faults to come for certain, before chance decides: the next `count` calls that match. */
export interface ScriptedFault<Kind extends string> {
  readonly kind: Kind;
  readonly count: number;
  readonly method: string | undefined;
  /** Part of the path, for instance `/Invoices` or `/token`. */
  readonly pathIncludes: string | undefined;
}

/** How long calls take. */
export interface Latency {
  /** Each call takes this long at least, and up to `latencyJitterMs` more. */
  readonly latencyMs: number;
  readonly latencyJitterMs: number;
}

/** What differs from vendor to vendor. */
interface Faults<Kind extends string, Settings extends Latency> {
  /** No faults, no delay. */
  readonly calm: Settings;
  /** Probabilities 0..1, in an order that stays. */
  sharesOf(settings: Settings): ReadonlyArray<readonly [Kind, number]>;
  /** Calls that chance spares; a script may name them. */
  isSpared(path: string): boolean;
}

/** Decides what happens to each call. */
export class FaultPlan<Kind extends string, Settings extends Latency> {
  settings: Settings;
  readonly #faults: Faults<Kind, Settings>;
  readonly #random: () => number;
  #scripted: ScriptedFault<Kind>[] = [];

  constructor(settings: Settings, faults: Faults<Kind, Settings>, random: () => number) {
    this.settings = settings;
    this.#faults = faults;
    this.#random = random;
  }

  /** Adds certain faults for the next matching calls. */
  script(fault: ScriptedFault<Kind>): void {
    this.#scripted.push(fault);
  }

  /** Goes back to no faults at all. */
  calm(): void {
    this.settings = this.#faults.calm;
    this.#scripted = [];
  }

  /** The fault of this call, if any. */
  next(call: { readonly method: string; readonly path: string }): Kind | undefined {
    const scripted = this.#scripted.find(
      (fault) =>
        (fault.method === undefined || fault.method === call.method) &&
        (fault.pathIncludes === undefined || call.path.includes(fault.pathIncludes)),
    );
    if (scripted !== undefined) {
      this.#use(scripted);
      return scripted.kind;
    }
    return this.#faults.isSpared(call.path) ? undefined : this.#byChance();
  }

  /** How long this call takes, in ms. */
  latencyMs(): number {
    const { latencyMs, latencyJitterMs } = this.settings;
    return latencyMs + (latencyJitterMs > 0 ? Math.floor(this.#random() * latencyJitterMs) : 0);
  }

  #use(fault: ScriptedFault<Kind>): void {
    this.#scripted = this.#scripted.flatMap((each) => {
      if (each !== fault) return [each];
      return each.count > 1 ? [{ ...each, count: each.count - 1 }] : [];
    });
  }

  #byChance(): Kind | undefined {
    const shares = this.#faults.sharesOf(this.settings);
    if (shares.every(([, share]) => share === 0)) return undefined;
    let rest = this.#random();
    for (const [kind, share] of shares) {
      if (rest < share) return kind;
      rest -= share;
    }
    return undefined;
  }
}
