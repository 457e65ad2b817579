import { afterEach, describe, expect, it, vi } from 'vitest';
import { openStores } from '../../shared/composition/open-stores.ts';
import type { Browse } from '../support/browse.ts';
import {
  connectOperator,
  isQuiet,
  type PrivateStack,
  press,
  startPrivateStack,
  stateOf,
} from '../support/connected-stack.ts';

const operatorId = 'acorn';
const local = {
  region: 'us-east-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
};
/** Far less than the five minutes between two sweeps. */
const seconds = { timeout: 45_000, interval: 100 };

let stack: PrivateStack | undefined;

afterEach(async () => {
  await stack?.stop();
  stack = undefined;
});

async function connected() {
  stack = await startPrivateStack({ liftCaps: true });
  const browse = await connectOperator(stack, operatorId, 'Acorn Self Storage');
  const dynamodb = { ...local, endpoint: stack.file.endpoints.dynamodb };
  const stores = openStores({ tableName: stack.file.tableName, dynamodb });
  return { stack, browse, stores };
}

async function reconnectXero(running: PrivateStack, browse: Browse) {
  const status = await browse.open(`${running.file.portalUrl}/connections`);
  const consent = await browse.submit(status, '/connect/xero');
  return browse.submit(consent, '/identity/connect/authorize', {
    organisation: operatorId,
    decision: 'approve',
  });
}

async function untilPosted(running: PrivateStack, invoices: number): Promise<void> {
  await vi.waitFor(async () => {
    expect((await stateOf(running.sandboxes.xero.url)).invoices).toHaveLength(invoices);
    expect(await isQuiet(running)).toBe(true);
  }, seconds);
}

describe('after a reconnect, through real processes', () => {
  it('what waited beside the queue is in Xero within seconds, and nothing stands aside any more', async () => {
    const { stack: running, browse, stores } = await connected();
    await press(running.sandboxes.stora.url, 'month-end-run', { count: 1 });
    await untilPosted(running, 1);
    await press(running.sandboxes.xero.url, 'revoke-access');
    await press(running.sandboxes.stora.url, 'month-end-run', { count: 3 });
    await vi.waitFor(async () => {
      const { marks } = await stores.aside.withConnections(operatorId);
      expect(marks).toMatchObject([{ operatorId, queue: 'changes-xero' }]);
      expect(await isQuiet(running)).toBe(true);
    }, seconds);
    expect((await stateOf(running.sandboxes.xero.url)).invoices).toHaveLength(1);
    // The sweep looks at it, and leaves it where it is.
    const told = await running.rollerdoor('aside', operatorId);
    expect(told).toContain('waits for somebody to connect again');
    await running.runner.invoke('rollerdoor-wake-issues', {});

    await reconnectXero(running, browse);

    await untilPosted(running, 4);
    expect((await stores.aside.withConnections(operatorId)).marks).toEqual([]);
    expect(await stores.resting.hidden(10)).toEqual([]);
    expect(await stores.issues.list(operatorId)).toEqual([]);
  }, 180_000);

  it('the sweep sends what waits for an account that was restored, without a click', async () => {
    const { stack: running, stores } = await connected();
    await press(running.sandboxes.xero.url, 'archive-account', { code: '200' });
    await press(running.sandboxes.stora.url, 'month-end-run', { count: 3 });
    await vi.waitFor(async () => {
      const issues = await stores.issues.list(operatorId);
      expect(issues.map(({ cause }) => cause)).toContain('account_archived');
      expect(await isQuiet(running)).toBe(true);
    }, seconds);
    await press(running.sandboxes.xero.url, 'restore-account', { code: '200' });

    await running.runner.invoke('rollerdoor-wake-issues', {});

    await untilPosted(running, 3);
    expect(await stores.issues.list(operatorId)).toEqual([]);
  }, 180_000);
});
