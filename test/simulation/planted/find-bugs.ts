import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { heldFileVariable } from './bug-from-env.ts';
import type { Hunted } from './hunt.ts';
import type { PlantedBug } from './planted-bug.ts';
import { plantedBugs } from './planted-bugs.ts';

/** A hunt that ended, well or not; `problem` when it could not be held at all. */
interface Found extends Partial<Hunted> {
  bug: string;
  problem?: string;
}

/** Each takes one core. */
const atOnce = 2;
/** Long enough for 1,000 seeds of which many go round in circles. */
const huntAtMostMs = 30 * 60_000;
const plant = fileURLToPath(new URL('./plant-bug.ts', import.meta.url));
const hunt = fileURLToPath(new URL('./hunt.ts', import.meta.url));
const withoutBug = fileURLToPath(new URL('./broken-invariants.ts', import.meta.url));
const known = new URL('known-seeds.ts', import.meta.url);
const spec = new URL('../SPEC.md', import.meta.url);
const tableHead = ['| Bug | Mistake | Found by | In seed |', '|---|---|---|---|'];

/*
 * Looks for every planted bug: is there an invariant that sees it? The table goes to standard error,
 * JSON to standard output; exit code 1 when a bug was not found or its edit does not fit any more.
 */
const { values } = parseArgs({
  options: {
    bugs: { type: 'string' },
    seeds: { type: 'string', default: '1000' },
    /** Begins there instead of at the seeds that are known. */
    from: { type: 'string' },
    /** Writes the table of SPEC.md anew, and `known-seeds.ts`. */
    write: { type: 'boolean', default: false },
  },
});
const wanted = chosen(values.bugs);
const folder = await mkdtemp(join(tmpdir(), 'rollerdoor-bugs-'));
const childEnv = {
  ...process.env,
  // Each hunt loads the same modules: what one has compiled the next ones take.
  NODE_COMPILE_CACHE: join(folder, 'compiled'),
  [heldFileVariable]: join(folder, 'held.json'),
};
const found = await huntIn(folder);
const rows = wanted.map((bug) => rowOf(bug, found.get(bug.name)));
console.error(['', ...tableHead, ...rows].join('\n'));
console.log(JSON.stringify([...found.values()], undefined, 2));
if (values.write) await writeDown(rows);
const isComplete = [...found.values()].every(({ seed }) => seed !== undefined);
process.exitCode = isComplete ? 0 : 1;

function chosen(names: string | undefined): readonly PlantedBug[] {
  if (names === undefined) return plantedBugs;
  const list = names.split(',');
  const unknown = list.filter((name) => plantedBugs.every((bug) => bug.name !== name));
  if (unknown.length > 0) throw new Error(`There is no planted bug ${unknown.join(', ')}.`);
  return plantedBugs.filter(({ name }) => list.includes(name));
}

async function huntIn(room: string): Promise<Map<string, Found>> {
  try {
    await writeFile(childEnv[heldFileVariable], await heldWithoutBugs(wanted));
    return await huntAll(wanted);
  } finally {
    await rm(room, { recursive: true });
  }
}

/** What the known seeds break without a bug, played once for all hunts. */
async function heldWithoutBugs(bugs: readonly PlantedBug[]): Promise<string> {
  const seeds = bugs.flatMap(({ from }) => (from === undefined ? [] : [String(from)]));
  const args = [withoutBug, ...new Set(seeds)];
  const { stdout } = await promisify(execFile)(process.execPath, args, { env: childEnv });
  return stdout;
}

async function huntAll(bugs: readonly PlantedBug[]): Promise<Map<string, Found>> {
  const results = new Map<string, Found>();
  const left = bugs.values();
  const work = async () => {
    // One iterator for all: each takes the next that nobody has.
    for (const { name } of left) {
      const result = await huntOne(name);
      results.set(name, result);
      console.error(lineOf(result));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return results;
}

function huntOne(bug: string): Promise<Found> {
  const from = values.from === undefined ? [] : ['--from', values.from];
  const args = ['--import', plant, hunt, '--seeds', values.seeds, ...from];
  const options = { env: { ...childEnv, SIM_BUG: bug }, timeout: huntAtMostMs };
  return new Promise((resolve) => {
    execFile(process.execPath, args, options, (error, stdout, stderr) => {
      // Not found is an answer, too; anything else is none.
      const isAnswer = error === null || error.code === 1;
      const answer = isAnswer ? readHunted(stdout) : undefined;
      resolve(
        answer ?? { bug, problem: (stderr || error?.message || 'no answer').slice(0, 1_000) },
      );
    });
  });
}

function readHunted(stdout: string): Found | undefined {
  const line = stdout.trim().split('\n').at(-1) ?? '';
  return line.startsWith('{') ? (JSON.parse(line) as Hunted) : undefined;
}

function lineOf({ bug, seed, invariant, seedsRun, seconds, text, problem }: Found): string {
  if (problem !== undefined) return `${bug}: FAILED: ${problem}`;
  if (seed === undefined) return `${bug}: NOT FOUND in ${seedsRun} seeds, ${seconds} s`;
  return `${bug}: seed ${seed} by ${invariant} after ${seedsRun} seeds, ${seconds} s: ${text?.slice(0, 120)}`;
}

function rowOf({ name, mistake }: PlantedBug, result: Found | undefined): string {
  return `| ${name} | ${mistake} | ${result?.invariant ?? '–'} | ${result?.seed ?? 'not found'} |`;
}

async function writeDown(table: readonly string[]): Promise<void> {
  const text = await readFile(spec, 'utf8');
  const [before = '', section] = text.split('## Planted bugs\n');
  const words = section?.split('\n| Bug |')[0]?.trim() ?? '';
  const lines = [...tableHead, ...table].join('\n');
  await writeFile(spec, `${before.trimEnd()}\n\n## Planted bugs\n\n${words}\n\n${lines}\n`);
  const [head = ''] = (await readFile(known, 'utf8')).split('{');
  const seeds = [...found.values()].flatMap(({ bug, seed }) =>
    seed === undefined ? [] : [`  '${bug}': ${seed},`],
  );
  await writeFile(known, [`${head}{`, ...seeds, '};', ''].join('\n'));
}
