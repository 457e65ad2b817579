import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { buildOf } from '../base-build.ts';
import { atMost, type Goal } from '../goal.ts';
import { median, round } from '../statistics.ts';
import { buildSdkBundle } from './sdk-bundle.ts';
import { type Timing, timeImports } from './time-imports.ts';

interface ImportBench {
  readonly imports: number;
  /** The SDK clients and nothing else, the whole of them, as they were bundled at the base. */
  readonly sdkClientsAlone: { readonly bytes: number; readonly importMs: number };
  readonly functions: Record<string, FunctionFigures>;
  readonly goals: { readonly must: Goal[]; readonly aim: Goal[] };
}

interface FunctionFigures {
  readonly bytes: number;
  readonly gzipBytes: number;
  readonly bytecodeBytes: number;
  /** Medians over fresh processes, with bytecode and from the source. */
  readonly importMs: number;
  readonly sourceImportMs: number;
  /** Absent for a function that the base did not have. */
  readonly toBase?: {
    readonly bytes: number;
    readonly importMs: number;
    readonly bytesRatio: number;
    readonly importRatio: number;
    readonly sourceImportRatio: number;
    /** Of the fastest imports, which hardly move with the load of the machine. */
    readonly importFastestRatio: number;
  };
}

/** Where the bundles of one function are. */
interface Places {
  readonly start: string;
  readonly source: string;
  readonly base: string | undefined;
}

const most = { importRatio: 0.5, bytesRatio: 0.8 };

/** Size and import time of every function, with bytecode and without, beside the build of the base, in one run. */
export async function benchImport(context: {
  readonly imports: number;
  readonly signal: AbortSignal;
  progress(line: string): void;
}): Promise<ImportBench> {
  const names = globSync('dist/*/handler.js')
    .map((path) => basename(dirname(path)))
    .sort();
  const directory = mkdtempSync(join(tmpdir(), 'rollerdoor-bench-'));
  const base = await buildOf(undefined, context.signal);
  try {
    const sdk = await buildSdkBundle(directory);
    const places = new Map(names.map((name) => [name, placesOf(name, base.folder)]));
    const paths = [...places.values()].flatMap(({ start, source, base }) => [
      ...(base === undefined ? [] : [base]),
      source,
      start,
    ]);
    context.progress(`import: ${context.imports} imports of each of ${paths.length + 1} bundles`);
    return report(places, sdk, {
      ...context,
      timings: await timeImports([sdk, ...paths], context),
    });
  } finally {
    base.remove();
    rmSync(directory, { recursive: true });
  }
}

function placesOf(name: string, baseFolder: string): Places {
  const former = join(baseFolder, 'dist', name, 'handler.js');
  return {
    start: resolve(`dist/${name}/start.js`),
    source: resolve(`dist/${name}/handler.js`),
    base: existsSync(former) ? former : undefined,
  };
}

type Timings = ReadonlyMap<string, readonly Timing[]>;

function report(
  places: ReadonlyMap<string, Places>,
  sdk: string,
  { imports, timings }: { readonly imports: number; readonly timings: Timings },
): ImportBench {
  const functions = [...places].map(([name, at]) => [name, figuresOf(name, at, timings)] as const);
  const sdkClientsAlone = { bytes: bytesOf(sdk), importMs: importMsOf(sdk, timings) };
  return {
    imports,
    sdkClientsAlone,
    functions: Object.fromEntries(functions),
    goals: {
      must: [
        ...functions.flatMap(([name, { toBase }]) =>
          toBase ? [atMost(`import of ${name}`, toBase.importRatio, most.importRatio)] : [],
        ),
        atMost('bytes of all functions', bytesRatioOf(functions), most.bytesRatio),
      ],
      aim: functions.map(([name, { importMs }]) =>
        atMost(`import of ${name}, ms`, importMs, sdkClientsAlone.importMs),
      ),
    },
  };
}

/** @throws when the bytecode of this Node was not used: the figure would be one of the source. */
function figuresOf(
  name: string,
  { start, source, base }: Places,
  timings: Timings,
): FunctionFigures {
  const states = new Set(timings.get(start)?.map(({ bytecode }) => bytecode));
  if (states.size !== 1 || !states.has('used')) {
    throw new Error(`The bytecode of ${name} was not used: ${[...states].join(', ')}.`);
  }
  const own = {
    bytes: bytesOf(source),
    gzipBytes: gzipSync(readFileSync(source), { level: 9 }).length,
    bytecodeBytes: bytesOf(bytecodeOf(start)),
    importMs: importMsOf(start, timings),
    sourceImportMs: importMsOf(source, timings),
  };
  if (base === undefined) return own;
  const former = { bytes: bytesOf(base), importMs: importMsOf(base, timings) };
  const ratios = {
    bytesRatio: round(own.bytes / former.bytes, 2),
    importRatio: round(own.importMs / former.importMs, 2),
    sourceImportRatio: round(own.sourceImportMs / former.importMs, 2),
    importFastestRatio: round(fastestOf(start, timings) / fastestOf(base, timings), 2),
  };
  return { ...own, toBase: { ...former, ...ratios } };
}

/** Of the functions that both have, together. */
function bytesRatioOf(functions: ReadonlyArray<readonly [string, FunctionFigures]>): number {
  const both = functions.flatMap(([, { bytes, toBase }]) => (toBase ? [{ bytes, toBase }] : []));
  const now = both.reduce((sum, { bytes }) => sum + bytes, 0);
  return round(now / both.reduce((sum, { toBase }) => sum + toBase.bytes, 0), 2);
}

function bytecodeOf(start: string): string {
  const [path] = globSync(join(dirname(start), `bytecode/${process.version}-*[!c].bin`));
  if (path === undefined) throw new Error(`There is no bytecode beside ${start}.`);
  return path;
}

function fastestOf(path: string, timings: Timings): number {
  return Math.min(...(timings.get(path) ?? []).map(({ importMs }) => importMs));
}

function importMsOf(path: string, timings: Timings): number {
  return round(median((timings.get(path) ?? []).map(({ importMs }) => importMs)), 1);
}

function bytesOf(path: string): number {
  return readFileSync(path).length;
}
