import { readFileSync } from 'node:fs';
import type { Loads } from './measure-loads.ts';

/** What the base commit counted, by the same meter. Counts do not depend on the machine. */
export interface BaseCounts {
  readonly commit: string;
  readonly measured: string;
  /** Of the three hot functions each accepted webhook, where the counts were made: for its price alone. */
  readonly cpuMsPerEvent: number;
  readonly loads: Loads;
}

/** Reads the counts of the base that are kept beside the bench. */
export function readBaseCounts(): BaseCounts {
  return JSON.parse(readFileSync(new URL('./base-06999a4.json', import.meta.url), 'utf8'));
}
