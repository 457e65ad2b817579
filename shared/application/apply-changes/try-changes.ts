import { type ChangeMessage, owedEventType } from '../../contracts/messages.ts';
import { type Parked, parked } from '../../domain/apply/outcome.ts';
import { optional } from '../../domain/source/optional.ts';
import type { Log } from '../../ports/log.ts';
import type { NotedDeferral } from '../retry/work-counted.ts';
import type { ApplyPorts } from './applier.ts';
import { parkMessage, rememberCarried } from './commit-unit.ts';
import { type Failure, failureOf, requestIdOf } from './failure.ts';
import {
  type AsideResult,
  type DoneResult,
  done,
  openIn,
  putOff,
  type Results,
  type TriedChange,
} from './results.ts';
import { workChanges } from './work-changes.ts';

/** What one try of some changes came to, for those that it left open. */
type TryEnd =
  /** None is open. */
  | { kind: 'done' }
  /** They come back, and whatever is behind them waits as well: changes go in order. */
  | { kind: 'wait'; deferral: NotedDeferral }
  /** They and whatever is behind them wait for a person to connect again. */
  | { kind: 'aside'; result: AsideResult }
  /** One of several is the trouble, and nobody knows which. */
  | { kind: 'alone' }
  /** It was alone and is the trouble itself: a person has to look. */
  | { kind: 'park'; outcome: Parked }
  /** Nobody foresaw it. It comes back, and this counts as one of its tries. */
  | { kind: 'unforeseen'; deferral: NotedDeferral };

const notReached: NotedDeferral = {
  kind: 'deferred',
  reason: 'not_reached',
  retryAfterSeconds: 30,
};

/** Tries changes until each has a result. Not all are reached: behind one that waits all others wait. */
export async function tryChanges(
  changes: TriedChange[],
  ports: ApplyPorts,
): Promise<Array<DoneResult | AsideResult | NotedDeferral>> {
  const results: Results = new Map();
  try {
    await tryInParts(changes, results, ports);
  } finally {
    const [first] = changes;
    if (first !== undefined) await ports.pacer.flush(first.message.operatorId);
  }
  return changes.map(({ message }) => results.get(message) ?? notReached);
}

/**
 * All together first. Where that fails for the sake of one of them, each that is left open gets a try
 * of its own, in order: one bad record must not hold up its neighbours.
 */
async function tryInParts(
  changes: TriedChange[],
  results: Results,
  ports: ApplyPorts,
): Promise<void> {
  let parts = [changes];
  for (let part = parts.shift(); part !== undefined; part = parts.shift()) {
    const end = await tryOnce(part, results, ports);
    const open = openIn(part, results).map(({ message }) => message);
    switch (end.kind) {
      case 'done':
        break;
      case 'alone':
        parts = [...smallerParts(openIn(part, results)), ...parts];
        break;
      case 'park':
        for (const message of open) results.set(message, await park(message, end.outcome, ports));
        break;
      case 'aside':
        for (const message of open) results.set(message, end.result);
        return;
      case 'wait':
      case 'unforeseen':
        for (const message of open) results.set(message, end.deferral);
        return;
    }
  }
}

/** As many as a queue hands out at once: those of a page are cut so far first, which keeps most calls whole. */
const partAtMost = 10;

function smallerParts(open: TriedChange[]): TriedChange[][] {
  const size = open.length > partAtMost ? partAtMost : 1;
  const tried = open.map((change) => ({ ...change, isTriedBefore: true as const }));
  return Array.from({ length: Math.ceil(tried.length / size) }, (_, index) =>
    tried.slice(index * size, (index + 1) * size),
  );
}

/** What ended has its result; of what is left open the end tells. */
async function tryOnce(part: TriedChange[], results: Results, ports: ApplyPorts): Promise<TryEnd> {
  try {
    await workChanges(part, results, ports);
    return { kind: 'done' };
  } catch (error) {
    // Recovery: the caller's, by what the error means for the changes that are left open.
    const open = openIn(part, results);
    const failure = failureOf(error, { received: open, nowEpochMs: ports.clock.nowEpochMs() });
    report(failure, open, { error, log: ports.log });
    return endOf(failure, { open, requestId: requestIdOf(error) });
  }
}

function endOf(
  failure: Failure,
  { open, requestId }: { open: TriedChange[]; requestId: string | undefined },
): TryEnd {
  if (failure.kind === 'wait') {
    const { kind: _kind, ...wait } = failure;
    return { kind: 'wait', deferral: { kind: 'deferred', ...wait } };
  }
  if (failure.kind === 'aside') return { kind: 'aside', result: failure };
  if (open.length > 1) return { kind: 'alone' };
  if (failure.kind === 'unforeseen' && !failure.isLastTry) {
    const { reason, retryAfterSeconds } = failure;
    return { kind: 'unforeseen', deferral: { kind: 'deferred', reason, retryAfterSeconds } };
  }
  const outcome = parked(failure.cause, failure.detail);
  return { kind: 'park', outcome: { ...outcome, ...optional('requestId', requestId) } };
}

async function park(
  message: ChangeMessage,
  outcome: Parked,
  ports: ApplyPorts,
): Promise<DoneResult> {
  if (message.eventType === owedEventType) return putOff(message, ports);
  await rememberCarried(message, ports);
  await parkMessage(message, outcome, ports);
  return done(outcome);
}

/** A wait for the pace, a lock or a person is in order; only what failed is worth a look. */
function report(
  failure: Failure,
  open: TriedChange[],
  { error, log }: { error: unknown; log: Log },
): void {
  const { reason, kind: decision } = failure;
  const { operatorId } = open[0]?.message ?? {};
  const facts = { operatorId, messages: open.length, reason };
  if (failure.kind === 'aside') {
    log.info('changes.aside', facts);
    return;
  }
  if (failure.kind === 'wait' && failure.wait !== 'failure') {
    const { retryAfterSeconds } = failure;
    log.info('changes.put_off', { ...facts, retryAfterSeconds });
    return;
  }
  const requestId = requestIdOf(error);
  log.warn('changes.failed', { ...facts, decision, requestId });
  if (decision === 'unforeseen') log.error('changes.unforeseen', facts, error);
}
