import { awsQuotas } from './aws-quotas.ts';
import { type IntakeHabits, IntakeProcess } from './intake-process.ts';
import { TokenRate } from './token-rate.ts';

interface PoolParts {
  readonly concurrency: number;
  readonly habits: IntakeHabits;
  readonly operators: number;
}

interface Busy {
  readonly untilSeconds: number;
  readonly process: IntakeProcess;
}

/**
 * The executions of one function as Lambda gives them: the one that became free last serves next; a new
 * one where none is free, as far as the concurrency and the rate of new ones allow; and ten requests a
 * second for each execution that the function may have.
 */
export class ExecutionPool {
  readonly #newProcess: () => IntakeProcess;
  readonly #concurrency: number;
  readonly #requests: TokenRate;
  readonly #newOnes = new TokenRate(
    awsQuotas.lambdaScaleUpPerSecond.value,
    awsQuotas.lambdaConcurrency.value,
  );
  readonly #idle: IntakeProcess[] = [];
  readonly #busy: Busy[] = [];
  peakBusy = 0;

  constructor({ concurrency, habits, operators }: PoolParts) {
    this.#newProcess = () => new IntakeProcess(habits, operators);
    this.#concurrency = concurrency;
    this.#requests = new TokenRate(concurrency * awsQuotas.lambdaRequestsPerExecution.value);
  }

  /** Undefined: throttled. */
  acquire(nowSeconds: number): { process: IntakeProcess; isNew: boolean } | undefined {
    this.#release(nowSeconds);
    if (!this.#requests.take(nowSeconds)) return undefined;
    const warm = this.#idle.pop();
    if (warm !== undefined) return { process: warm, isNew: false };
    if (this.#busy.length >= this.#concurrency || !this.#newOnes.take(nowSeconds)) return undefined;
    return { process: this.#newProcess(), isNew: true };
  }

  occupy(process: IntakeProcess, untilSeconds: number): void {
    push(this.#busy, { process, untilSeconds });
    this.peakBusy = Math.max(this.peakBusy, this.#busy.length);
  }

  #release(nowSeconds: number): void {
    for (
      let first = this.#busy[0];
      first !== undefined && first.untilSeconds <= nowSeconds;
      first = this.#busy[0]
    ) {
      this.#idle.push(first.process);
      removeFirst(this.#busy);
    }
  }
}

/** A binary heap by `untilSeconds`, the earliest first. */
function push(heap: Busy[], one: Busy): void {
  let at = heap.push(one) - 1;
  while (at > 0) {
    const parentAt = (at - 1) >> 1;
    const parent = heap[parentAt];
    if (parent === undefined || parent.untilSeconds <= one.untilSeconds) break;
    heap[at] = parent;
    at = parentAt;
  }
  heap[at] = one;
}

function removeFirst(heap: Busy[]): void {
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return;
  let at = 0;
  for (;;) {
    const childAt = earlierChild(heap, at);
    const child = heap[childAt];
    if (child === undefined || child.untilSeconds >= last.untilSeconds) break;
    heap[at] = child;
    at = childAt;
  }
  heap[at] = last;
}

function earlierChild(heap: readonly Busy[], at: number): number {
  const left = 2 * at + 1;
  const leftOne = heap[left];
  const rightOne = heap[left + 1];
  const isRight =
    leftOne !== undefined && rightOne !== undefined && rightOne.untilSeconds < leftOne.untilSeconds;
  return isRight ? left + 1 : left;
}
