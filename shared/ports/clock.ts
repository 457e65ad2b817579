/** Time, as a dependency: the simulation and the tests bring their own. */
export interface Clock {
  nowEpochMs(): number;
  sleep(durationMs: number): Promise<void>;
}
