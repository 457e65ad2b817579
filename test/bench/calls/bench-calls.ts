import type { CallCounts } from '../call-counts.ts';
import { readBaseCounts } from './base-counts.ts';
import { type BreakdownRow, breakdownOf, breakdownTable } from './breakdown.ts';
import { type Compared, compared, comparedTable, compareFigures } from './compared.ts';
import { rewriteDocuments } from './cost-text.ts';
import { writeCounted } from './counted.ts';
import { type CallFigures, figuresOf, moreVendorCalls } from './figures.ts';
import { type Loads, measureLoads } from './measure-loads.ts';
import { measurePairedCpu, type PairedCpu } from './paired-cpu.ts';
import { type EventPrice, priceOfMillionEvents } from './price-of-events.ts';

export interface CallBench {
  readonly conditions: string;
  readonly compared: readonly Compared[];
  /** Kinds of vendor calls that grew, by how many each invoice, in bursts; there must be none. */
  readonly moreVendorCalls: CallCounts;
  readonly cpu: PairedCpu | undefined;
  readonly perMillionEvents: { readonly base: EventPrice; readonly now: EventPrice };
  readonly figures: Record<keyof Loads, CallFigures>;
  readonly breakdown: Record<keyof Loads, Record<string, BreakdownRow>>;
  /** As counted, for keeping. */
  readonly loads: Loads;
}

interface CallOptions {
  readonly invoices: number;
  readonly rounds: number;
  readonly of: string | undefined;
  readonly isKept: boolean;
  readonly signal: AbortSignal;
  progress(line: string): void;
}

const patterns = ['burst', 'capped', 'single'] as const;

/** What one new invoice calls, created and paid, beside what it called at the base. */
export async function benchCalls(options: CallOptions): Promise<CallBench> {
  const isPaired = options.rounds > 0 && options.of === undefined;
  if (options.isKept && !isPaired) {
    throw new Error(
      '--keep takes figures of what is here, with paired rounds: they belong together.',
    );
  }
  const loads = await measureLoads(options);
  const cpu = isPaired ? await measurePairedCpu(options) : undefined;
  const bench = benchOf(loads, cpu);
  if (options.isKept && cpu) keep(bench, cpu);
  const lines = [
    ...breakdownTable(bench.breakdown.burst),
    ...comparedTable(bench.compared),
    ...Object.entries(bench.moreVendorCalls).map(
      ([kind, more]) => `FAILS: ${more} more calls of ${kind} each invoice`,
    ),
  ];
  for (const line of lines) options.progress(`calls: ${line}`);
  return bench;
}

/** Keeps the figures, and writes them into the documents that say them. */
function keep({ figures, perMillionEvents }: CallBench, { ratio }: PairedCpu): void {
  const base = readBaseCounts();
  const counted = {
    baseCommit: base.commit,
    figures,
    baseFigures: perPattern((pattern) => figuresOf(base.loads[pattern])),
    cpuRatio: ratio,
    perMillionEvents,
  };
  writeCounted(counted);
  rewriteDocuments(counted);
}

function benchOf(loads: Loads, cpu: PairedCpu | undefined): CallBench {
  const base = readBaseCounts();
  const figures = perPattern((pattern) => figuresOf(loads[pattern]));
  const baseFigures = perPattern((pattern) => figuresOf(base.loads[pattern]));
  // Without paired rounds the time of the base stands for both: then the calls alone make the difference.
  const nowCpuMs = base.cpuMsPerEvent * (cpu?.ratio ?? 1);
  const perMillionEvents = {
    base: priceOfMillionEvents(baseFigures.burst, base.loads.burst, base.cpuMsPerEvent),
    now: priceOfMillionEvents(figures.burst, loads.burst, nowCpuMs),
  };
  return {
    conditions:
      'Each invoice: of a new customer, created and paid, one operator, four webhooks with our own echo. Polls and' +
      ' the look-ups of a start are counted as they come; a batch of SQS is one request.',
    compared: [
      ...patterns.flatMap((pattern) =>
        compareFigures(pattern, {
          base: baseFigures[pattern],
          now: figures[pattern],
          hasGoals: pattern === 'burst',
        }),
      ),
      ...(cpu ? [cpuGoal(cpu)] : []),
      compared('dollars of a million events', {
        base: perMillionEvents.base.dollars,
        now: perMillionEvents.now.dollars,
        must: 0.7,
        aim: 0.55,
      }),
    ],
    moreVendorCalls: moreVendorCalls(loads.burst, base.loads.burst),
    cpu,
    perMillionEvents,
    figures,
    breakdown: perPattern((pattern) => breakdownOf(loads[pattern])),
    loads,
  };
}

function cpuGoal({ baseMsPerEvent, nowMsPerEvent, ratio }: PairedCpu): Compared {
  const must = 0.65;
  const figure = compared('CPU ms of the three hot functions each event', {
    base: baseMsPerEvent,
    now: nowMsPerEvent,
    must,
    aim: 0.5,
  });
  // Of pairs, not of medians: the machine's mood is the same within a pair.
  return { ...figure, ratio, holds: ratio <= must };
}

function perPattern<Value>(make: (pattern: keyof Loads) => Value): Record<keyof Loads, Value> {
  return { burst: make('burst'), capped: make('capped'), single: make('single') };
}
