import { type PrivateStack, press } from '../support/connected-stack.ts';
import {
  type Calls,
  callsBetween,
  isThrough,
  ledgerBook,
  operatorId,
  readCalls,
  sourceOperator,
  waitFor,
  withConnectedStack,
} from './bench-stack.ts';
import { type CallsPer, callsPer, isPoll, splitCounts, totalOf } from './call-counts.ts';
import { atMost, type Goal } from './goal.ts';
import { round } from './statistics.ts';

export interface EventBench {
  readonly operators: number;
  readonly invoicesPerRun: number;
  readonly conditions: string;
  readonly firstRun: RunFigures;
  readonly secondRun: RunFigures;
  readonly goals: readonly Goal[];
}

interface RunFigures {
  readonly invoices: number;
  readonly created: PhaseFigures;
  /** All of them are paid when they are through. */
  readonly paid: PhaseFigures;
  /** Of both phases together. */
  readonly events: number;
  readonly storaCalls: number;
  readonly storaCallsPerEvent: number;
}

interface PhaseFigures {
  /** Webhooks delivered in the phase, Stora's echoes of our own write-backs included. */
  readonly events: number;
  readonly eventsByType: Readonly<Record<string, number>>;
  /** From the first webhook's POST until the ledger held every invoice, or its payment. */
  readonly secondsToLedger: number;
  /** From the first webhook's POST until write-backs and echoes were through and both queues empty. */
  readonly secondsToDone: number;
  readonly invoicesPerSecondToLedger: number;
  /** Events about invoices over the time to the ledger. */
  readonly eventsPerSecondToLedger: number;
  /** All events over the time until nothing was left to do. */
  readonly eventsPerSecondToDone: number;
  /** CPU time of the process with emulators, sandboxes and runner, over the time to done: near 1 it is the bottleneck. */
  readonly stackProcessCpuShare: number;
  readonly awsCallsPerEvent: CallsPer;
  readonly receiveMessagesPerEvent: number;
  readonly storaCallsPerEvent: CallsPer;
  readonly xeroCallsPerEvent: CallsPer;
}

interface EventOptions {
  readonly invoices: number;
  readonly signal: AbortSignal;
  progress(line: string): void;
}

// Ten times what a run of 200 takes on two cores; longer runs get in proportion.
const timeoutMsPerInvoice = 1_000;
const timeoutMsAtLeast = 60_000;

/** Two month-end runs from webhook to ledger and back, one after the other, on a stack of their own. */
export function benchEvents(options: EventOptions): Promise<EventBench> {
  return withConnectedStack(async (stack) => {
    options.progress(`events: first month-end run of ${options.invoices} invoices`);
    const firstRun = await measureRun(stack, options);
    options.progress(`events: second month-end run of ${options.invoices} invoices`);
    const secondRun = await measureRun(stack, options);
    const goals = [...goalsOf('first', firstRun), ...goalsOf('second', secondRun)];
    for (const { goal, measured, allowed, holds } of goals) {
      options.progress(`events: holds: ${holds} ${goal}: ${measured} (goal ${allowed})`);
    }
    return {
      operators: 1,
      invoicesPerRun: options.invoices,
      conditions:
        'Caps lifted, so the pacer neither waits nor writes; no simulated latency. One operator is one lane: its' +
        ' changes are applied in order. A run: invoices are created, then all are paid. First run: processes' +
        ' start, contacts are new. Second run: both are there.',
      firstRun,
      secondRun,
      goals,
    };
  });
}

function goalsOf(run: string, { storaCallsPerEvent }: RunFigures): Goal[] {
  const what = `Stora calls per event, created and paid, ${run} run`;
  return [atMost(what, storaCallsPerEvent, 1), atMost(`aim: ${what}`, storaCallsPerEvent, 0.6)];
}

/** A month's end: all invoices are raised, and when they are through all are paid. */
async function measureRun(stack: PrivateStack, options: EventOptions): Promise<RunFigures> {
  const { documents, payments } = ledgerBook(stack);
  const before = readCalls(stack);
  const created = await measurePhase(stack, options, {
    records: documents,
    until: 'every invoice is in the ledger',
    begin: () => press(stack.sandboxes.stora.url, 'month-end-run', { count: options.invoices }),
  });
  const paid = await measurePhase(stack, options, {
    records: payments,
    until: 'every payment is in the ledger',
    begin: () => press(stack.sandboxes.stora.url, 'pay-all'),
  });
  const events = created.events + paid.events;
  const storaCalls = totalOf(callsBetween(before, readCalls(stack)).stora);
  return {
    invoices: options.invoices,
    created,
    paid,
    events,
    storaCalls,
    storaCallsPerEvent: round(storaCalls / events, 3),
  };
}

