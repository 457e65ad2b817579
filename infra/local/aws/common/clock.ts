/** Where the emulators read the time: epoch milliseconds. Tests and simulations pass their own. */
export interface Clock {
  now(): number;
}

/** The machine's clock. */
export const systemClock: Clock = { now: () => Date.now() };
