import { SimProcess } from './sim-process.ts';
import type { Engine } from './with-faults.ts';

/** How an invocation ended. */
export type Ended<O> =
  | { kind: 'succeeded'; output: O }
  | { kind: 'failed'; error: unknown }
  | { kind: 'crashed' | 'timed_out' | 'throttled' };

export interface FunctionNature<I, O> {
  name: string;
  timeoutMs: number;
  concurrency: number;
  /** Composes it in a new environment, as the first invocation of a process does. */
  wire(process: SimProcess): (input: I) => Promise<O>;
}

interface Environment<I, O> {
  process: SimProcess;
  handle: (input: I) => Promise<O>;
  isBusy: boolean;
}

/** Up to this much the clocks of two processes are off. */
const skewAtMostMs = 2_000;

/** One function: its environments, kept warm between invocations, and the end that each comes to. */
export class FunctionPool<I, O> {
  readonly name: string;
  /** Invocations that could never have ended: nothing was going to wake them. */
  readonly lostWakeUps: string[] = [];
  #running = 0;
  #started = 0;
  readonly #nature: FunctionNature<I, O>;
  readonly #engine: Engine;
  readonly #hasSkew: boolean;
  #environments: Array<Environment<I, O>> = [];

  constructor(engine: Engine, nature: FunctionNature<I, O>, options: { hasSkew: boolean }) {
    this.name = nature.name;
    this.#engine = engine;
    this.#nature = nature;
    this.#hasSkew = options.hasSkew;
  }

  get running(): number {
    return this.#running;
  }

  get hasRoom(): boolean {
    return this.#running < this.#nature.concurrency;
  }

  /** Kills whatever runs, as by SIGKILL. Returns how many there were. */
  kill(): number {
    const busy = this.#environments.filter(({ isBusy }) => isBusy);
    for (const { process } of busy) process.crash();
    return busy.length;
  }

  invoke(input: I, messageIds: string[] = []): Promise<Ended<O>> {
    if (!this.hasRoom) return Promise.resolve({ kind: 'throttled' });
    const { time, dice } = this.#engine;
    const fault = dice.roll('invocation', this.name);
    if (fault === 'invocation_throttled') return Promise.resolve({ kind: 'throttled' });
    if (fault === 'environment_lost') this.#environments = this.#busyOnes();
    const environment = this.#idleOne() ?? this.#coldStart();
    const { promise, resolve } = Promise.withResolvers<Ended<O>>();
    const invocation = new Invocation(this.#engine, environment.process, {
      timeoutMs: this.#nature.timeoutMs,
      messageIds,
      end: (ended) => {
        this.#running -= 1;
        environment.isBusy = false;
        if (environment.process.isDead) this.#forget(environment);
        else environment.process.suspend();
        resolve(ended as Ended<O>);
      },
      noteLostWakeUp: (text) => this.lostWakeUps.push(`${this.name}: ${text}`),
    });
    this.#running += 1;
    environment.isBusy = true;
    environment.process.resume();
    if (fault === 'crash_at_any_time') {
      time.after(dice.random.below(5_000), () => invocation.isOver || environment.process.crash());
    }
    time.after(1, () =>
      environment.process.enter(() => {
        environment.handle(input).then(
          (output) => invocation.finish({ kind: 'succeeded', output }),
          (error: unknown) => invocation.finish({ kind: 'failed', error }),
        );
      }),
    );
    return promise;
  }

  /** One that died after its invocation had ended is of no use to the next. */
  #idleOne(): Environment<I, O> | undefined {
    this.#environments = this.#environments.filter(({ process }) => !process.isDead);
    return this.#environments.find(({ isBusy }) => !isBusy);
  }

  #coldStart(): Environment<I, O> {
    const { time, dice } = this.#engine;
    this.#started += 1;
    const skewMs = this.#hasSkew ? dice.random.below(2 * skewAtMostMs) - skewAtMostMs : 0;
    const process = new SimProcess(time, `${this.name}-${this.#started}`, skewMs);
    const environment = { process, handle: this.#nature.wire(process), isBusy: false };
    this.#environments.push(environment);
    return environment;
  }

  #busyOnes(): Array<Environment<I, O>> {
    for (const { process, isBusy } of this.#environments) if (!isBusy) process.crash();
    return this.#environments.filter(({ isBusy }) => isBusy);
  }

  #forget(environment: Environment<I, O>): void {
    this.#environments = this.#environments.filter((each) => each !== environment);
  }
}

interface InvocationParts {
  timeoutMs: number;
  messageIds: string[];
  end(ended: Ended<unknown>): void;
  noteLostWakeUp(text: string): void;
}

class Invocation {
  isOver = false;
  readonly #engine: Engine;
  readonly #process: SimProcess;
  readonly #parts: InvocationParts;
  #endsAtEpochMs: number;

  constructor(engine: Engine, process: SimProcess, parts: InvocationParts) {
    this.#engine = engine;
    this.#process = process;
    this.#parts = parts;
    this.#endsAtEpochMs = engine.time.nowEpochMs() + parts.timeoutMs;
    process.onCrash = () => this.#close('crashed', { kind: 'crashed' });
    process.onFreeze = (durationMs) => {
      this.#endsAtEpochMs += durationMs;
    };
    this.#note('started');
    this.#watch();
  }

  finish(ended: Ended<unknown>): void {
    this.#close('ended', ended);
  }

  #watch(): void {
    this.#engine.time.at(this.#endsAtEpochMs, () => {
      if (this.isOver) return;
      if (this.#engine.time.nowEpochMs() < this.#endsAtEpochMs) return this.#watch();
      this.#timeOut();
    });
  }

  /**
   * The middleware cuts a handler off a moment before its time is over: the environment survives and
   * goes on where it was with the next invocation. One that is stuck is killed with all it knew.
   */
  #timeOut(): void {
    if (this.#process.waits === 0) this.#parts.noteLostWakeUp(this.#process.name);
    const isKilled = this.#engine.dice.random.next() < 0.5;
    this.#engine.dice.fired(
      isKilled ? 'killed_at_time_out' : 'left_at_time_out',
      this.#process.name,
    );
    this.#close('timed_out', { kind: 'timed_out' });
    if (isKilled) this.#process.crash();
  }

  #close(state: 'ended' | 'crashed' | 'timed_out', ended: Ended<unknown>): void {
    if (this.isOver) return;
    this.isOver = true;
    this.#note(state);
    this.#parts.end(ended);
  }

  #note(state: 'started' | 'ended' | 'crashed' | 'timed_out'): void {
    const { messageIds } = this.#parts;
    this.#engine.recorder.add({ kind: 'invocation', state, messageIds }, this.#process.name);
  }
}
