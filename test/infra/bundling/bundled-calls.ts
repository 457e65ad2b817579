import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { bundleOptions } from '../../../infra/bundling/bundle-options.ts';
import type { awsCalls, errorClasses, hostsIn } from './aws-calls.ts';

export interface BundledCalls {
  awsCalls: typeof awsCalls;
  errorClasses: typeof errorClasses;
  hostsIn: typeof hostsIn;
}

/** The calls in a bundle made as a function's, loaded from a file of its own. */
export async function bundledCalls(plugins: Plugin[]): Promise<BundledCalls> {
  const folder = mkdtempSync(join(tmpdir(), 'rollerdoor-bundled-'));
  try {
    const path = join(folder, 'calls.cjs');
    await build({
      ...bundleOptions,
      entryPoints: ['test/infra/bundling/aws-calls.ts'],
      outfile: path,
      sourcemap: false,
      plugins,
    });
    return createRequire(import.meta.url)(path);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
