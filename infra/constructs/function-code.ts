import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AssetHashType } from 'aws-cdk-lib';
import { type AssetCode, Code } from 'aws-cdk-lib/aws-lambda';

/** A processor for which bytecode may go with a function; Node's own names. */
export type Processor = 'arm64' | 'x64';

export interface FunctionCode {
  readonly code: AssetCode;
  /** `file.export`. */
  readonly handler: string;
}

/**
 * The code of one function: its bundle, and bytecode for these processors as far as the build made some.
 * @param bytecodeFor None: the function starts with its bundle.
 * @throws Error when it has not been built.
 */
export function functionCode(bundle: string, bytecodeFor: readonly Processor[]): FunctionCode {
  const first = bytecodeFor.length === 0 ? 'handler' : 'start';
  const files = [...new Set(['handler.js', `${first}.js`, 'package.json'])];
  for (const file of files) requireBuilt(join(bundle, file));
  const made = bytecodeIn(bundle);
  const taken = made.filter((name) => bytecodeFor.some((processor) => name.includes(processor)));
  const code = Code.fromAsset(bundle, {
    exclude:
      taken.length === 0
        ? ['bytecode']
        : made.filter((name) => !taken.includes(name)).map((name) => `bytecode/${name}`),
    assetHashType: AssetHashType.CUSTOM,
    // V8 never gives the same bytes twice; a function that has not changed must not be deployed again.
    assetHash: hashOf(bundle, files, taken),
  });
  return { code, handler: `${first}.handler` };
}

function requireBuilt(path: string): void {
  if (!existsSync(path)) throw new Error(`There is no ${path}: run "npm run build" first.`);
}

function bytecodeIn(bundle: string): string[] {
  const folder = join(bundle, 'bytecode');
  return existsSync(folder) ? readdirSync(folder).sort() : [];
}

/** Of the sources and of which bytecode there is, wherever the bundle lies. */
function hashOf(bundle: string, files: readonly string[], bytecode: readonly string[]): string {
  const hash = createHash('sha256').update(bytecode.join(' '));
  for (const file of files) hash.update(`\n${file}\n`).update(readFileSync(join(bundle, file)));
  return hash.digest('hex');
}
