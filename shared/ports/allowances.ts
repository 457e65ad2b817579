/** So many in a while for each key, so that a flood of one costs the others nothing. */
export interface Allowance {
  /** Takes one: 0, or the seconds after which the next one is there. */
  take(key: string): number;
  /** Gives none for some seconds. */
  pause(key: string): void;
}

/** What one process does for one endpoint, at most. */
export interface IntakeAllowances {
  /** Deliveries whose sender only the table can prove. */
  unproven: Allowance;
  /** Genuine deliveries. */
  genuine: Allowance;
}
