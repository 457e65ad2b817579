import { afterEach, expect, it, vi } from 'vitest';
import { openStores } from '../../shared/composition/open-stores.ts';
import {
  connectOperator,
  isQuiet,
  type PrivateStack,
  press,
  startPrivateStack,
  stateOf,
} from '../support/connected-stack.ts';

const operatorId = 'acorn';
const target = 'xero' as const;
const local = {
  region: 'us-east-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
};

let stack: PrivateStack | undefined;

afterEach(async () => {
  await stack?.stop();
  stack = undefined;
});

it('both sides are compared in the night of an operator, and whenever somebody asks', async () => {
  stack = await startPrivateStack({ liftCaps: true });
  await connectOperator(stack, operatorId, 'Acorn Self Storage');
  const dynamodb = { ...local, endpoint: stack.file.endpoints.dynamodb };
  const stores = openStores({ tableName: stack.file.tableName, dynamodb });
  await press(stack.sandboxes.stora.url, 'month-end-run', { count: 3 });
  const running = stack;
  await vi.waitFor(
    async () => {
      expect((await stateOf(running.sandboxes.xero.url)).invoices).toHaveLength(3);
      expect(await isQuiet(running)).toBe(true);
    },
    { timeout: 60_000, interval: 300 },
  );

  // Whoever connected has a night from then on; its hour is brought forward.
  const [watched] = await stores.nightWatches.due(Number.MAX_SAFE_INTEGER - 1, 1);
  if (watched === undefined) throw new Error('No night is due, ever.');
  await stores.nightWatches.next(watched, Date.now() - 1);
  await stack.runner.invoke('rollerdoor-start-nights', {});
  const night = await vi.waitFor(
    async () => {
      const current = await stores.nights.get(operatorId, target);
      expect(current?.status).toBe('done');
      return current;
    },
    { timeout: 60_000, interval: 300 },
  );

  expect(night).toMatchObject({ reason: 'schedule', found: {}, unexplainedMinor: 0 });
  const months = await stores.monthProofs.list(operatorId, target);
  expect(months.map(({ month }) => month)).toEqual(night?.months);
  expect(months[0]?.documents).toEqual({ source: 3, ledger: 3 });

  const told = await stack.rollerdoor('reconcile', operatorId, '--watch');
  expect(told).toContain('done');
}, 180_000);
