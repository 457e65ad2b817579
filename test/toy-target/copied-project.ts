import { spawn } from 'node:child_process';
import {
  cpSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

/** What a target may touch at most. */
const product = ['shared', 'functions', 'infra'];
/** For what is run in the copy: fakes, and nothing that is about one target. */
const forRunning = ['test/builders', 'test/fakes', 'test/toy-target/in-the-copy'];
const forTools = [
  'test/infra/cli/cli-world.ts',
  'test/application/connect/connect-world.ts',
  'package.json',
  'tsconfig.json',
  'cdk.json',
];

/** The project in a temporary folder, without the target yet. */
export function copyProject(): string {
  const copy = mkdtempSync(join(tmpdir(), 'rollerdoor-toy-'));
  for (const path of filesOf('.', [...product, ...forRunning, ...forTools])) {
    mkdirSync(dirname(join(copy, path)), { recursive: true });
    cpSync(path, join(copy, path));
  }
  symlinkSync(resolve('node_modules'), join(copy, 'node_modules'));
  return copy;
}

export function removeCopy(copy: string): void {
  rmSync(copy, { recursive: true, force: true });
}

/** Files at these paths or below; nothing generated stands there. */
function filesOf(root: string, paths: readonly string[]): string[] {
  return globSync([...paths, ...paths.map((path) => `${path}/**/*`)], { cwd: root }).filter(
    (path) => statSync(join(root, path)).isFile(),
  );
}

/** Paths of the product that the copy has otherwise than the original, sorted. */
export function differences(copy: string): string[] {
  const before = new Set(filesOf('.', product));
  const after = filesOf(copy, product);
  const changed = after.filter(
    (path) => !before.has(path) || readFileSync(path, 'utf8') !== readIn(copy, path),
  );
  return [...changed, ...before.difference(new Set(after))].sort();
}

export function readIn(copy: string, path: string): string {
  return readFileSync(join(copy, path), 'utf8');
}

/** One piece of a file, as it is before and after. */
interface Hunk {
  path: string;
  before: string;
  after: string;
}

/** The blocks of a document that show how a file changes: `--- path`, then lines with ` `, `-` or `+`. */
export function hunksOf(document: string): Hunk[] {
  return [...document.matchAll(/^```diff\n--- (\S+)\n([\s\S]*?)^```$/gm)].map(
    ([, path = '', text = '']) => {
      const lines = text.split('\n').slice(0, -1);
      const without = (mark: string) =>
        lines
          .filter((line) => !line.startsWith(mark))
          .map((line) => `${line.slice(1)}\n`)
          .join('');
      return { path, before: without('+'), after: without('-') };
    },
  );
}

/** @throws Error where the file does not have the lines as the document shows them, exactly once. */
export function applyHunk(copy: string, { path, before, after }: Hunk): void {
  const parts = readIn(copy, path).split(before);
  if (parts.length !== 2)
    throw new Error(`${path} has these lines ${parts.length - 1} times:\n${before}`);
  writeFileSync(join(copy, path), parts.join(after));
}

/**
 * Runs a program of the project in the copy and gives what it wrote.
 * @throws Error with all of that, when it fails.
 */
export async function runIn(
  copy: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const child = spawn(process.execPath, args, {
    cwd: copy,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let written = '';
  let errors = '';
  child.stdout.on('data', (chunk) => {
    written += chunk;
  });
  child.stderr.on('data', (chunk) => {
    errors += chunk;
  });
  const code = await new Promise((done, fail) => {
    child.once('error', fail);
    child.once('close', done);
  });
  if (code === 0) return written;
  throw new Error(`${args.join(' ')} failed:\n${written}\n${errors}`);
}
