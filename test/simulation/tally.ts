import type { Violation } from './history.ts';
import type { SeedReport } from './run-checked.ts';

export interface SimSummary {
  seeds: number;
  seconds: number;
  seedsPerMinutePerCore: number;
  /** Entries of the histories, all together. */
  events: number;
  doubleRuns: number;
  seedsWithViolations: number;
  violations: Array<Violation & { seed: number }>;
  violationsByInvariant: Record<string, number>;
  faultCounts: Record<string, number>;
  faultsNeverFired: string[];
  stateCounts: Record<string, number>;
  statesNeverSeen: string[];
}

/** Fewer seeds than this need not meet every kind of fault. */
const seedsForAllFaults = 500;
/** A broken build breaks every seed: so many of each invariant are enough to read. */
const violationsShown = 25;

/** Adds up what many seeds came to. */
export class Tally {
  readonly #reports: SeedReport[] = [];
  readonly #faultCounts = new Map<string, number>();
  readonly #stateCounts = new Map<string, number>();
  readonly #violations: Array<Violation & { seed: number }> = [];

  constructor(faultIds: readonly string[]) {
    for (const id of faultIds) this.#faultCounts.set(id, 0);
  }

  get seeds(): number {
    return this.#reports.length;
  }

  get violations(): number {
    return this.#violations.length;
  }

  add(report: SeedReport): void {
    const { seed, violations } = report;
    this.#reports.push({ ...report, violations: [], faultCounts: {}, stateCounts: {} });
    this.#violations.push(...violations.map((violation) => ({ seed, ...violation })));
    addAll(this.#faultCounts, report.faultCounts);
    addAll(this.#stateCounts, report.stateCounts);
  }

  summary(run: { seconds: number; cores: number }): SimSummary {
    const { seconds, cores } = run;
    const violations = this.#violations.toSorted((left, right) => left.seed - right.seed);
    const runs = this.seeds + this.#doubles();
    return {
      seeds: this.seeds,
      seconds: Math.round(seconds * 10) / 10,
      seedsPerMinutePerCore: Math.round((runs * 60) / Math.max(seconds, 0.001) / cores),
      events: this.#reports.reduce((sum, { events }) => sum + events, 0),
      doubleRuns: this.#doubles(),
      seedsWithViolations: new Set(violations.map(({ seed }) => seed)).size,
      violations: firstOfEach(violations),
      violationsByInvariant: countBy(violations.map(({ invariant }) => invariant)),
      faultCounts: Object.fromEntries(this.#faultCounts),
      faultsNeverFired: zeros(this.#faultCounts),
      stateCounts: Object.fromEntries(this.#stateCounts),
      statesNeverSeen: zeros(this.#stateCounts),
    };
  }

  #doubles(): number {
    return this.#reports.filter(({ isDouble }) => isDouble).length;
  }
}

/** A long run must break nothing and must have met every kind of fault. */
export function isGood(summary: SimSummary): boolean {
  const isLong = summary.seeds >= seedsForAllFaults;
  return summary.seedsWithViolations === 0 && (!isLong || summary.faultsNeverFired.length === 0);
}

function firstOfEach<V extends Violation>(violations: readonly V[]): V[] {
  const byInvariant = Map.groupBy(violations, ({ invariant }) => invariant);
  return [...byInvariant.values()].flatMap((list) => list.slice(0, violationsShown));
}

function addAll(counts: Map<string, number>, more: Record<string, number>): void {
  for (const [name, count] of Object.entries(more))
    counts.set(name, (counts.get(name) ?? 0) + count);
}

function zeros(counts: Map<string, number>): string[] {
  return [...counts].flatMap(([name, count]) => (count === 0 ? [name] : []));
}

function countBy(names: readonly string[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return Object.fromEntries([...counts].sort(([left], [right]) => (left < right ? -1 : 1)));
}
