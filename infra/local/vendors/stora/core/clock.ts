/** The simulation's time, in epoch milliseconds. */
export interface Clock {
  nowEpochMs(): number;
}
