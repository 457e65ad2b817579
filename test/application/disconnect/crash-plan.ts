/** What a worker that died throws from wherever it is; nothing of it runs on. */
export class Crash extends Error {
  override readonly name = 'Crash';
}

/** Kills a worker at its n-th point; every call to the outside has one before and one after it. */
export class CrashPlan {
  /** Where it died; undefined while it lives. */
  diedAt: string | undefined;
  /** A token answer came in and was not stored yet. */
  hasUnkeptPair = false;
  points = 0;
  readonly #at: number;

  constructor(at: number) {
    this.#at = at;
  }

  pass(label: string): void {
    if (this.diedAt !== undefined) throw new Crash(this.diedAt);
    if (this.points === this.#at) {
      this.diedAt = label;
      throw new Crash(label);
    }
    this.points += 1;
  }

  /** The object with a point before and after each of its methods. */
  around<T extends object>(name: string, target: T): T {
    return new Proxy(target, {
      get: (object, key) => {
        const value: unknown = Reflect.get(object, key);
        if (typeof value !== 'function' || typeof key !== 'string') return value;
        return async (...args: unknown[]) => {
          this.pass(`before ${name}.${key}`);
          const result: unknown = await value.apply(object, args);
          this.#note(name, key);
          this.pass(`after ${name}.${key}`);
          return result;
        };
      },
    });
  }

  #note(name: string, key: string): void {
    if (key === 'refresh' || key === 'exchange') this.hasUnkeptPair = true;
    if (name === 'connections' && key === 'replace') this.hasUnkeptPair = false;
    if (name === 'connections' && key === 'keepForRevocation') this.hasUnkeptPair = false;
    if (name === 'retiredPairs' && key === 'keep') this.hasUnkeptPair = false;
  }
}

/** Runs the step with a worker that may die; true when it came through alive. */
export async function survives(plan: CrashPlan, run: () => Promise<unknown>): Promise<boolean> {
  try {
    await run();
    return plan.diedAt === undefined;
  } catch (error) {
    if (!(error instanceof Crash)) throw error;
    return false;
  }
}
