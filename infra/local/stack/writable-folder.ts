import { accessSync, constants, existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes the folder if need be, one by one: a recursive `mkdir` says "no such file" where it may not write.
 * @throws Error that names what is in the way, and what to do.
 */
export function requireWritableFolder(folder: string): void {
  const standing = nearestExisting(folder);
  if (!statSync(standing).isDirectory()) {
    throw new Error(`${standing} is in the way: it is a file and has to be a folder. Remove it.`);
  }
  try {
    accessSync(standing, constants.W_OK | constants.X_OK);
    makeFolder(folder);
  } catch (error) {
    // Recovery: the person takes the folder over, or removes it.
    const code = error instanceof Error && 'code' in error ? ` (${error.code})` : '';
    throw new Error(
      `You may not write to ${standing}${code}. Take it over, as with "sudo chown -R $(id -un) ${standing}",` +
        ' or start from a folder of your own.',
    );
  }
}

function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  mkdirSync(folder);
}

function nearestExisting(path: string): string {
  return existsSync(path) ? path : nearestExisting(dirname(path));
}
