import { buildOf, here } from '../base-build.ts';
import { driveStack, type StackRun } from './drive-stack.ts';
import type { Load, Pattern } from './load.ts';

/** The three ways in which invoices come. */
export interface Loads {
  /** All at once, caps lifted: the work itself. */
  readonly burst: Load;
  /** All at once under the vendors' caps, as at a real month's end: messages wait and are looked at again. */
  readonly capped: Load;
  /** Each created and paid before the next comes, caps lifted. */
  readonly single: Load;
}

export interface LoadOptions {
  readonly invoices: number;
  /** Of which commit; absent: what is here. */
  readonly of: string | undefined;
  readonly signal: AbortSignal;
  progress(line: string): void;
}

/** Every customer of the sample operator's 120 is new at its first invoice only. */
const mostNewCustomers = 100;
// Stora takes 60 calls a minute, and each invoice needs three: two minutes.
const mostCapped = 40;
const mostSingle = 30;
const maxProcesses = 8;

/** Counts the three loads, each on a stack of its own with new customers. */
export async function measureLoads(options: LoadOptions): Promise<Loads> {
  const build = options.of === undefined ? undefined : await buildOf(options.of, options.signal);
  try {
    const invoices = Math.min(options.invoices, mostNewCustomers);
    const measure = (load: Omit<StackRun, 'folder' | 'signal' | 'maxProcesses'> & LoadSize) => {
      options.progress(`calls: ${load.invoices} invoices, ${load.name}`);
      return measureLoad({
        ...load,
        folder: build?.folder ?? here,
        maxProcesses,
        signal: options.signal,
      });
    };
    return {
      burst: await measure({ name: 'at once', liftCaps: true, pattern: 'burst', invoices }),
      capped: await measure({
        name: 'at once under the caps',
        liftCaps: false,
        pattern: 'burst',
        invoices: Math.min(invoices, mostCapped),
      }),
      single: await measure({
        name: 'one at a time',
        liftCaps: true,
        pattern: 'single',
        invoices: Math.min(invoices, mostSingle),
      }),
    };
  } finally {
    build?.remove();
  }
}

interface LoadSize {
  readonly name: string;
  readonly invoices: number;
  readonly pattern: Pattern;
}

async function measureLoad(run: StackRun & LoadSize): Promise<Load> {
  const stack = await driveStack(run);
  try {
    return await stack.load(run.invoices, run.pattern);
  } finally {
    await stack.stop();
  }
}
