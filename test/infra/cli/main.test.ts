import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';

/** The command as a process of its own: its exit code and what it prints where. */
function rollerdoor(...args: string[]) {
  const env = {
    PATH: process.env.PATH,
    ROLLERDOOR_STACK_FILE: '/nowhere/stack.json',
    AWS_EC2_METADATA_DISABLED: 'true',
  };
  return spawnSync(process.execPath, ['infra/cli/main.ts', ...args], { env, encoding: 'utf8' });
}

it.each([
  [['status', '--json'], 1, 'The local stack is not running'],
  [['no-such-command', '--json'], 2, 'unknown command'],
  [['status', '--colour', '--json'], 2, 'unknown option'],
  [['--stage', 'production', 'operator', 'list', '--json'], 1, 'needs its region: give --region'],
])('answers a program that called %j with JSON and nothing else', (args, exitCode, words) => {
  const { status, stdout, stderr } = rollerdoor(...args);

  expect(JSON.parse(stderr)).toEqual({
    error: { message: expect.stringContaining(words), exitCode },
  });
  expect(stdout).toBe('');
  expect(status).toBe(exitCode);
});

it('tells a person what a deployed stage lacks', () => {
  const { status, stderr } = rollerdoor('--stage', 'production', 'operator', 'list');

  expect(stderr).toBe(
    'A deployed stage needs its region: give --region, for instance --region eu-west-1.\n',
  );
  expect(status).toBe(1);
});