interface Phase {
  /** The ledger's records; the phase adds one for each invoice. */
  readonly records: { readonly size: number };
  readonly until: string;
  begin(): Promise<unknown>;
}

async function measurePhase(
  stack: PrivateStack,
  options: EventOptions,
  phase: Phase,
): Promise<PhaseFigures> {
  const { webhooks } = stack.sandboxes.stora.sandbox.world;
  const attemptsBefore = webhooks.attempts.length;
  const recordsAfter = phase.records.size + options.invoices;
  const callsBefore = readCalls(stack);
  const cpuBefore = process.cpuUsage();
  await phase.begin();
  const timeoutMs = Math.max(timeoutMsAtLeast, timeoutMsPerInvoice * options.invoices);
  const inLedgerAtEpochMs = await waitFor(() => phase.records.size >= recordsAfter, {
    until: phase.until,
    timeoutMs,
    signal: options.signal,
  });
  const doneAtEpochMs = await waitFor(() => isThrough(stack), {
    until: 'write-backs are through and the queues empty',
    timeoutMs,
    signal: options.signal,
  });
  const cpu = process.cpuUsage(cpuBefore);
  requireWrittenBack(stack, phase.records.size - recordsAfter);
  const attempts = webhooks.attempts.slice(attemptsBefore);
  const firstAtEpochMs = Math.min(...attempts.map(({ atEpochMs }) => atEpochMs));
  return phaseFigures({
    invoices: options.invoices,
    eventTypes: attempts.map(({ eventType }) => eventType),
    secondsToLedger: (inLedgerAtEpochMs - firstAtEpochMs) / 1_000,
    secondsToDone: (doneAtEpochMs - firstAtEpochMs) / 1_000,
    cpuSeconds: (cpu.user + cpu.system) / 1_000_000,
    calls: callsBetween(callsBefore, readCalls(stack)),
  });
}

/** Fast and wrong is no figure. @throws when documents or payments are double, or an invoice has no timeline event. */
function requireWrittenBack(stack: PrivateStack, surplus: number): void {
  const { invoices, timelineEvents } = sourceOperator(stack).tables;
  if (surplus > 0) throw new Error(`${surplus} documents or payments too many in the ledger.`);
  const missing = invoices.size - timelineEvents.size;
  if (missing > 0) throw new Error(`${missing} invoices of ${operatorId} have no timeline event.`);
}

interface Measured {
  readonly invoices: number;
  readonly eventTypes: readonly string[];
  readonly secondsToLedger: number;
  readonly secondsToDone: number;
  readonly cpuSeconds: number;
  readonly calls: Calls;
}

function phaseFigures(measured: Measured): PhaseFigures {
  const { invoices, eventTypes, secondsToLedger, secondsToDone, calls } = measured;
  const events = eventTypes.length;
  const invoiceEvents = eventTypes.filter((type) => type.startsWith('invoice.')).length;
  const { passing: polls, others } = splitCounts(calls.aws, isPoll);
  return {
    events,
    eventsByType: countByType(eventTypes),
    secondsToLedger: round(secondsToLedger, 2),
    secondsToDone: round(secondsToDone, 2),
    invoicesPerSecondToLedger: round(invoices / secondsToLedger, 1),
    eventsPerSecondToLedger: round(invoiceEvents / secondsToLedger, 1),
    eventsPerSecondToDone: round(events / secondsToDone, 1),
    stackProcessCpuShare: round(measured.cpuSeconds / secondsToDone, 2),
    awsCallsPerEvent: callsPer(others, events),
    receiveMessagesPerEvent: callsPer(polls, events).total,
    storaCallsPerEvent: callsPer(calls.stora, events),
    xeroCallsPerEvent: callsPer(calls.xero, events),
  };
}

function countByType(types: readonly string[]): Record<string, number> {
  const groups = Map.groupBy(types, (type) => type);
  return Object.fromEntries([...groups].map(([type, all]) => [type, all.length]));
}
