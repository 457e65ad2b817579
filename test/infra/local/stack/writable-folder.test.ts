import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { requireWritableFolder } from '../../../../infra/local/stack/writable-folder.ts';
import { aFolder } from '../runner/support/a-folder.ts';

describe('a folder to write to', () => {
  it('is made with those above it', () => {
    const folder = join(aFolder(), '.local', '4400');

    requireWritableFolder(folder);
    requireWritableFolder(folder);

    expect(existsSync(folder)).toBe(true);
  });

  it('is refused where a file is in the way, and the file is named', () => {
    const file = join(aFolder(), '.local');
    writeFileSync(file, '');

    expect(() => requireWritableFolder(join(file, '4400'))).toThrow(
      `${file} is in the way: it is a file and has to be a folder. Remove it.`,
    );
  });

  it('is refused where nobody may write, with the folder that says no and the reason', () => {
    // Even root may make no folder there.
    expect(() => requireWritableFolder('/proc/rollerdoor/4400')).toThrow(
      /^You may not write to \/proc \(E(ACCES|NOENT|PERM|ROFS)\)\. Take it over/,
    );
  });
});
