import type { Violation } from './history.ts';
import { checkInvariants } from './invariants/all-invariants.ts';
import { countRareStates } from './rare-states.ts';
import { runSeed, type SimulatedRun } from './run-seed.ts';

/** What one seed came to, without its history. */
export interface SeedReport {
  seed: number;
  violations: Violation[];
  faultCounts: Record<string, number>;
  stateCounts: Record<string, number>;
  events: number;
  /** It was run a second time and the traces were compared. */
  isDouble: boolean;
}

/** One in a hundred seeds is run twice: a run that cannot be repeated explains nothing. */
const doubleEvery = 100;

/** Runs a seed, and once more where its number says so: equal traces or a violation. */
export async function runChecked(seed: number): Promise<SeedReport> {
  const run = await runSeed(seed);
  const violations = violationsOf(run);
  const isDouble = seed % doubleEvery === 0;
  if (isDouble) {
    const { traceHash } = await runSeed(seed);
    if (traceHash !== run.traceHash) {
      const text = `two runs left different traces: ${run.traceHash} and ${traceHash}`;
      violations.push({ invariant: 'ENGINE', text });
    }
  }
  return {
    seed,
    violations,
    faultCounts: countsOf(run.faultCounts),
    stateCounts: countRareStates(run),
    events: run.events,
    isDouble,
  };
}

/** What the invariants say, and what the engine itself found wrong. */
export function violationsOf(run: SimulatedRun): Violation[] {
  return [
    ...checkInvariants(run),
    ...run.problems.map((text) => ({ invariant: 'ENGINE', text: `nothing was to wake ${text}` })),
  ];
}

function countsOf(counts: Partial<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(counts).map(([name, count = 0]) => [name, count]));
}
