import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { type Measured, type PlanOptions, planJobs } from './plan-jobs.ts';

export interface RunOptions extends PlanOptions {
  readonly signal: AbortSignal;
  progress(line: string): void;
}

/** Measures every job on all cores; the results are in the order of the plan. @throws when interrupted or when one fails. */
export async function runJobs(options: RunOptions): Promise<Measured[]> {
  const { seeds, isQuick, sections, signal } = options;
  signal.throwIfAborted();
  const plan = { seeds, isQuick, sections };
  const jobs = planJobs(plan);
  const measured: Measured[] = [];
  const left = jobs.map(({ what }, index) => ({ what, index }));
  const threads = Array.from({ length: Math.min(availableParallelism(), jobs.length) }, () => {
    return new Worker(new URL('./job-worker.ts', import.meta.url), { workerData: plan });
  });
  const workThrough = async (thread: Worker) => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      options.progress(`pacing: ${next.what}`);
      signal.throwIfAborted();
      thread.postMessage(next.index);
      measured[next.index] = await answerOf(thread, signal);
    }
  };
  try {
    await Promise.all(threads.map(workThrough));
    return measured;
  } finally {
    await Promise.all(threads.map((thread) => thread.terminate()));
  }
}

function answerOf(thread: Worker, signal: AbortSignal): Promise<Measured> {
  const { promise, resolve, reject } = Promise.withResolvers<Measured>();
  const done = new AbortController();
  const onAbort = () => reject(signal.reason);
  thread.once('message', ({ measured }: { measured: Measured }) => resolve(measured));
  thread.once('error', reject);
  signal.addEventListener('abort', onAbort, { signal: done.signal });
  return promise.finally(() => {
    done.abort();
    thread.removeAllListeners('message');
    thread.removeAllListeners('error');
  });
}
