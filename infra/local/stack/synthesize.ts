import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';

export interface SynthesisOptions {
  /** Root of the project. */
  readonly root: string;
  /** Where templates and bundles go; what it held goes when it is out of date. */
  readonly outDir: string;
  /** Read by the stage `local`, e.g. ROLLERDOOR_PORT_BASE. */
  readonly environment: Readonly<Record<string, string>>;
}

const cdkJson = z.looseObject({ context: z.record(z.string(), z.unknown()) });
const stampName = 'inputs.sha256';

/**
 * Synthesizes the stage `local`, unless the folder already holds what the same inputs gave.
 * @throws Error with the app's own output when it fails.
 */
export async function synthesize(options: SynthesisOptions): Promise<void> {
  const stampPath = join(options.outDir, stampName);
  const stamp = stampOf(options);
  if (existsSync(stampPath) && readFileSync(stampPath, 'utf8') === stamp) return;
  rmSync(options.outDir, { recursive: true, force: true });
  mkdirSync(options.outDir, { recursive: true });
  await runApp(options);
  writeFileSync(stampPath, stamp);
}

// All that decides the templates; the bundles are copied beside them.
const inputs = [
  'infra/*.ts',
  'infra/{stacks,constructs,stages}/**/*.ts',
  'functions/*/config.ts',
  'shared/{contracts,source,targets}/**/*.ts',
  'dist/*/{handler,start}.js',
  'dist/*/bytecode/*',
  'cdk.json',
  'package-lock.json',
];

function stampOf({ root, environment }: SynthesisOptions): string {
  const hash = createHash('sha256').update(JSON.stringify(environment));
  for (const path of globSync(inputs, { cwd: root }).sort()) {
    hash.update(`\n${path}\n`).update(readFileSync(join(root, path)));
  }
  return hash.digest('hex');
}

/** Without the CLI, which would only add a second: an app writes its assembly itself when told where. */
async function runApp({ root, outDir, environment }: SynthesisOptions): Promise<void> {
  const { context } = cdkJson.parse(JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8')));
  const child = spawn(process.execPath, ['infra/app.ts'], {
    cwd: root,
    env: {
      ...process.env,
      ...environment,
      CDK_OUTDIR: outDir,
      CDK_CONTEXT_JSON: JSON.stringify({ ...context, stage: 'local' }),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output: Buffer[] = [];
  child.stdout.on('data', (chunk) => output.push(chunk));
  child.stderr.on('data', (chunk) => output.push(chunk));
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code === 0) return;
  throw new Error(`Synthesis of the stage "local" failed:\n${Buffer.concat(output)}`);
}
