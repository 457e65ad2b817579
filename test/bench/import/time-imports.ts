import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import * as z from 'zod/mini';

const run = promisify(execFile);
const timer = fileURLToPath(new URL('./import-time.mjs', import.meta.url));
const timing = z.object({
  importMs: z.number(),
  bytecode: z.optional(z.string()),
});
export type Timing = z.infer<typeof timing>;

// An import takes well under a second; a process that takes this long hangs.
const importTimeoutMs = 30_000;

/**
 * Loads each bundle so many times, each time in a fresh process. One round loads each once, so that a slow moment of
 * the machine hits all alike, forth and back in turn; the first round only warms the disk cache.
 */
export async function timeImports(
  paths: readonly string[],
  { imports, signal }: { readonly imports: number; readonly signal: AbortSignal },
): Promise<Map<string, Timing[]>> {
  const timings = new Map<string, Timing[]>(paths.map((path) => [path, []]));
  for (let round = 0; round <= imports; round += 1) {
    for (const path of round % 2 === 0 ? paths : paths.toReversed()) {
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
