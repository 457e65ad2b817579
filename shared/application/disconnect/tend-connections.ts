import { giveBackWaiting } from '../connect/give-back.ts';
import { continueDisconnect } from './disconnect.ts';
import { endRetiredPair } from './end-retired-pair.ts';
import { continueRemoval, type RemoveOperatorDeps } from './remove-operator.ts';

export interface TendCounts {
  ended: number;
  waiting: number;
  failed: number;
  /** Left for the next tick because the time was up. */
  left: number;
}

/** More than ever leave at once; what is beyond waits for the next tick. */
const atMost = 500;

/**
 * Goes on with every disconnect, replaced pair and removal that is not through yet. One that fails
 * does not keep the others; running twice at once is harmless.
 */
export async function tendConnections(
  deps: RemoveOperatorDeps,
  untilEpochMs: number,
): Promise<TendCounts> {
  const counts: TendCounts = { ended: 0, waiting: 0, failed: 0, left: 0 };
  const work = await findWork(deps, counts);
  for (const { facts, run } of work) {
    const isTimeUp = deps.clock.nowEpochMs() >= untilEpochMs;
    counts[isTimeUp ? 'left' : await attend(deps, facts, run)] += 1;
  }
  deps.log.info('connections.tended', { ...counts });
  return counts;
}

interface Work {
  facts: { operatorId: string; what: string };
  /** Answers whether it is through. */
  run(): Promise<boolean>;
}

/** A list that cannot be read keeps no other one from its work. */
async function findWork(deps: RemoveOperatorDeps, counts: TendCounts): Promise<Work[]> {
  const found: Work[] = [];
  for (const { what, list } of listsOf(deps)) {
    try {
      found.push(...(await list()));
    } catch (error) {
      // Recovery: the next tick reads it again.
      deps.log.error('tend.failed', { what }, error);
      deps.metrics.count('TendFailed');
      counts.failed += 1;
    }
  }
  return found;
}

function listsOf(deps: RemoveOperatorDeps): Array<{ what: string; list: () => Promise<Work[]> }> {
  return [
    {
      what: 'disconnect',
      list: async () =>
        (await deps.connections.leaving(atMost)).map((key) => ({
          facts: { operatorId: key.operatorId, what: 'disconnect' },
          run: async () => (await continueDisconnect(deps, key)).kind === 'disconnected',
        })),
    },
    {
      what: 'retired_pair',
      list: async () =>
        (await deps.retiredPairs.waiting(atMost)).map((key) => ({
          facts: { operatorId: key.operatorId, what: 'retired_pair' },
          run: async () => (await endRetiredPair(deps, key)).kind === 'ended',
        })),
    },
    {
      what: 'waiting_grant',
      list: async () =>
        (await deps.waitingGrants.expired(deps.clock.nowEpochMs(), atMost)).map((key) => ({
          facts: { operatorId: key.operatorId, what: 'waiting_grant' },
          run: async () => {
            const grant = await deps.waitingGrants.get(key);
            return grant === undefined || (await giveBackWaiting(deps, grant)).kind === 'ended';
          },
        })),
    },
    {
      what: 'removal',
      list: async () =>
        (await deps.operators.removals()).map(({ operatorId }) => ({
          facts: { operatorId, what: 'removal' },
          run: async () => (await continueRemoval(deps, operatorId)).kind === 'removed',
        })),
    },
  ];
}

async function attend(
  deps: RemoveOperatorDeps,
  facts: Work['facts'],
  run: Work['run'],
): Promise<'ended' | 'waiting' | 'failed'> {
  try {
    return (await run()) ? 'ended' : 'waiting';
  } catch (error) {
    // Recovery: every step is repeatable; the next tick tries again.
    deps.log.error('tend.failed', facts, error);
    deps.metrics.count('TendFailed');
    return 'failed';
  }
}
