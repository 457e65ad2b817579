import { existsSync, readFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type Stack, startStack } from '../../../../infra/local/stack/start-stack.ts';

describe('a private local stack', () => {
  let stack: Stack;

  beforeAll(async () => {
    stack = await startStack({ liftCaps: true, schedules: false });
  });
  afterAll(() => stack.stop());

  it('serves the portal and both sandboxes on three ports in a row', async () => {
    const urls = [stack.portalUrl, stack.sandboxes.stora.url, stack.sandboxes.xero.url];
    const answers = await Promise.all(urls.map((url) => fetch(url)));

    const [first = 0, second, third] = urls.map((url) => Number(new URL(url).port));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect([second, third]).toEqual([first + 1, first + 2]);
  });

  it('gives the sandboxes’ credentials to the functions through the secrets', async () => {
    const { clients } = stack.runner;
    const { secretNames } = stack.file;

    const values = await Promise.all(
      [secretNames.stora, secretNames.xero].map(async (SecretId) => {
        const { SecretString } = await clients.secretsManager.send(
          new GetSecretValueCommand({ SecretId }),
        );
        return JSON.parse(SecretString ?? '');
      }),
    );

    const { stora, xero } = stack.sandboxes;
    expect(values).toEqual([stora.client, xero.client]);
  });

  it('lifts the caps in the sandboxes and in the functions', () => {
    const worker = stack.runner.functions.get('rollerdoor-apply-changes-xero');
    const settings = JSON.parse(worker?.definition.environment.TARGET_SETTINGS ?? '');
    const { limits } = settings.xero;

    expect(stack.sandboxes.stora.sandbox.settings.limits.enabled).toBe(false);
    expect(stack.sandboxes.xero.sandbox.world.settings.limits.enabled).toBe(false);
    expect(limits.windows.map(({ limit }: { limit: unknown }) => limit)).toEqual([null, null]);
  });

  it('writes down where everything is', () => {
    const path = join(dirname(stack.file.logDirectory), 'stack.json');

    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(stack.file);
    expect(Object.keys(stack.file.queueUrls).toSorted()).toEqual([
      'changes-xero-dlq.fifo',
      'changes-xero.fifo',
      'nights-dlq.fifo',
      'nights.fifo',
      'pages-dlq.fifo',
      'pages.fifo',
      'token-refreshes-dlq.fifo',
      'token-refreshes.fifo',
      'write-backs-dlq.fifo',
      'write-backs.fifo',
    ]);
  });

  it('runs the scheduled function on request', async () => {
    const result = await stack.runner.invoke('rollerdoor-refresh-tokens', {});

    expect(result.kind).toBe('succeeded');
  });
});

describe('a local stack that was stopped', () => {
  it('is gone with its ports, its processes and its folder', async () => {
    const stack = await startStack({ schedules: false });
    await fetch(stack.portalUrl);

    await stack.stop();

    expect(existsSync(dirname(stack.file.logDirectory))).toBe(false);
    await expect(fetch(stack.portalUrl)).rejects.toThrow();
    expect([...stack.runner.functions.values()].flatMap((pool) => pool.workers())).toEqual([]);
  });

  it('does not start beside another one on the same ports', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void taken.close());
    const { port } = taken.address() as AddressInfo;

    const second = startStack({ portBase: port });

    await expect(second).rejects.toThrow(`127.0.0.1:${port} is taken`);
  });
});
