// A process with one local stack of its own: that of the folder in which it is started, which may be an earlier
// version. It does what it is told over IPC.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as connectedStack from '../../support/connected-stack.ts';
import type * as benchStack from '../bench-stack.ts';
import { countsBetween } from '../call-counts.ts';
import { createAndPay } from './create-and-pay.ts';
import type { Load, Order, Pattern, Report, StackChoice } from './load.ts';
import { tapHttp } from './meter/http-tap.ts';
import { Meter } from './meter/meter.ts';
import { tapTable } from './meter/table-tap.ts';
import { cpuMsOf, logBytesIn } from './meter/usage.ts';

const root = process.cwd();
const meter = new Meter();
// Before anything of the stack is loaded.
tapTable(root, (image) => meter.onWritten(image));
tapHttp((exchange) => meter.onExchange(exchange));

const inRoot = (path: string) => pathToFileURL(join(root, path)).href;
// These two files are the same in every version that is measured, as far as they are used here.
const connected: typeof connectedStack = await import(inRoot('test/support/connected-stack.ts'));
const bench: typeof benchStack = await import(inRoot('test/bench/bench-stack.ts'));

let stack: connectedStack.PrivateStack | undefined;
let work = Promise.resolve();
process.on('message', (order: Order) => {
  work = work.then(() => obey(order)).catch(fail);
});
// Whoever gave the orders is gone.
process.on('disconnect', () => process.exit());

async function obey(order: Order): Promise<void> {
  if (order.order === 'start') {
    stack = await start(order);
    return answer({ report: 'ready' });
  }
  if (order.order === 'load') {
    return answer({ report: 'load', load: await measureLoad(order.invoices, order.pattern) });
  }
  await stack?.stop();
  process.disconnect?.();
}

async function fail(error: unknown): Promise<void> {
  // Recovery: the bench hears why and ends; the stack is stopped first.
  answer({ report: 'failed', reason: error instanceof Error ? `${error.stack}` : String(error) });
  await stack?.stop();
  process.disconnect?.();
}

function answer(report: Report): void {
  process.send?.(report);
}

async function start(choice: StackChoice): Promise<connectedStack.PrivateStack> {
  const started = await connected.startPrivateStack({
    liftCaps: choice.liftCaps,
    maxProcesses: choice.maxProcesses,
  });
  stack = started;
  await connected.connectOperator(started, bench.operatorId, 'Acorn Self Storage');
  return started;
}

function running(): connectedStack.PrivateStack {
  if (stack) return stack;
  throw new Error('The stack is not started.');
}

/** All figures so far. */
function readAll() {
  const { webhooks } = running().sandboxes.stora.sandbox.world;
  const { stora, xero } = bench.readCalls(running());
  return {
    counts: meter.snapshot(),
    stora,
    xero,
    cpuMs: cpuMsOf(running().runner.functions),
    logBytes: logBytesIn(running().file.logDirectory),
    events: webhooks.attempts.length,
  };
}

async function measureLoad(invoices: number, pattern: Pattern): Promise<Load> {
  const before = readAll();
  const startedAtMs = performance.now();
  const rounds = pattern === 'burst' ? [invoices] : Array.from({ length: invoices }, () => 1);
  const handled = { stack: running(), bench, press: connected.press };
  for (const count of rounds) await createAndPay(handled, count);
  const seconds = (performance.now() - startedAtMs) / 1_000;
  const after = readAll();
  const { webhooks } = running().sandboxes.stora.sandbox.world;
  const types = webhooks.attempts.slice(before.events).map(({ eventType }) => eventType);
  return {
    invoices,
    seconds,
    events: Object.fromEntries(
      [...Map.groupBy(types, (type) => type)].map(([type, all]) => [type, all.length]),
    ),
    counts: countsBetween(before.counts, after.counts),
    stora: countsBetween(before.stora, after.stora),
    xero: countsBetween(before.xero, after.xero),
    cpuMs: countsBetween(before.cpuMs, after.cpuMs),
    logBytes: after.logBytes - before.logBytes,
  };
}
