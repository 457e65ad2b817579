import { execFile } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import * as z from 'zod/mini';
import { buildSdkBundle, requireFresh } from './sdk-bundle.ts';
import { median, round } from './statistics.ts';

const run = promisify(execFile);
const timer = fileURLToPath(new URL('./import-time.mjs', import.meta.url));
const timing = z.object({ importMs: z.number(), constructMs: z.optional(z.number()) });
type Timing = z.infer<typeof timing>;

// An import takes well under a second; a process that takes this long hangs.
const importTimeoutMs = 30_000;

export interface BundleBench {
  readonly imports: number;
  readonly sdkClientsAlone: SdkFigures;
  readonly functions: Record<string, FunctionFigures>;
}

interface Figures {
  readonly bytes: number;
  readonly gzipBytes: number;
  /** Median over fresh processes. */
  readonly importMs: number;
  /** Hardly moves with the load of the machine, unlike the median. */
  readonly importFastestMs: number;
}

interface SdkFigures extends Figures {
  /** What making the four clients adds; the functions make theirs at the first invocation, after the import. */
  readonly constructMs: number;
}

interface FunctionFigures extends Figures {
  /** To the SDK clients alone. */
  readonly bytesRatio: number;
  /** Of the medians, like with like: no client is made in either. */
  readonly importRatio: number;
  /** Of the fastest imports: the one to compare over time. */
  readonly importFastestRatio: number;
  /** To the import of the SDK clients and their construction. */
  readonly importRatioToConstructed: number;
}

/** Size and import time of every built function, beside those of the SDK clients alone. */
export async function benchBundles(options: {
  readonly imports: number;
  readonly signal: AbortSignal;
}): Promise<BundleBench> {
  const names = globSync('dist/*/handler.js').map((path) => basename(dirname(path)));
  const [first] = names.sort();
  if (!first) throw new Error('There is nothing in dist: run "npm run build".');
  await requireFresh(first);
  const directory = mkdtempSync(join(tmpdir(), 'rollerdoor-bench-'));
  try {
    const sdkPath = await buildSdkBundle(directory);
    const paths = new Map(names.map((name) => [name, resolve(`dist/${name}/handler.js`)]));
    const timings = await timeImports([sdkPath, ...paths.values()], options);
    const sdk = sdkFigures(sdkPath, timings);
    const functions = [...paths].map(
      ([name, path]) => [name, functionFigures(figures(path, timings), sdk)] as const,
    );
    return {
      imports: options.imports,
      sdkClientsAlone: sdk,
      functions: Object.fromEntries(functions),
    };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** One round loads each bundle once, so that a slow moment of the machine hits all alike; the first round only warms the disk cache. */
async function timeImports(
  paths: readonly string[],
  { imports, signal }: { readonly imports: number; readonly signal: AbortSignal },
): Promise<Map<string, Timing[]>> {
  const timings = new Map<string, Timing[]>(paths.map((path) => [path, []]));
  for (let round = 0; round <= imports; round += 1) {
    for (const path of paths) {
      const measured = await timeImport(path, signal);
      if (round > 0) timings.get(path)?.push(measured);
    }
  }
  return timings;
}

async function timeImport(path: string, signal: AbortSignal): Promise<Timing> {
  const { stdout } = await run(process.execPath, [timer, path], {
    // Nothing of this machine's own: a compile cache or a loader would falsify the figure.
    env: {
      PATH: process.env.PATH ?? '',
      AWS_REGION: 'eu-west-2',
      AWS_ACCESS_KEY_ID: 'bench',
      AWS_SECRET_ACCESS_KEY: 'bench',
      AWS_LAMBDA_FUNCTION_NAME: 'bench',
    },
    signal,
    timeout: importTimeoutMs,
  });
  return z.parse(timing, JSON.parse(stdout));
}

function figures(path: string, timings: ReadonlyMap<string, readonly Timing[]>): Figures {
  const content = readFileSync(path);
  const importMs = (timings.get(path) ?? []).map((measured) => measured.importMs);
  return {
    bytes: content.length,
    gzipBytes: gzipSync(content, { level: 9 }).length,
    importMs: round(median(importMs), 1),
    importFastestMs: round(Math.min(...importMs), 1),
  };
}

function sdkFigures(path: string, timings: ReadonlyMap<string, readonly Timing[]>): SdkFigures {
  const construction = (timings.get(path) ?? []).map(({ constructMs }) => constructMs ?? 0);
  return { ...figures(path, timings), constructMs: round(median(construction), 1) };
}

function functionFigures(measured: Figures, sdk: SdkFigures): FunctionFigures {
  return {
    ...measured,
    bytesRatio: round(measured.bytes / sdk.bytes, 2),
    importRatio: round(measured.importMs / sdk.importMs, 2),
    importFastestRatio: round(measured.importFastestMs / sdk.importFastestMs, 2),
    importRatioToConstructed: round(measured.importMs / (sdk.importMs + sdk.constructMs), 2),
  };
}
