import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import type { Violation } from '../history.ts';
import { violationsOf } from '../run-checked.ts';
import { runSeed, type SimulatedRun } from '../run-seed.ts';
import { bugFromEnv, heldFileVariable } from './bug-from-env.ts';
import type { PlantedBug } from './planted-bug.ts';

/** What came of looking for one bug; without a seed it was not found. */
export interface Hunted {
  bug: string;
  seed?: number;
  invariant?: string;
  text?: string;
  seedsRun: number;
  seconds: number;
}

/*
 * Runs seed after seed with the bug named in SIM_BUG (and planted by `--import ./plant-bug.ts`) until
 * one of the invariants that it breaks finds it. Prints one line of JSON; exit code 1 when none did.
 */
const run = promisify(execFile);
// Taken at once: a run puts a clock of its own in their place.
const now = performance.now.bind(performance);

const { values } = parseArgs({
  options: { seeds: { type: 'string', default: '1000' }, from: { type: 'string' } },
});
const bug = bugFromEnv(process.env);
if (bug === undefined) throw new Error('Name a planted bug in SIM_BUG.');
const from = Number(values.from ?? bug.from ?? 1);
const hunted = await hunt(bug, seedsFrom(from, Number(values.seeds)));
console.log(JSON.stringify(hunted));
process.exitCode = hunted.seed === undefined ? 1 : 0;

async function hunt({ name, breaks }: PlantedBug, seeds: readonly number[]): Promise<Hunted> {
  const startedMs = now();
  const told = () => Math.round((now() - startedMs) / 100) / 10;
  for (const [index, seed] of seeds.entries()) {
    const found = (await violationsWith(seed)).filter(({ invariant }) =>
      breaks.includes(invariant),
    );
    if (found.length === 0) continue;
    // The bug must be the cause: without it the same seed keeps the same invariant.
    const before = await brokenWithout(seed);
    const own = found.find(({ invariant }) => !before.includes(invariant));
    if (own === undefined) continue;
    const { invariant, text } = own;
    const seedsRun = index + 1;
    return { bug: name, seed, invariant, text: text.slice(0, 300), seedsRun, seconds: told() };
  }
  return { bug: name, seedsRun: seeds.length, seconds: told() };
}

/** From the known one to the last, then those before it. */
function seedsFrom(first: number, count: number): number[] {
  const last = Math.max(first, count);
  const later = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  const earlier = Array.from({ length: first - 1 }, (_, index) => index + 1);
  return [...later, ...earlier].slice(0, count);
}

/** A run that fails altogether is broken by the bug, too, but proves no invariant. */
async function violationsWith(seed: number): Promise<Violation[]> {
  try {
    const simulated = await runSeed(seed);
    const unfit = namesWhatIsNotThere(simulated);
    if (unfit === undefined) return violationsOf(simulated);
    console.error(`seed ${seed}: the edit does not fit the code any more: ${unfit}`);
    return [];
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    console.error(`seed ${seed}: the run itself failed: ${text}`);
    return [];
  }
}

/** What the edit names is not there any more: each call of it fails, which is another mistake. */
function namesWhatIsNotThere({ history }: SimulatedRun): string | undefined {
  const told = history.flatMap(({ what }) => (what.kind === 'logged' ? [what.text] : []));
  return told.find((text) => text.includes(' ReferenceError: '));
}

async function brokenWithout(seed: number): Promise<string[]> {
  const { SIM_BUG: _bug, [heldFileVariable]: heldFile, ...env } = process.env;
  const held = heldFile === undefined ? undefined : readHeld(heldFile)[seed];
  if (held !== undefined) return held;
  const script = fileURLToPath(new URL('./broken-invariants.ts', import.meta.url));
  const { stdout } = await run(process.execPath, [script, String(seed)], { env });
  return (JSON.parse(stdout) as Record<string, string[]>)[seed] ?? [];
}

/** What whoever hunts for many bugs has found out of seeds without any, by the seed. */
function readHeld(file: string): Record<string, string[] | undefined> {
  return JSON.parse(readFileSync(file, 'utf8')) as Record<string, string[] | undefined>;
}
