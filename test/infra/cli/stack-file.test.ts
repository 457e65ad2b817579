import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findStackFile, notRunning } from '../../../infra/cli/stack-file.ts';
import { aFolder } from '../local/runner/support/a-folder.ts';

/** A process that has ended. */
const gone = spawnSync(process.execPath, ['--version']).pid;

function aLocalFolder(stacks: Record<string, number>): string {
  const folder = aFolder();
  for (const [name, pid] of Object.entries(stacks)) {
    const path = join(folder, name, 'stack.json');
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, JSON.stringify({ pids: { stack: pid } }));
  }
  return folder;
}

describe('the local stack that the command means', () => {
  it('is the one that runs, whatever its ports', () => {
    const folder = aLocalFolder({ 4700: process.pid });

    expect(findStackFile(folder)).toBe(join(folder, '4700', 'stack.json'));
  });

  it('is not one that was killed, nor one of a test', () => {
    const folder = aLocalFolder({ 4400: gone, 4700: process.pid, 'test-1': process.pid });

    expect(findStackFile(folder)).toBe(join(folder, '4700', 'stack.json'));
  });

  it('is asked for when two run, and found by its port base', () => {
    const folder = aLocalFolder({ 4700: process.pid, 4400: process.pid });

    expect(() => findStackFile(folder)).toThrow(
      'Several local stacks are running: say which with --port-base (4400, 4700).',
    );
    expect(findStackFile(folder, '4700')).toBe(join(folder, '4700', 'stack.json'));
  });

  it('is none when none runs, or another than the one that is named', () => {
    expect(() => findStackFile(join(aFolder(), 'none'))).toThrow(notRunning);
    expect(() => findStackFile(aLocalFolder({ 4400: gone }))).toThrow(notRunning);
    expect(() => findStackFile(aLocalFolder({ 4400: process.pid }), '4700')).toThrow(
      'No local stack is running on port base 4700. Running: 4400.',
    );
  });
});
