/** Counts requests per service and operation, keyed like `sqs.SendMessage`. */
export interface CallCounter {
  record(service: string, operation: string): void;
  /** A copy, so that two snapshots can be subtracted from each other. */
  snapshot(): Record<string, number>;
  reset(): void;
}

/** A fresh counter; rejected requests count as well, because AWS bills them. */
export function createCallCounter(): CallCounter {
  const counts = new Map<string, number>();
  return {
    record(service, operation) {
      const key = `${service}.${operation}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    },
    snapshot: () => Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1))),
    reset: () => counts.clear(),
  };
}
