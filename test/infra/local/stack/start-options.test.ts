import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { readStartOptions } from '../../../../infra/local/stack/start-options.ts';

describe('the options of npm start', () => {
  it('are the usual ports and caps when nothing is said', () => {
    expect(readStartOptions([], {})).toEqual({ portBase: 4400, liftCaps: false });
  });

  it('are taken from the command line before the environment', () => {
    const env = { ROLLERDOOR_PORT_BASE: '4600', ROLLERDOOR_LIFT_CAPS: '1' };

    expect(readStartOptions([], env)).toEqual({ portBase: 4600, liftCaps: true });
    expect(readStartOptions(['--port-base', '4700'], env).valueOf()).toMatchObject({
      portBase: 4700,
    });
  });

  it.each([
    [['--prot-base', '4500'], "Unknown option '--prot-base'."],
    [['4500'], "Unexpected argument '4500'."],
    [['--port-base'], "Option '--port-base <value>' argument missing."],
  ])('%j are explained with what there is', (args, problem) => {
    expect(() => readStartOptions(args, {})).toThrow(`${problem}\n\nnpm start -- [--port-base`);
  });

  it.each(['80', '65534', '4400.5', 'portal', ''])('refuse the port base "%s"', (portBase) => {
    expect(() => readStartOptions(['--port-base', portBase], {})).toThrow('three ports are used');
    expect(() => readStartOptions([], { ROLLERDOOR_PORT_BASE: portBase })).toThrow('three ports');
  });

  it('that are unknown end a start at once: nothing is built and no stack trace is shown', () => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['infra/local/start.ts', '--fast'],
      { encoding: 'utf8' },
    );

    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^Unknown option '--fast'\.\n\nnpm start -- /);
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});
