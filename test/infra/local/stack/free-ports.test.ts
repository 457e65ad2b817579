import { type AddressInfo, createServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { findFreePorts, requireFreePorts } from '../../../../infra/local/stack/free-ports.ts';

async function taken(port = 0): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

describe('ports that are taken', () => {
  it('are named, with a run that is free instead of them', async () => {
    const base = await findFreePorts(3);
    await taken(base + 1);
    await taken(base + 100);

    const error: unknown = await requireFreePorts(base, 3).catch((reason: unknown) => reason);

    const [, port, advice] =
      /^127\.0\.0\.1:(\d+) is taken, .* npm start -- --port-base (\d+)$/.exec(
        error instanceof Error ? error.message : '',
      ) ?? [];
    expect(Number(port)).toBe(base + 1);
    expect(Number(advice)).not.toBe(base + 100);
    await requireFreePorts(Number(advice), 3);
  });

  it('high up are named with free ones all the same', async () => {
    const port = await taken();

    await expect(requireFreePorts(port, 1)).rejects.toThrow(/--port-base \d+$/);
  });
});
