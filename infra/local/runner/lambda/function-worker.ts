import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { FunctionDefinition } from './function-definition.ts';
import type { FunctionError, Invocation, InvocationResult } from './invocation.ts';
import { type NextInvocation, type RuntimeApi, startRuntimeApi } from './runtime-api.ts';

export type WorkerState = 'starting' | 'idle' | 'busy' | 'ended';

/** `undelivered` means that the process was gone before it took the event: another one may have it. */
export type WorkerResult =
  | Exclude<InvocationResult, { kind: 'throttled' }>
  | { readonly kind: 'undelivered' };

export interface WorkerOptions {
  readonly definition: FunctionDefinition;
  readonly environment: Readonly<Record<string, string>>;
  /** Gets what the process prints. */
  log(chunk: Buffer | string): void;
  /** Called once, when the process has ended or could not be started. */
  onEnd(worker: FunctionWorker): void;
}

interface Current {
  readonly invocation: Invocation;
  isDelivered: boolean;
  settle(result: WorkerResult): void;
}

const clientPath = fileURLToPath(new URL('./runtime-client.mjs', import.meta.url));
// Lambda gives an environment 10 s to initialise; a laptop that starts everything at once needs more.
const initTimeoutMs = 30_000;

/** One process of one function, like an execution environment of Lambda: one invocation at a time. */
export class FunctionWorker {
  readonly #options: WorkerOptions;
  #state: WorkerState = 'starting';
  #child: ChildProcess | undefined;
  #api: RuntimeApi | undefined;
  #initError: FunctionError | undefined;
  #initTimer: NodeJS.Timeout | undefined;
  #deadlineTimer: NodeJS.Timeout | undefined;
  #reply: ((invocation: NextInvocation) => void) | undefined;
  #current: Current | undefined;

  constructor(options: WorkerOptions) {
    this.#options = options;
    void this.#start();
  }

  get state(): WorkerState {
    return this.#state;
  }

  /** Undefined until the process is there. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Hands one event over as soon as the process asks for work; never rejects. */
  invoke(invocation: Invocation): Promise<WorkerResult> {
    if (this.#state === 'ended') return Promise.resolve(this.#notStarted());
    return new Promise((resolve) => {
      if (this.#state === 'idle') this.#state = 'busy';
      this.#current = { invocation, isDelivered: false, settle: resolve };
      this.#deliver();
    });
  }

  /** Kills the process at once. */
  kill(): void {
    this.#child?.kill('SIGKILL');
    if (!this.#child) this.#end('killed before it started');
  }

  async #start(): Promise<void> {
    try {
      this.#api = await startRuntimeApi({
        next: (reply) => this.#onNext(reply),
        response: (requestId, payload) => this.#onReport(requestId, { kind: 'succeeded', payload }),
        error: (requestId, error) => this.#onReport(requestId, { kind: 'failed', error }),
        initError: (error) => {
          if (this.#state === 'starting') this.#initError = error;
        },
      });
      if (this.#state === 'ended') return await this.#api.close();
      await this.#run(this.#api.address);
    } catch (error) {
      // No port or no process to be had: the invocation that asked for them hears why.
      this.#end(error instanceof Error ? error.message : String(error));
    }
  }

  async #run(address: string): Promise<void> {
    const { definition, environment } = this.#options;
    const child = spawn(process.execPath, [clientPath], {
      cwd: definition.bundleDirectory,
      env: { ...environment, AWS_LAMBDA_RUNTIME_API: address },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    this.#child = child;
    // Its end of the pipe may close first.
    child.stdin.on('error', () => {});
    child.stdout.on('data', (chunk: Buffer) => this.#options.log(chunk));
    child.stderr.on('data', (chunk: Buffer) => this.#options.log(chunk));
    this.#initTimer = setTimeout(() => child.kill('SIGKILL'), initTimeoutMs);
    const [code, signal] = await once(child, 'close');
    this.#end(signal ? `signal: ${describeSignal(signal)}` : `exit status ${code}`);
  }

  #onNext(reply: (invocation: NextInvocation) => void): void {
    clearTimeout(this.#initTimer);
    this.#reply = reply;
    if (this.#state === 'starting') this.#state = this.#current ? 'busy' : 'idle';
    this.#deliver();
  }

  #deliver(): void {
    const current = this.#current;
    if (!this.#reply || !current || current.isDelivered) return;
    const { definition } = this.#options;
    current.isDelivered = true;
    this.#deadlineTimer = setTimeout(() => this.#timeOut(current), definition.timeoutMs);
    const reply = this.#reply;
    this.#reply = undefined;
    reply({
      ...current.invocation,
      deadlineEpochMs: Date.now() + definition.timeoutMs,
      functionArn: definition.arn,
      traceId: traceIdOf(current.invocation),
    });
  }

  #onReport(requestId: string, result: WorkerResult): boolean {
    const current = this.#current;
    if (!current?.isDelivered || current.invocation.requestId !== requestId) return false;
    this.#settle(result);
    return true;
  }

  #timeOut(current: Current): void {
    const seconds = (this.#options.definition.timeoutMs / 1_000).toFixed(2);
    const errorMessage = `RequestId: ${current.invocation.requestId} Error: Task timed out after ${seconds} seconds`;
    this.#options.log(`${errorMessage}\n`);
    this.#child?.kill('SIGKILL');
    this.#settle({ kind: 'failed', error: { errorType: 'Sandbox.Timedout', errorMessage } });
    // No more work for a process that is being killed.
    this.#state = 'ended';
  }

  #settle(result: WorkerResult): void {
    clearTimeout(this.#deadlineTimer);
    const current = this.#current;
    this.#current = undefined;
    if (this.#state === 'busy') this.#state = 'idle';
    current?.settle(result);
  }

  #end(reason: string): void {
    clearTimeout(this.#initTimer);
    const wasStarting = this.#state === 'starting';
    this.#state = 'ended';
    if (wasStarting) this.#initError ??= initErrorOf(reason);
    const current = this.#current;
    if (current) this.#settle(current.isDelivered ? exited(current, reason) : this.#notStarted());
    void this.#api?.close();
    this.#options.onEnd(this);
  }

  /** A process that never came up fails its invocation, lest starting it again goes on forever. */
  #notStarted(): WorkerResult {
    return this.#initError ? { kind: 'failed', error: this.#initError } : { kind: 'undelivered' };
  }
}

function exited({ invocation }: Current, reason: string): WorkerResult {
  const errorMessage = `RequestId: ${invocation.requestId} Error: Runtime exited with error: ${reason}`;
  return { kind: 'failed', error: { errorType: 'Runtime.ExitError', errorMessage } };
}

function initErrorOf(reason: string): FunctionError {
  const errorMessage = `Error: Runtime exited during initialization with error: ${reason}`;
  return { errorType: 'Runtime.ExitError', errorMessage };
}

function describeSignal(signal: string): string {
  return signal === 'SIGKILL' ? 'killed' : signal;
}

/** The form that X-Ray gives: clients that parse it must find it. */
function traceIdOf({ requestId }: Invocation): string {
  const hex = requestId.replaceAll('-', '');
  return `Root=1-${hex.slice(0, 8)}-${hex.slice(8, 32)};Parent=${hex.slice(0, 16)};Sampled=0`;
}
