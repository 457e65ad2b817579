import { parseArgs } from 'node:util';

const parts = ['bundles', 'events', 'webhooks'] as const;
export type BenchPart = (typeof parts)[number];

export interface BenchOptions {
  readonly parts: readonly BenchPart[];
  /** Invoices of each month-end run. */
  readonly invoices: number;
  /** Webhooks posted at each concurrency. */
  readonly deliveries: number;
  /** Timed loads of each bundle, after one that is dropped. */
  readonly imports: number;
  readonly jsonFile: string | undefined;
}

/** Below the least a figure says little; the most bounds time and load. */
const ranges = {
  invoices: { least: 1, most: 2_000, usual: 200 },
  deliveries: { least: 300, most: 5_000, usual: 500 },
  imports: { least: 9, most: 101, usual: 15 },
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
      'json-file': { type: 'string' },
    },
  });
  return {
    parts: positionals.length === 0 ? parts : positionals.map(partOf),
    invoices: countOf('invoices', values.invoices),
    deliveries: countOf('deliveries', values.deliveries),
    imports: countOf('imports', values.imports),
    jsonFile: values['json-file'],
  };
}

function partOf(name: string): BenchPart {
  const known = parts.find((part) => part === name);
  if (known) return known;
  throw new Error(`There is no part "${name}". Use one of: ${parts.join(', ')}.`);
}

function countOf(name: keyof typeof ranges, text: string | undefined): number {
  const { least, most, usual } = ranges[name];
  if (text === undefined) return usual;
  const count = Number(text);
  if (Number.isInteger(count) && count >= least && count <= most) return count;
  throw new Error(`--${name} takes a whole number from ${least} to ${most}, not "${text}".`);
}
