import { Worker } from 'node:worker_threads';
import { runChecked, type SeedReport } from './run-checked.ts';

export interface PoolOptions {
  cores: number;
  /** Gives the next seed; undefined when there is none left. */
  next(): number | undefined;
  done(report: SeedReport): void;
}

/** A run takes a fraction of a second; one that takes this long goes round in circles. */
const hangsAfterMs = 5 * 60_000;

/** Runs seeds until there are no more, on so many threads; one core is this process itself. */
export async function runPool(options: PoolOptions): Promise<void> {
  if (options.cores === 1) return runHere(options);
  await Promise.all(Array.from({ length: options.cores }, () => runThread(options)));
}

async function runHere({ next, done }: PoolOptions): Promise<void> {
  for (let seed = next(); seed !== undefined; seed = next()) {
    done(await runChecked(seed).catch((error: unknown) => brokenReport(seed ?? 0, textOf(error))));
  }
}

/** A thread that hangs or dies is a finding; another one takes its place. */
async function runThread({ next, done }: PoolOptions): Promise<void> {
  let thread: SeedThread | undefined;
  for (let seed = next(); seed !== undefined; seed = next()) {
    thread ??= new SeedThread();
    const { report, isLost } = await thread.run(seed);
    if (isLost) {
      await thread.end();
      thread = undefined;
    }
    done(report);
  }
  await thread?.end();
}

interface Answer {
  report: SeedReport;
  /** The thread is of no more use. */
  isLost: boolean;
}

class SeedThread {
  readonly #worker = new Worker(new URL('./seed-worker.ts', import.meta.url));
  #seed = 0;
  #answer: ((answer: Answer) => void) | undefined;

  constructor() {
    this.#worker.on('message', (message: { report?: SeedReport; failed?: { text: string } }) => {
      if (message.report !== undefined) this.#end({ report: message.report, isLost: false });
      else this.#lose(`the run itself failed: ${message.failed?.text ?? 'nothing said'}`);
    });
    this.#worker.on('error', (error) => this.#lose(`the thread died: ${textOf(error)}`));
    this.#worker.on('exit', (code) => this.#lose(`the thread ended with ${code}`));
  }

  run(seed: number): Promise<Answer> {
    const { promise, resolve } = Promise.withResolvers<Answer>();
    this.#seed = seed;
    this.#answer = resolve;
    AbortSignal.timeout(hangsAfterMs).addEventListener('abort', () => {
      if (this.#answer === resolve)
        this.#lose(`no end after ${hangsAfterMs / 1_000} s of real time`);
    });
    this.#worker.postMessage(seed);
    return promise;
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }

  #lose(text: string): void {
    this.#end({ report: brokenReport(this.#seed, text), isLost: true });
  }

  #end(answer: Answer): void {
    this.#answer?.(answer);
    this.#answer = undefined;
  }
}

function brokenReport(seed: number, text: string): SeedReport {
  return {
    seed,
    violations: [{ invariant: 'ENGINE', text: text.slice(0, 1_000) }],
    faultCounts: {},
    stateCounts: {},
    events: 0,
    isDouble: false,
  };
}

function textOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
