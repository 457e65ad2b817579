import { afterAll, expect, it, vi } from 'vitest';
import * as bench from '../bench/bench-stack.ts';
import { countsBetween } from '../bench/call-counts.ts';
import { readCounted } from '../bench/calls/counted.ts';
import { createAndPay } from '../bench/calls/create-and-pay.ts';
import { type CallFigures, figuresOf } from '../bench/calls/figures.ts';
import { tapHttp } from '../bench/calls/meter/http-tap.ts';
import { type Counts, readKey } from '../bench/calls/meter/measures.ts';
import { Meter } from '../bench/calls/meter/meter.ts';
import { tapTable } from '../bench/calls/meter/table-tap.ts';
import { connectOperator, press, startPrivateStack } from '../support/connected-stack.ts';

const meter = new Meter();
tapTable(process.cwd(), (image) => meter.onWritten(image));
// A dozen seconds where nothing else runs; two minutes were seen on two cores with a dozen busy processes.
vi.setConfig({ testTimeout: 300_000 });
afterAll(tapHttp((exchange) => meter.onExchange(exchange)));

/** One at a time there is next to no chance in them: whether two webhooks share a batch. */
const slack = 1.1;
/** Where webhooks share batches it may be less; below this the meter does not hear what is called. */
const leastShare = 0.5;
const guarded: (keyof CallFigures)[] = [
  ...(['awsCalls', 'readCalls', 'writeCalls', 'sends', 'kmsCalls'] as const),
  ...(['readUnits', 'writeUnitsWithIndex', 'storaCalls', 'xeroCalls'] as const),
];

it('an invoice, created and paid by itself, calls no more than the documents say', async () => {
  const stack = await startPrivateStack({ liftCaps: true, maxProcesses: 1 });
  try {
    await connectOperator(stack, bench.operatorId, 'Acorn Self Storage');
    const handled = { stack, bench, press };
    // The first one starts processes, and reads what is read once.
    await createAndPay(handled, 1);
    const before = { counts: meter.snapshot(), ...bench.readCalls(stack) };
    const invoices = 2;
    for (let made = 0; made < invoices; made += 1) await createAndPay(handled, 1);
    const after = bench.readCalls(stack);
    const measured = figuresOf({
      ...{ invoices, seconds: 0, events: {}, cpuMs: {}, logBytes: 0 },
      counts: countsBetween(before.counts, meter.snapshot()),
      stora: countsBetween(before.stora, after.stora),
      xero: countsBetween(before.xero, after.xero),
    });
    const said = readCounted().figures.single;
    const others = guarded.filter(
      (name) =>
        measured[name] > said[name] * slack + 0.5 || measured[name] < said[name] * leastShare - 0.5,
    );

    expect(others.map((name) => `${name}: ${measured[name]}, said ${said[name]}`)).toEqual([]);
    expect(callersOf(meter.snapshot())).toEqual(
      expect.arrayContaining(['apply-changes-xero', 'receive-webhook', 'write-back']),
    );
  } finally {
    await stack.stop();
  }
});

/** Functions that are known, by their traces, to have called the table: their rights are looked at. */
function callersOf(counts: Counts): string[] {
  const keys = Object.keys(counts).map(readKey);
  const callers = keys.filter(({ operation }) => operation.startsWith('dynamodb.'));
  return [...new Set(callers.map(({ fn }) => fn))].sort();
}
