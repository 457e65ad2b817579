import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import * as z from 'zod/mini';

const run = promisify(execFile);
/** The root of what is here, beside an earlier build. */
export const here = fileURLToPath(new URL('../..', import.meta.url));

/** What figures are compared with: the state before the calls were halved. */
export const baseCommit = '06999a4';

/** The source of an earlier commit, built. */
export interface EarlierBuild {
  readonly commit: string;
  /** Its root, with `dist` and `node_modules`. A process that runs code of it needs this as its working directory. */
  readonly folder: string;
  remove(): void;
}

const lockfile = z.object({
  packages: z.record(
    z.string(),
    z.looseObject({ version: z.optional(z.string()), optional: z.optional(z.boolean()) }),
  ),
});
type Packages = z.infer<typeof lockfile>['packages'];

/**
 * Takes a commit from the repository's history into a folder of its own and builds its functions there, with the
 * packages that are installed here where they are the same, else with its own. A worktree would do as well, but
 * leaves a trace in the repository when the bench is killed.
 * @throws Error where the history does not reach so far back (a shallow clone), or the build fails.
 */
export async function buildOf(commit = baseCommit, signal?: AbortSignal): Promise<EarlierBuild> {
  const folder = mkdtempSync(join(tmpdir(), `rollerdoor-${commit}-`));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const call = (command: string, args: readonly string[], cwd: string) =>
    run(command, [...args], { cwd, ...(signal && { signal }), maxBuffer: 64 * 1024 * 1024 });
  try {
    const archive = join(folder, '.source.tar');
    await call('git', ['archive', '--output', archive, commit], here);
    await call('tar', ['-xf', archive, '-C', folder], folder);
    rmSync(archive);
    if (hasPackagesOf(folder))
      symlinkSync(join(here, 'node_modules'), join(folder, 'node_modules'));
    else await call('npm', ['ci', '--loglevel=error'], folder);
    await call(process.execPath, ['infra/build.ts'], folder);
    return { commit, folder, remove };
  } catch (error) {
    // Nothing to compare with: the caller says so, and nothing is left behind.
    remove();
    throw new Error(`${commit} could not be built from the history of this repository.`, {
      cause: error,
    });
  }
}

/** Whether every package that the folder's lockfile names is installed here in that version. */
function hasPackagesOf(folder: string): boolean {
  const lock = join(here, 'node_modules/.package-lock.json');
  if (!existsSync(lock)) return false;
  const installed = readPackages(lock);
  return Object.entries(readPackages(join(folder, 'package-lock.json'))).every(
    ([path, { version, optional = false }]) =>
      path === '' || installed[path]?.version === version || (optional && !installed[path]),
  );
}

function readPackages(path: string): Packages {
  return z.parse(lockfile, JSON.parse(readFileSync(path, 'utf8'))).packages;
}
