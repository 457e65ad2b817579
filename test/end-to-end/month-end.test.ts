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

/** Runs with the real time, and ahead of it once a test has skipped a visibility timeout. */
const clock = { aheadMs: 0, now: () => Date.now() + clock.aheadMs };

async function connectedStack(): Promise<PrivateStack> {
  clock.aheadMs = 0;
  stack = await startPrivateStack({ liftCaps: true, clock });
  await connectOperator(stack, 'acorn', 'Acorn Self Storage');
  return stack;
}

/** Every event is delivered, every document is there, both queues are empty. */
async function untilPosted(running: PrivateStack, invoices: number): Promise<void> {
  await vi.waitFor(
    async () => {
      const [source, ledger] = [
        await stateOf(running.sandboxes.stora.url),
        await stateOf(running.sandboxes.xero.url),
      ];
      expect(source.deliverySummary.pending).toBe(0);
      expect(ledger.invoices).toHaveLength(invoices);
      expect(await isQuiet(running)).toBe(true);
    },
    { timeout: 150_000, interval: 500 },
  );
}

async function expectBooksRight(running: PrivateStack, invoices: number): Promise<void> {
  const [source, ledger] = [
    await stateOf(running.sandboxes.stora.url),
    await stateOf(running.sandboxes.xero.url),
  ];
  expectSameBooks(source, ledger);
  expect(ledger.invoices).toHaveLength(invoices);
  const status = JSON.parse(await running.rollerdoor('status', 'acorn', '--json'));
  expect(status.issues).toEqual([]);
}

describe('a month-end run of 200 invoices through real processes', () => {
  it('arrives once, also when every event is delivered three more times, shuffled', async () => {
    const running = await connectedStack();
    await press(running.sandboxes.stora.url, 'month-end-run', { count: 200 });
    await press(running.sandboxes.stora.url, 'redeliver', { times: 3, seed: 11 });

    await untilPosted(running, 200);

    await expectBooksRight(running, 200);
  }, 200_000);

  it('arrives once although workers are killed in the middle', async () => {
    const running = await connectedStack();
    await press(running.sandboxes.stora.url, 'month-end-run', { count: 200 });
    const kills = await killWorkersInTheMiddle(running);
    expect(kills).toBeGreaterThan(0);

    await untilPosted(running, 200);

    await expectBooksRight(running, 200);
  }, 200_000);
});

/** SIGKILL to the apply worker whenever another 50 invoices have arrived; a killed one is replaced. */
async function killWorkersInTheMiddle(running: PrivateStack): Promise<number> {
  let kills = 0;
  for (const posted of [20, 70, 120]) {
    await vi.waitFor(
      async () =>
        expect((await stateOf(running.sandboxes.xero.url)).invoices.length).toBeGreaterThanOrEqual(
          posted,
        ),
      { timeout: 60_000, interval: 20 },
    );
    for (const name of ['rollerdoor-apply-changes-xero', 'rollerdoor-write-back']) {
      for (const { pid } of running.runner.functions.get(name)?.workers() ?? []) {
        process.kill(pid, 'SIGKILL');
        kills += 1;
      }
    }
    // What the dead workers held stays hidden for the visibility timeout: skip it.
    clock.aheadMs += 300_000;
    running.aws.sqs.tick();
  }
  return kills;
}
