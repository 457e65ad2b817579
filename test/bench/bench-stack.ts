import { once } from 'node:events';
import { readRequestCounts } from '../../infra/local/vendors/stora/control/control-state.ts';
import type { Operator } from '../../infra/local/vendors/stora/core/world.ts';
import {
  connectOperator,
  isQuiet,
  type PrivateStack,
  startPrivateStack,
} from '../support/connected-stack.ts';
import { type CallCounts, countsBetween } from './call-counts.ts';

/** The sample operator that is measured. */
export const operatorId = 'acorn';

/** Runs the work on a private stack with caps lifted and the operator connected; stops the stack whatever happens. */
export async function withConnectedStack<Result>(
  work: (stack: PrivateStack) => Promise<Result>,
): Promise<Result> {
  const stack = await startPrivateStack({ liftCaps: true });
  try {
    await connectOperator(stack, operatorId, 'Acorn Self Storage');
    return await work(stack);
  } finally {
    await stack.stop();
  }
}

/** The operator inside the simulated Stora. Read in process: over HTTP the reading would weigh on what is measured. */
export function sourceOperator(stack: PrivateStack): Operator {
  const operator = stack.sandboxes.stora.sandbox.world.operators.get(operatorId);
  if (operator) return operator;
  throw new Error(`The simulated Stora has no operator ${operatorId}.`);
}

/** The organisation inside the simulated Xero. */
export function ledgerBook(stack: PrivateStack) {
  const book = stack.sandboxes.xero.sandbox.world.book(operatorId);
  if (book) return book;
  throw new Error(`The simulated Xero has no organisation ${operatorId}.`);
}

export interface Calls {
  readonly aws: CallCounts;
  readonly stora: CallCounts;
  readonly xero: CallCounts;
}

/** All calls so far; read when nothing moves. */
export function readCalls(stack: PrivateStack): Calls {
  const stora = Object.entries(readRequestCounts(sourceOperator(stack)));
  return {
    aws: stack.aws.calls.snapshot(),
    stora: Object.fromEntries(stora.map(([name, entry]) => [name, countIn(entry)])),
    xero: stack.sandboxes.xero.sandbox.world.counts(operatorId),
  };
}

/** Calls between two readings. */
export function callsBetween(before: Calls, after: Calls): Calls {
  return {
    aws: countsBetween(before.aws, after.aws),
    stora: countsBetween(before.stora, after.stora),
    xero: countsBetween(before.xero, after.xero),
  };
}

function countIn(entry: unknown): number {
  const isCounted = typeof entry === 'object' && entry !== null && 'count' in entry;
  return isCounted && typeof entry.count === 'number' ? entry.count : 0;
}

/** Every webhook is delivered and both queues are empty, in flight too: nothing is left to do. */
export async function isThrough(stack: PrivateStack): Promise<boolean> {
  const { deliveries } = stack.sandboxes.stora.sandbox.world.webhooks;
  const isUnderWay = deliveries.some(({ state }) => state === 'waiting' || state === 'running');
  return !isUnderWay && (await isQuiet(stack));
}

export interface Wait {
  /** What is waited for, for the error. */
  readonly until: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

// Fine enough for figures in tenths of a second, coarse enough not to weigh on them.
const lookMs = 10;

/** Looks every 10 ms until the condition holds; returns when that was. @throws when it takes too long or the bench is interrupted. */
export async function waitFor(isSo: () => boolean | Promise<boolean>, wait: Wait): Promise<number> {
  const giveUpAtMs = performance.now() + wait.timeoutMs;
  while (!(await isSo())) {
    wait.signal.throwIfAborted();
    if (performance.now() > giveUpAtMs) {
      throw new Error(`Not so within ${wait.timeoutMs / 1_000} s: ${wait.until}.`);
    }
    await once(AbortSignal.timeout(lookMs), 'abort');
  }
  return Date.now();
}
