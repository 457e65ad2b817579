import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build, type Plugin } from 'esbuild';
import { bundleOptions } from '../../../infra/bundling/bundle-options.ts';
import { leanSdk } from '../../../infra/bundling/lean-sdk.ts';

const options = { ...bundleOptions, sourcemap: false, write: false } satisfies BuildOptions;

const entry = fileURLToPath(new URL('./sdk-clients.ts', import.meta.url));

/** Bundles the SDK clients alone into a folder, the whole of them; returns the bundle's path. */
export async function buildSdkBundle(directory: string): Promise<string> {
  const path = join(directory, 'handler.js');
  writeFileSync(path, await bundle(entry, []));
  writeFileSync(join(directory, 'package.json'), '{"type":"commonjs"}\n');
  return path;
}

/** Figures of a former build would mislead. @throws when `dist` holds something else. */
export async function requireFresh(functionName: string): Promise<void> {
  const built = readFileSync(`dist/${functionName}/handler.js`);
  if (built.equals(await bundle(`functions/${functionName}/handler.ts`, [leanSdk()]))) return;
  throw new Error(`dist/${functionName} is not what its source gives: run "npm run build".`);
}

async function bundle(entryPoint: string, plugins: Plugin[]): Promise<Uint8Array> {
  const { outputFiles = [] } = await build({ ...options, entryPoints: [entryPoint], plugins });
  const [file] = outputFiles;
  if (!file) throw new Error(`esbuild made nothing of ${entryPoint}.`);
  return file.contents;
}
