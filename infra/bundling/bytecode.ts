import { spawnSync } from 'node:child_process';
import { copyFileSync, globSync, rmSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';

const maker = fileURLToPath(new URL('./make-bytecode.mjs', import.meta.url));
const starter = fileURLToPath(new URL('./start-with-bytecode.cjs', import.meta.url));

/** V8 refuses bytecode made under other flags. Lambda has run Node with the second; processes of ours with none. */
const flagSets = [[], ['--expose-gc']];

// A bundle loads in a fraction of a second, under an emulator in some seconds.
const timeoutMs = 120_000;

export interface Bytecode {
  /** The files that every bundle now has. */
  readonly names: string[];
  /** A sentence for each Node that cannot run here. */
  readonly problems: string[];
}

/**
 * Puts the starter and the bytecode of each Node beside the bundles; what is of the same Node and source stays.
 * @param nodes Commands that run a Node, e.g. `['/usr/bin/node']`.
 */
export function addBytecode(
  folders: readonly string[],
  nodes: ReadonlyArray<readonly string[]>,
): Bytecode {
  for (const folder of folders) copyFileSync(starter, `${folder}/start.js`);
  const made = nodes.flatMap((node) => flagSets.map((flags) => make(folders, [...node, ...flags])));
  const names = made.flatMap(({ name }) => name ?? []);
  for (const path of globSync(folders.map((folder) => `${folder}/bytecode/*`))) {
    if (!names.includes(basename(path))) rmSync(path);
  }
  return { names, problems: made.flatMap(({ problem }) => problem ?? []) };
}

function make(
  folders: readonly string[],
  [command = '', ...args]: string[],
): { name?: string; problem?: string } {
  const { status, stdout, stderr, error } = spawnSync(command, [...args, maker, ...folders], {
    encoding: 'utf8',
    timeout: timeoutMs,
    // Nothing of this machine's own: flags from outside would make bytecode that no function can use.
    env: { PATH: process.env.PATH ?? '' },
  });
  if (status === 0) return { name: stdout };
  const said = error?.message ?? stderr.split('\n').find((line) => line.includes('Error')) ?? '';
  return { problem: `no bytecode from "${[command, ...args].join(' ')}": ${said}` };
}

/** A Node of the functions' own processor where this machine's is another, from ROLLERDOOR_BYTECODE_NODE. */
export function nodesOf(environment: Record<string, string | undefined>): string[][] {
  const told = environment.ROLLERDOOR_BYTECODE_NODE?.split(' ').filter((word) => word !== '') ?? [];
  return told.length === 0 ? [[process.execPath]] : [[process.execPath], told];
}
