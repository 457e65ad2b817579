import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { revokeRow } from '../../infra/local/vendors/stora/oauth/oauth-store.ts';
import {
  connectOperator,
  type PrivateStack,
  startPrivateStack,
} from '../support/connected-stack.ts';

let stack: PrivateStack;

beforeAll(async () => {
  stack = await startPrivateStack();
  // Less than what the sweep refreshes ahead of, so that every token is due at once.
  stack.sandboxes.stora.sandbox.settings.accessTokenTtlSeconds = 1_200;
  await connectOperator(stack, 'acorn', 'Acorn Self Storage');
});

afterAll(() => stack?.stop());

async function storaConnection() {
  const { connections } = JSON.parse(await stack.rollerdoor('--json', 'status', 'acorn'));
  return connections.find(({ provider }: { provider: string }) => provider === 'stora');
}

async function sweep() {
  const result = await stack.runner.invoke('rollerdoor-refresh-tokens', {});
  expect(result).toMatchObject({ kind: 'succeeded' });
}

const patience = { timeout: 40_000, interval: 500 };

describe('keeping a connection alive', () => {
  it('refreshes a token that ends soon through the queue, and uses it once', async () => {
    const { oauth } = stack.sandboxes.stora.sandbox.world;

    await sweep();

    await vi.waitFor(async () => {
      expect(await storaConnection()).toMatchObject({ tokenVersion: 2, status: 'connected' });
    }, patience);
    const [before, after] = oauth.rows.filter((row) => row.refreshToken !== null).slice(-2);
    // The new token was presented, or the pair before it would still be alive.
    await vi.waitFor(() => expect(before?.revokedEpochMs).not.toBeNull(), patience);
    expect(after?.revokedEpochMs).toBeNull();
  });

  it('notices that the operator withdrew its consent, and says so', async () => {
    const { world } = stack.sandboxes.stora.sandbox;
    for (const row of world.oauth.rows) revokeRow(row, world.clock.nowEpochMs());

    await sweep();

    await vi.waitFor(async () => {
      expect(await storaConnection()).toMatchObject({ tokenVersion: 2, status: 'needs_reconnect' });
    }, patience);
    expect(await stack.rollerdoor('status', 'acorn')).toContain('Stora: Reconnect needed');
  });
});
