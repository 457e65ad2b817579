import { readFileSync, writeFileSync } from 'node:fs';
import type { BaseCounts } from './base-counts.ts';
import type { CallFigures } from './figures.ts';
import type { Loads } from './measure-loads.ts';
import type { EventPrice } from './price-of-events.ts';

/** What was last counted and kept: the documents say these figures, and a test holds the code to them. */
export interface Counted {
  readonly baseCommit: BaseCounts['commit'];
  readonly figures: Readonly<Record<keyof Loads, CallFigures>>;
  readonly baseFigures: Readonly<Record<keyof Loads, CallFigures>>;
  /** Of the three hot functions each event, old and new in turn. */
  readonly cpuRatio: number;
  readonly perMillionEvents: { readonly base: EventPrice; readonly now: EventPrice };
}

const file = new URL('./counted.json', import.meta.url);

/** Reads what is kept. */
export function readCounted(): Counted {
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** Keeps what was counted now. */
export function writeCounted(counted: Counted): void {
  writeFileSync(file, `${JSON.stringify(counted, null, 2)}\n`);
}
