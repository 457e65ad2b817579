import { faultKinds } from './engine/fault-kinds.ts';
import { violationsOf } from './run-checked.ts';
import { runSeed } from './run-seed.ts';
import { runPool } from './seed-pool.ts';
import { readSimOptions, type SimOptions } from './sim-options.ts';
import { isGood, Tally } from './tally.ts';
import { traceLines } from './trace-lines.ts';

// Taken at once: a run puts a clock of its own in their place.
const now = performance.now.bind(performance);

try {
  const options = optionsOrExplain();
  if (options !== undefined) {
    process.exitCode =
      options.replay === undefined ? await runMany(options) : await replay(options.replay);
  }
} catch (error) {
  console.error(error instanceof Error ? (error.stack ?? error.message) : error);
  process.exitCode = 2;
}

function optionsOrExplain(): SimOptions | undefined {
  try {
    return readSimOptions(process.argv.slice(2), process.env);
  } catch (error) {
    // Recovery: the person reads what is allowed and types it anew.
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 2;
    return undefined;
  }
}

async function runMany(options: SimOptions): Promise<number> {
  const { seeds, from, cores, seconds = Number.POSITIVE_INFINITY } = options;
  const tally = new Tally(faultKinds.map(({ id }) => id));
  const startedMs = now();
  const elapsedSeconds = () => (now() - startedMs) / 1_000;
  let given = 0;
  let toldAtSeconds = 0;
  await runPool({
    cores,
    next() {
      const isStopped = options.isStoppedByViolation && tally.violations > 0;
      if (given === seeds || isStopped || elapsedSeconds() >= seconds) return undefined;
      given += 1;
      return from + given - 1;
    },
    done(report) {
      tally.add(report);
      for (const { invariant, text } of report.violations)
        console.error(`seed ${report.seed} ${invariant}: ${text.slice(0, 300)}`);
      if (elapsedSeconds() < toldAtSeconds + 10) return;
      toldAtSeconds = elapsedSeconds();
      console.error(`${tally.seeds} of ${seeds} seeds in ${toldAtSeconds.toFixed(0)} s`);
    },
  });
  const summary = tally.summary({ seconds: elapsedSeconds(), cores });
  console.log(JSON.stringify(summary, undefined, 2));
  return isGood(summary) ? 0 : 1;
}

/** The same run again, with all that happened in it. */
async function replay(seed: number): Promise<number> {
  const run = await runSeed(seed);
  const violations = violationsOf(run);
  console.log(JSON.stringify(run.plan, undefined, 2));
  for (const line of traceLines(run)) console.log(line);
  console.log(`trace ${run.traceHash}`);
  for (const { invariant, text } of violations) console.log(`VIOLATION ${invariant}: ${text}`);
  console.log(`${violations.length} violations with seed ${seed}`);
  return violations.length === 0 ? 0 : 1;
}
