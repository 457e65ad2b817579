import { baseCommit, buildOf, here } from '../base-build.ts';
import { totalOf } from '../call-counts.ts';
import { median, round } from '../statistics.ts';
import { type DrivenStack, driveStack } from './drive-stack.ts';
import type { Load } from './load.ts';

/** The functions that an invoice passes. */
const isHot = (name: string) =>
  name === 'receive-webhook' || name === 'write-back' || name.startsWith('apply-changes');

/** User and system CPU of the three hot functions, old and new in turn on the same machine. */
export interface PairedCpu {
  readonly conditions: string;
  /** Medians over the rounds. */
  readonly baseMsPerEvent: number;
  readonly nowMsPerEvent: number;
  /** Median of the rounds' ratios, and the least and most of them. */
  readonly ratio: number;
  readonly ratioLeast: number;
  readonly ratioMost: number;
  readonly rounds: readonly Round[];
  readonly byFunction: Readonly<Record<string, { readonly base: number; readonly now: number }>>;
}

interface Round {
  readonly base: number;
  readonly now: number;
}

// 120 new customers: a round to warm up and five that count.
const invoicesPerRound = 20;
// Few, so that a burst does not start new ones in the middle: the start is another figure.
const maxProcesses = 2;

/** Runs the same load on a build of the base and on what is here, in turn. */
export async function measurePairedCpu(options: {
  readonly rounds: number;
  readonly signal: AbortSignal;
  progress(line: string): void;
}): Promise<PairedCpu> {
  const { rounds, signal, progress } = options;
  await using cleanup = new AsyncDisposableStack();
  const build = await buildOf(baseCommit, signal);
  cleanup.defer(() => build.remove());
  const start = async (folder: string) => {
    const stack = await driveStack({ folder, liftCaps: true, maxProcesses, signal });
    cleanup.defer(() => stack.stop());
    await stack.load(invoicesPerRound, 'burst');
    return stack;
  };
  progress(`cpu: starting ${baseCommit} and what is here`);
  const stacks = { base: await start(build.folder), now: await start(here) };
  const loads: { base: Load; now: Load }[] = [];
  for (let index = 0; index < rounds; index += 1) {
    progress(`cpu: round ${index + 1} of ${rounds}`);
    loads.push(await measureRound(stacks, index));
  }
  return summary(loads);
}

/** Each is first in turn, so that what comes second has no advantage over all. */
async function measureRound(
  { base, now }: { base: DrivenStack; now: DrivenStack },
  index: number,
): Promise<{ base: Load; now: Load }> {
  const load = (stack: DrivenStack) => stack.load(invoicesPerRound, 'burst');
  if (index % 2 === 0) return { base: await load(base), now: await load(now) };
  const later = await load(now);
  return { base: await load(base), now: later };
}

function summary(loads: readonly { base: Load; now: Load }[]): PairedCpu {
  const rounds = loads.map(({ base, now }) => ({ base: hotMs(base), now: hotMs(now) }));
  const ratios = rounds.map(({ base, now }) => now / base);
  const names = Object.keys(loads[0]?.now.cpuMs ?? {}).filter(isHot);
  const perEvent = (side: 'base' | 'now', name: string) =>
    median(loads.map((load) => (load[side].cpuMs[name] ?? 0) / totalOf(load[side].events)));
  return {
    conditions:
      `Warm processes, ${invoicesPerRound} invoices of new customers a round, created and paid, caps lifted; both` +
      ' stacks run, one at a time works. CPU time in ms of each accepted webhook.',
    baseMsPerEvent: round(median(rounds.map(({ base }) => base)), 2),
    nowMsPerEvent: round(median(rounds.map(({ now }) => now)), 2),
    ratio: round(median(ratios), 3),
    ratioLeast: round(Math.min(...ratios), 3),
    ratioMost: round(Math.max(...ratios), 3),
    rounds: rounds.map(({ base, now }) => ({ base: round(base, 2), now: round(now, 2) })),
    byFunction: Object.fromEntries(
      names.map((name) => [
        name,
        { base: round(perEvent('base', name), 2), now: round(perEvent('now', name), 2) },
      ]),
    ),
  };
}

/** Of all hot functions, each accepted webhook. */
function hotMs({ cpuMs, events }: Load): number {
  const hot = Object.entries(cpuMs).filter(([name]) => isHot(name));
  return totalOf(Object.fromEntries(hot)) / totalOf(events);
}
