import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { bundleOptions } from '../../../infra/bundling/bundle-options.ts';

const entry = fileURLToPath(new URL('./sdk-clients.ts', import.meta.url));

/** Bundles the SDK clients alone into a folder, the whole of them; returns the bundle's path. */
export async function buildSdkBundle(directory: string): Promise<string> {
  const path = join(directory, 'handler.js');
  await build({ ...bundleOptions, sourcemap: false, entryPoints: [entry], outfile: path });
  writeFileSync(join(directory, 'package.json'), '{"type":"commonjs"}\n');
  return path;
}
