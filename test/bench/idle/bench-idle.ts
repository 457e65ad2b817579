import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { StoredForms } from '../../../shared/contracts/stored-forms.ts';
import { buildOf, here } from '../base-build.ts';
import { type Compared, compared, comparedTable } from '../calls/compared.ts';
import { round } from '../statistics.ts';
import { type IdleFigures, idleFiguresOf } from './idle-figures.ts';
import type { IdleLoad, IdleOrder, IdleReport } from './idle-load.ts';

const processPath = fileURLToPath(new URL('./idle-process.ts', import.meta.url));

/** Stora's tokens are renewed every 19 ticks, Xero's every 4: so both come out whole. */
const order: IdleOrder = { operators: 100, warmUpTicks: 4, ticks: 19 };

interface IdleContext {
  readonly of: string | undefined;
  readonly signal: AbortSignal;
  progress(line: string): void;
}

/** Kept of the base: counts do not depend on the machine. */
interface BaseIdle {
  readonly commit: string;
  readonly measured: string;
  readonly load: IdleLoad;
}

const goals: Partial<Record<keyof IdleFigures, { must: number; aim?: number }>> = {
  sweepReadsPerTick: { must: 0.15, aim: 0.1 },
  dollarsPerMonth: { must: 0.4 },
};

/**
 * Counts what an operator costs for whom nothing happens, with both providers connected: reads and writes of the
 * sweeps, of a refresh and of a month, beside those of the base.
 */
export async function benchIdle({ of, signal, progress }: IdleContext): Promise<unknown> {
  if (of !== undefined) {
    await using cleanup = new AsyncDisposableStack();
    const build = await buildOf(of, signal);
    cleanup.defer(() => build.remove());
    return { commit: of, load: await measureIdle(build.folder, signal) };
  }
  progress(`idle: ${order.operators} operators, ${order.ticks} ticks`);
  const base = readBase();
  const load = await measureIdle(here, signal);
  const table = compareIdle(idleFiguresOf(base.load), idleFiguresOf(load));
  for (const line of comparedTable(table)) progress(line);
  const former = await measureIdle(here, signal, 'former');
  progress(`idle: with storedForms: 'former' ${wordsOf(idleFiguresOf(former))}`);
  return { base: base.commit, figures: table, load, former: idleFiguresOf(former) };
}

function readBase(): BaseIdle {
  return JSON.parse(readFileSync(new URL('./base-06999a4.json', import.meta.url), 'utf8'));
}

async function measureIdle(
  folder: string,
  signal: AbortSignal,
  forms?: StoredForms,
): Promise<IdleLoad> {
  // Standard output is for the figures of the bench.
  const child = fork(processPath, { cwd: folder, stdio: ['ignore', 2, 'inherit', 'ipc'], signal });
  const report = once(child, 'message');
  child.send({ ...order, forms });
  const [told]: IdleReport[] = await report;
  if (told?.report !== 'load') throw new Error(told?.reason ?? 'The process of the bench ended.');
  return told.load;
}

function wordsOf(figures: IdleFigures): string {
  const { sweepReadsPerTick, kmsCallsPerRefresh, dollarsPerMonth } = figures;
  return (
    `${round(sweepReadsPerTick, 2)} reads a tick, ${round(kmsCallsPerRefresh, 2)} requests to KMS a refresh, ` +
    `$${round(dollarsPerMonth, 5)} a month`
  );
}

function compareIdle(base: IdleFigures, now: IdleFigures): Compared[] {
  const names = Object.keys(now) as (keyof IdleFigures)[];
  return names.map((name) =>
    compared(name, { base: round(base[name], 5), now: round(now[name], 5), ...goals[name] }),
  );
}
