import {
  existsSync,
  globSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname } from 'node:path';
import { build } from 'esbuild';
import { bundleOptions } from './bundling/bundle-options.ts';
import { addBytecode, nodesOf } from './bundling/bytecode.ts';
import { leanSdk } from './bundling/lean-sdk.ts';

const startedAtMs = performance.now();
const names = globSync('functions/*/handler.ts')
  .map((path) => basename(dirname(path)))
  .sort();
removeFormerFunctions(names);
await bundle(names);
const bytecode = addBytecode(
  names.map((name) => `dist/${name}`),
  nodesOf(process.env),
);
writeFileSync('dist/sizes.json', `${JSON.stringify(measure(names), null, 2)}\n`);
for (const problem of bytecode.problems) console.warn(problem);
const seconds = ((performance.now() - startedAtMs) / 1000).toFixed(1);
console.log(
  names.length === 0
    ? 'nothing to build: there is no functions/*/handler.ts yet'
    : `built ${names.length} function(s) in ${seconds} s, bytecode for ${bytecode.names.join(', ')}`,
);

async function bundle(functionNames: string[]): Promise<void> {
  mkdirSync('dist', { recursive: true });
  await build({
    ...bundleOptions,
    entryPoints: functionNames.map((name) => ({
      in: `functions/${name}/handler.ts`,
      out: `${name}/handler`,
    })),
    outdir: 'dist',
    plugins: [leanSdk()],
  });
  for (const name of functionNames) {
    requireAscii(`dist/${name}/handler.js`);
    // The project is "type": "module"; without this Node would read the bundle as ESM.
    writeFileSync(`dist/${name}/package.json`, '{"type":"commonjs"}\n');
  }
}

/**
 * One letter beyond ASCII makes V8 keep a whole bundle in two bytes a letter, which costs memory and loading time.
 * esbuild escapes them in strings but not in regular expressions.
 * @throws Error that shows the place.
 */
function requireAscii(path: string): void {
  const source = readFileSync(path, 'utf8');
  const at = source.search(/[^\0-\x7f]/);
  if (at === -1) return;
  throw new Error(
    `${path} has a letter beyond ASCII at …${source.slice(Math.max(0, at - 40), at + 20)}…: write it as \\u and its code.`,
  );
}

/** A renamed function must not linger where the local stack or a deployment would still find it. */
function removeFormerFunctions(functionNames: string[]): void {
  if (!existsSync('dist')) return;
  for (const entry of readdirSync('dist', { withFileTypes: true })) {
    if (entry.isDirectory() && !functionNames.includes(entry.name)) {
      rmSync(`dist/${entry.name}`, { recursive: true });
    }
  }
}

function measure(functionNames: string[]): Record<string, { bytes: number }> {
  return Object.fromEntries(
    functionNames.map((name) => [name, { bytes: statSync(`dist/${name}/handler.js`).size }]),
  );
}
