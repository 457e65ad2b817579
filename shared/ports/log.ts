/** Facts only: ids, counts, reasons. Never bodies, tokens, names or addresses of people. */
export type LogFacts = Record<string, string | number | boolean | undefined>;

export interface Log {
  info(event: string, facts?: LogFacts): void;
  warn(event: string, facts?: LogFacts): void;
  error(event: string, facts?: LogFacts, error?: unknown): void;
}

/** Counted things, e.g. `ChangeApplied`; `reason` becomes a dimension. */
export interface Metrics {
  count(name: string, value?: number): void;
}
