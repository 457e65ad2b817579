import { afterAll, expect, it } from 'vitest';
import * as bench from '../bench/bench-stack.ts';
import { countsBetween } from '../bench/call-counts.ts';
import { readCounted } from '../bench/calls/counted.ts';
import { createAndPay } from '../bench/calls/create-and-pay.ts';
import { type CallFigures, figuresOf } from '../bench/calls/figures.ts';
import { tapHttp } from '../bench/calls/meter/http-tap.ts';
import { Meter } from '../bench/calls/meter/meter.ts';
import { tapTable } from '../bench/calls/meter/table-tap.ts';
import { connectOperator, press, startPrivateStack } from '../support/connected-stack.ts';

const meter = new Meter();
tapTable(process.cwd(), (image) => meter.onWritten(image));
afterAll(tapHttp((exchange) => meter.onExchange(exchange)));

/** One at a time there is next to no chance in them: whether two webhooks share a batch. */
const slack = 1.1;
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
    const tooMany = guarded.filter((name) => measured[name] > said[name] * slack + 0.5);

    expect(tooMany.map((name) => `${name}: ${measured[name]}, said ${said[name]}`)).toEqual([]);
    expect(measured.awsCalls).toBeGreaterThan(0);
  } finally {
    await stack.stop();
  }
});
