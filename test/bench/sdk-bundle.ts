import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build } from 'esbuild';

/** As `infra/build.ts` bundles the functions; `requireSameOptions` notices when they part. */
const options: BuildOptions = {
  bundle: true,
  write: false,
  minify: true,
  format: 'cjs',
  platform: 'node',
  target: 'node24',
  mainFields: ['module', 'main'],
  legalComments: 'none',
  jsx: 'automatic',
  jsxImportSource: 'hono/jsx',
  logLevel: 'warning',
};

const entry = fileURLToPath(new URL('./sdk-clients.ts', import.meta.url));

/** Bundles the SDK clients alone into a folder, the way a function is bundled; returns the bundle's path. */
export async function buildSdkBundle(directory: string): Promise<string> {
  const path = join(directory, 'handler.js');
  writeFileSync(path, await bundle(entry));
  writeFileSync(join(directory, 'package.json'), '{"type":"commonjs"}\n');
  return path;
}

/** A comparison between differently made bundles would mislead. @throws when `dist` holds something else. */
export async function requireSameOptions(functionName: string): Promise<void> {
  const built = readFileSync(`dist/${functionName}/handler.js`);
  if (built.equals(await bundle(`functions/${functionName}/handler.ts`))) return;
  throw new Error(
    `dist/${functionName} is not what its source gives: run "npm run build". If that does not help,` +
      ' the options in test/bench/sdk-bundle.ts have to follow those in infra/build.ts.',
  );
}

async function bundle(entryPoint: string): Promise<Uint8Array> {
  const { outputFiles = [] } = await build({ ...options, entryPoints: [entryPoint] });
  const [file] = outputFiles;
  if (!file) throw new Error(`esbuild made nothing of ${entryPoint}.`);
  return file.contents;
}
