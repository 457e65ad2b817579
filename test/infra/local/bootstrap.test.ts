import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { aFolder } from './runner/support/a-folder.ts';

/** What a person has before anything was installed. */
function aFreshClone(): string {
  const clone = aFolder();
  mkdirSync(join(clone, 'infra/local'), { recursive: true });
  for (const path of ['infra/local/bootstrap.mjs', 'package.json', 'package-lock.json']) {
    copyFileSync(path, join(clone, path));
  }
  return clone;
}

const manifest: { scripts: Record<string, string> } = JSON.parse(
  readFileSync('package.json', 'utf8'),
);

describe('the command before npm start', () => {
  it.each(['rollerdoor', 'app'])('%s says what to run first, installs nothing', (name) => {
    const bootstrap = join(aFreshClone(), 'infra/local/bootstrap.mjs');

    const { status, stdout, stderr } = spawnSync(process.execPath, [bootstrap, name, 'status'], {
      encoding: 'utf8',
    });

    expect(status).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toBe(
      'The project is not installed yet. Run "npm start" first, or "npm ci" for a deployed stage.\n',
    );
  });
});

describe('scripts', () => {
  it('run our TypeScript through the file that every Node reads, which finds Node 24', () => {
    const { app }: { app: string } = JSON.parse(readFileSync('cdk.json', 'utf8'));
    const raw = [...Object.values(manifest.scripts), app].filter((script) =>
      /\bnode \S+\.ts\b/.test(script),
    );

    expect(raw).toEqual([]);
    expect(manifest.scripts.rollerdoor).toBe('node infra/local/bootstrap.mjs rollerdoor');
  });
});
