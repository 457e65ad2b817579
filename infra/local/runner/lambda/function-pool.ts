import { randomUUID } from 'node:crypto';
import type { FunctionDefinition } from './function-definition.ts';
import { FunctionWorker, type WorkerState } from './function-worker.ts';
import { type InvocationResult, payloadMaxBytes } from './invocation.ts';

export interface FunctionPoolOptions {
  readonly definition: FunctionDefinition;
  readonly environment: Readonly<Record<string, string>>;
  /** How many processes this machine runs of one function; more invocations wait for one. */
  readonly maxProcesses: number;
  log(chunk: Buffer | string): void;
  /** Told in one line about every failed invocation. */
  onProblem(problem: string): void;
}

export interface WorkerInfo {
  readonly pid: number;
  readonly state: WorkerState;
}

/** The processes of one function: they grow with demand, stay warm, and are replaced after they end. */
export class FunctionPool {
  readonly definition: FunctionDefinition;
  readonly #options: FunctionPoolOptions;
  readonly #workers = new Set<FunctionWorker>();
  /** Last used first, so that a quiet function keeps few processes warm. */
  readonly #idle: FunctionWorker[] = [];
  readonly #waiting: ((worker: FunctionWorker) => void)[] = [];
  #inFlight = 0;
  #isStopped = false;
  #onEmpty = () => {};

  constructor(options: FunctionPoolOptions) {
    this.#options = options;
    this.definition = options.definition;
  }

  /** How many invocations can run at once here. */
  get concurrency(): number {
    const { reservedConcurrency = Number.POSITIVE_INFINITY } = this.definition;
    return Math.min(reservedConcurrency, this.#options.maxProcesses);
  }

  /** The processes that exist now. */
  workers(): WorkerInfo[] {
    return [...this.#workers].flatMap(({ pid, state }) =>
      pid === undefined ? [] : [{ pid, state }],
    );
  }

  /** Runs the function once with an event, as a synchronous invocation; never rejects. */
  async invoke(event: unknown): Promise<InvocationResult> {
    const text = JSON.stringify(event) ?? 'null';
    if (Buffer.byteLength(text) > payloadMaxBytes) return tooLarge;
    const { reservedConcurrency = Number.POSITIVE_INFINITY } = this.definition;
    if (this.#inFlight >= reservedConcurrency) return { kind: 'throttled' };
    this.#inFlight += 1;
    try {
      const result = await this.#run(text);
      if (result.kind === 'failed') this.#report(result.error);
      return result;
    } finally {
      this.#inFlight -= 1;
    }
  }

  /** Ends every process at once and lets nothing start again. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    const ended = Promise.withResolvers<void>();
    this.#onEmpty = ended.resolve;
    if (this.#workers.size === 0) ended.resolve();
    for (const worker of this.#workers) worker.kill();
    await ended.promise;
  }

  async #run(event: string): Promise<InvocationResult> {
    const requestId = randomUUID();
    for (;;) {
      if (this.#isStopped) return stopped;
      const worker = await this.#acquire();
      const result = await worker.invoke({ requestId, event });
      this.#release(worker);
      if (result.kind !== 'undelivered') return result;
    }
  }

  #acquire(): Promise<FunctionWorker> {
    const idle = this.#idle.pop();
    if (idle) return Promise.resolve(idle);
    if (this.#workers.size < this.#options.maxProcesses) return Promise.resolve(this.#start());
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #start(): FunctionWorker {
    const { definition, environment, log } = this.#options;
    const onEnd = (worker: FunctionWorker) => this.#remove(worker);
    const worker = new FunctionWorker({ definition, environment, log, onEnd });
    this.#workers.add(worker);
    return worker;
  }

  #release(worker: FunctionWorker): void {
    if (worker.state === 'ended') return;
    const next = this.#waiting.shift();
    if (next) next(worker);
    else this.#idle.push(worker);
  }

  #remove(worker: FunctionWorker): void {
    this.#workers.delete(worker);
    const index = this.#idle.indexOf(worker);
    if (index >= 0) this.#idle.splice(index, 1);
    if (this.#isStopped && this.#workers.size === 0) this.#onEmpty();
    const next = this.#waiting.shift();
    // A stopped pool hands out the ended process: whoever waits hears so from it.
    if (next) next(this.#isStopped ? worker : this.#start());
  }

  #report(error: { readonly errorType: string; readonly errorMessage: string }): void {
    if (this.#isStopped) return;
    // Messages of thrown errors may hold data of an operator: those stay in the function's log.
    const isOurs = error.errorType.includes('.');
    const detail = isOurs ? `${error.errorType}: ${error.errorMessage}` : error.errorType;
    this.#options.onProblem(`${this.definition.name}: ${detail}`);
  }
}

const tooLarge: InvocationResult = {
  kind: 'failed',
  error: {
    errorType: 'RequestEntityTooLargeException',
    errorMessage: `The event is larger than ${payloadMaxBytes} bytes.`,
  },
};
const stopped: InvocationResult = {
  kind: 'failed',
  error: { errorType: 'Runtime.ExitError', errorMessage: 'The local stack is stopping.' },
};
