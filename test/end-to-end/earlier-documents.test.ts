import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  connectOperator,
  isQuiet,
  type PrivateStack,
  press,
  startPrivateStack,
  stateOf,
} from '../support/connected-stack.ts';
import { expectSameBooks } from '../support/same-books.ts';

let stack: PrivateStack | undefined;

afterEach(async () => {
  await stack?.stop();
  stack = undefined;
});

/** Runs with the real time, and ahead of it once a test has skipped what dead workers held. */
const clock = { aheadMs: 0, now: () => Date.now() + clock.aheadMs };

const earlier = 80;
/** Raised, and told by events, after each kill. */
const liveEach = 3;
/** In the ledger when the workers are killed: each leaves more than half of the run to be done. */
const killsAt = [
  { what: 'invoices', count: 1 },
  { what: 'payments', count: 1 },
  { what: 'invoices', count: 60 },
] as const;
const all = earlier + killsAt.length * liveEach;

describe('documents of before the connection, through real processes', () => {
  it('arrive once although their workers are killed three times, with live events in between', async () => {
    const running = await startPrivateStack({ liftCaps: true, clock });
    stack = running;
    const { stora, xero } = running.sandboxes;
    await press(stora.url, 'month-end-run', { count: earlier });
    await press(stora.url, 'pay-all');
    await connectOperator(running, 'acorn', 'Acorn Self Storage');
    await running.rollerdoor('backfill', 'start', 'acorn');
    for (const { what, count } of killsAt) {
      await killAt(running, what, count);
      await press(stora.url, 'month-end-run', { count: liveEach });
    }

    const lines = (await running.rollerdoor('backfill', 'watch', 'acorn')).split('\n');

    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ status: 'done', parked: 0, left: 0 });
    await untilPosted(running);
    const [source, ledger] = [await stateOf(stora.url), await stateOf(xero.url)];
    expectSameBooks(source, ledger);
    const paid = ledger.payments.map(
      (payment: { documentNumber: string }) => payment.documentNumber,
    );
    expect(paid).toHaveLength(earlier);
    expect(new Set(paid).size).toBe(earlier);
    const status = JSON.parse(await running.rollerdoor('status', 'acorn', '--json'));
    expect(status.issues).toEqual([]);
  }, 200_000);
});

/** SIGKILL to every worker that posts, once so much is in the ledger; the run is not at its end then. */
async function killAt(
  running: PrivateStack,
  what: 'invoices' | 'payments',
  count: number,
): Promise<void> {
  await vi.waitFor(
    async () =>
      expect((await stateOf(running.sandboxes.xero.url))[what].length).toBeGreaterThanOrEqual(
        count,
      ),
    { timeout: 60_000, interval: 5 },
  );
  const workers = ['rollerdoor-walk-pages', 'rollerdoor-apply-changes-xero'].map(
    (name) => running.runner.functions.get(name)?.workers() ?? [],
  );
  expect(workers[0]).not.toEqual([]);
  for (const { pid } of workers.flat()) process.kill(pid, 'SIGKILL');
  const run = JSON.parse(await running.rollerdoor('backfill', 'status', 'acorn', '--json'));
  expect(run.status).toBe('running');
  // What the dead workers held stays hidden for the visibility timeout: skip it.
  clock.aheadMs += 300_000;
  running.aws.sqs.tick();
}

/** Every event is delivered, every document is there, and no queue holds anything. */
async function untilPosted(running: PrivateStack): Promise<void> {
  await vi.waitFor(
    async () => {
      const { stora, xero } = running.sandboxes;
      expect((await stateOf(stora.url)).deliverySummary.pending).toBe(0);
      expect((await stateOf(xero.url)).invoices).toHaveLength(all);
      expect(await isQuiet(running)).toBe(true);
    },
    { timeout: 60_000, interval: 200 },
  );
}
