import { parseArgs } from 'node:util';
import { type PacingSection, pacingSections } from './pacing/plan-jobs.ts';

const parts = [
  'calls',
  'import',
  'idle',
  'scale',
  'events',
  'webhooks',
  'pacing',
  'backfill',
  'year',
] as const;
export type BenchPart = (typeof parts)[number];

export interface BenchOptions {
  readonly parts: readonly BenchPart[];
  /** Invoices of each month-end run. */
  readonly invoices: number;
  /** Webhooks posted at each concurrency. */
  readonly deliveries: number;
  /** Timed loads of each bundle, after one that is dropped. */
  readonly imports: number;
  /** Runs of each combination of the pacing part. */
  readonly seeds: number;
  /** Small loads in the pacing part: a look, no figures to quote. */
  readonly isQuick: boolean;
  /** Of the backfill part: each document gets its history note. */
  readonly hasNotes: boolean;
  /** Invoices of the year part, and over how many days; fewer of both make a small one. */
  readonly documents: number;
  readonly days: number;
  /** Of the year part: differences are planted; else webhooks get lost by chance. */
  readonly isPlanted: boolean;
  /** Folder into which the year part writes journals of both sides. */
  readonly exportTo: string | undefined;
  /** Sections of the pacing part. */
  readonly sections: readonly PacingSection[];
  /** Paired rounds of the calls part, against a build of the base; 0 leaves out what needs the history. */
  readonly rounds: number;
  /** Counts the calls of this commit instead of those of what is here. */
  readonly of: string | undefined;
  /** Keeps what the calls part counts, and writes the parts of documents that are made of it. */
  readonly isKept: boolean;
  readonly jsonFile: string | undefined;
}

/** Below the least a figure says little; the most bounds time and load. */
const ranges = {
  invoices: { least: 1, most: 2_000, usual: 200 },
  deliveries: { least: 300, most: 5_000, usual: 500 },
  imports: { least: 9, most: 101, usual: 15 },
  seeds: { least: 1, most: 200, usual: 20 },
  rounds: { least: 0, most: 5, usual: 5 },
  documents: { least: 60, most: 20_000, usual: 6_000 },
  days: { least: 1, most: 365, usual: 365 },
} as const;

/** Reads the command line; without a part named, all are measured. @throws Error that says what is allowed. */
export function parseBenchOptions(args: readonly string[]): BenchOptions {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      invoices: { type: 'string' },
      deliveries: { type: 'string' },
      imports: { type: 'string' },
      seeds: { type: 'string' },
      quick: { type: 'boolean', default: false },
      notes: { type: 'boolean', default: false },
      section: { type: 'string', multiple: true },
      rounds: { type: 'string' },
      documents: { type: 'string' },
      days: { type: 'string' },
      export: { type: 'string' },
      unplanted: { type: 'boolean', default: false },
      of: { type: 'string' },
      keep: { type: 'boolean', default: false },
      'json-file': { type: 'string' },
    },
  });
  return {
    parts: positionals.length === 0 ? parts : positionals.map((name) => oneOf(parts, name, 'part')),
    invoices: countOf('invoices', values.invoices),
    deliveries: countOf('deliveries', values.deliveries),
    imports: countOf('imports', values.imports),
    seeds: countOf('seeds', values.seeds),
    isQuick: values.quick,
    hasNotes: values.notes,
    documents: countOf('documents', values.documents),
    days: countOf('days', values.days),
    isPlanted: !values.unplanted,
    exportTo: values.export,
    sections:
      values.section?.map((name) => oneOf(pacingSections, name, 'section')) ?? pacingSections,
    rounds: countOf('rounds', values.rounds),
    of: values.of,
    isKept: values.keep,
    jsonFile: values['json-file'],
  };
}

function oneOf<Name extends string>(names: readonly Name[], name: string, what: string): Name {
  const known = names.find((one) => one === name);
  if (known) return known;
  throw new Error(`There is no ${what} "${name}". Use one of: ${names.join(', ')}.`);
}

function countOf(name: keyof typeof ranges, text: string | undefined): number {
  const { least, most, usual } = ranges[name];
  if (text === undefined) return usual;
  const count = Number(text);
  if (Number.isInteger(count) && count >= least && count <= most) return count;
  throw new Error(`--${name} takes a whole number from ${least} to ${most}, not "${text}".`);
}
