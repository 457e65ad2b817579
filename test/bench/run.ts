import { writeFileSync } from 'node:fs';
import { buildFunctions } from '../../infra/local/stack/build-functions.ts';
import { benchBackfill } from './backfill/bench-backfill.ts';
import { type BenchOptions, type BenchPart, parseBenchOptions } from './bench-options.ts';
import { benchCalls } from './calls/bench-calls.ts';
import { benchEvents } from './events.ts';
import { benchIdle } from './idle/bench-idle.ts';
import { benchImport } from './import/bench-import.ts';
import { readMachine } from './machine.ts';
import { benchPacing } from './pacing/pacing.ts';
import { benchScale } from './scale/bench-scale.ts';
import { benchWebhooks } from './webhooks.ts';
import { benchYear } from './year/bench-year.ts';

interface BenchContext extends BenchOptions {
  readonly signal: AbortSignal;
  progress(line: string): void;
}

const benches: Record<BenchPart, (context: BenchContext) => Promise<unknown>> = {
  calls: benchCalls,
  import: benchImport,
  idle: benchIdle,
  scale: benchScale,
  events: benchEvents,
  webhooks: benchWebhooks,
  pacing: benchPacing,
  backfill: benchBackfill,
  year: benchYear,
};

// With the usual counts all parts together take three quarters of an hour of two cores; this bounds the largest counts.
const deadlineMs = 60 * 60_000;

/** 1: it failed or was interrupted; 2: the command line is not understood. */
const exitCodes = { failed: 1, usage: 2 };

await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<void> {
  const options = readOptions(args);
  if (!options) return;
  try {
    // Standard output is for the figures.
    await buildFunctions(2);
    const text = `${JSON.stringify(await measure(options), null, 2)}\n`;
    if (options.jsonFile !== undefined) writeFileSync(options.jsonFile, text);
    process.stdout.write(text);
  } catch (error) {
    // The stack is stopped already; whoever started the bench hears why there are no figures.
    console.error(error);
    process.exitCode = exitCodes.failed;
  }
}

function readOptions(args: readonly string[]): BenchOptions | undefined {
  try {
    return parseBenchOptions(args);
  } catch (error) {
    // The caller mends the command line.
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = exitCodes.usage;
    return undefined;
  }
}

/** One after the other: measured together they would slow each other down. */
async function measure(options: BenchOptions): Promise<Record<string, unknown>> {
  const signal = AbortSignal.any([interruption(), AbortSignal.timeout(deadlineMs)]);
  const context = { ...options, signal, progress: (line: string) => console.error(line) };
  const figures: Record<string, unknown> = { machine: readMachine() };
  for (const part of options.parts) figures[part] = await benches[part](context);
  return figures;
}

/** Ctrl-C and the like end the current step, so that the stack is stopped in order. */
function interruption(): AbortSignal {
  const interrupted = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => interrupted.abort(new Error(`Interrupted by ${name}.`)));
  }
  return interrupted.signal;
}
