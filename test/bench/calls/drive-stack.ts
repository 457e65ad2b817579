import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Load, Order, Pattern, Report, StackChoice } from './load.ts';

const processPath = fileURLToPath(new URL('./stack-process.ts', import.meta.url));

/** A connected stack in a process of its own. */
export interface DrivenStack {
  /** Raises and pays so many invoices, and says what that took. */
  load(invoices: number, pattern: Pattern): Promise<Load>;
  stop(): Promise<void>;
}

/** A stack to start. */
export interface StackRun extends StackChoice {
  /** The root of the version, built. */
  readonly folder: string;
  readonly signal: AbortSignal;
}

/**
 * Starts the local stack of a folder, which may hold an earlier version, and connects an operator to it.
 * @throws Error with its reason when it does not start.
 */
export async function driveStack(run: StackRun): Promise<DrivenStack> {
  const { folder, signal, liftCaps, maxProcesses } = run;
  // Standard output is for the figures of the bench.
  const child = fork(processPath, { cwd: folder, stdio: ['ignore', 2, 'inherit', 'ipc'] });
  const kill = () => child.kill();
  signal.addEventListener('abort', kill);
  child.once('close', () => signal.removeEventListener('abort', kill));
  await tell(child, { order: 'start', liftCaps, maxProcesses });
  return {
    load: async (invoices, pattern) => {
      const report = await tell(child, { order: 'load', invoices, pattern });
      if (report.report === 'load') return report.load;
      throw new Error(`The stack of ${folder} answered something else.`);
    },
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const closed = once(child, 'close');
      child.send({ order: 'stop' } satisfies Order);
      await closed;
    },
  };
}

async function tell(child: ChildProcess, order: Order): Promise<Report> {
  const answered = Promise.withResolvers<Report>();
  const onClose = () => answered.reject(new Error('The process of the stack ended.'));
  child.once('message', (report: Report) => answered.resolve(report));
  child.once('close', onClose);
  child.send(order);
  const report = await answered.promise;
  child.off('close', onClose);
  if (report.report === 'failed') throw new Error(report.reason);
  return report;
}
