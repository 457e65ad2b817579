import type { Provider } from '../../contracts/ids.ts';
import { sideBySide } from '../sweep/side-by-side.ts';
import { endRetiredPair } from '../tokens/end-retired-pair.ts';
import { giveBackWaiting } from '../tokens/give-back.ts';
import { continueDisconnect } from './disconnect.ts';
import { continueRemoval, type RemoveOperatorDeps } from './remove-operator.ts';

export interface TendCounts {
  ended: number;
  waiting: number;
  failed: number;
  /** Left for the next tick because the time was up: not begun, or begun and not answered. */
  left: number;
}

/** More than ever leave at once; what is beyond waits for the next tick. */
const atMost = 500;

/** Operators at once. Their calls wait for the network, and for nothing that they share. */
const places = 16;

/** Longer than a provider that answers takes, shorter than several that do not. */
const placeMs = 45_000;

/**
 * Goes on with every disconnect, replaced pair and removal that is not through yet, side by side.
 * One that fails or hangs does not keep the others, neither in this tick nor, because those come first
 * whose last try is the longest ago, in the next; running twice at once is harmless.
 */
export async function tendConnections(
  deps: RemoveOperatorDeps,
  untilEpochMs: number,
): Promise<TendCounts> {
  const counts: TendCounts = { ended: 0, waiting: 0, failed: 0, left: 0 };
  const work = await findWork(deps, counts);
  const unread = counts.failed;
  const isTimeUp = () => deps.clock.nowEpochMs() >= untilEpochMs;
  const tend = async (one: Work) => {
    if (!isTimeUp()) counts[await attend(deps, one)] += 1;
  };
  const turns = { clock: deps.clock, places, placeMs, untilEpochMs };
  await sideBySide([...byOperator(work).values()], turns, (own) => inOrder(own, tend));
  const attended = counts.ended + counts.waiting + counts.failed - unread;
  counts.left = work.length - attended;
  deps.log.info('connections.tended', { ...counts });
  return counts;
}

interface Work {
  facts: {
    operatorId: string;
    what: 'disconnect' | 'retired_pair' | 'waiting_grant' | 'removal';
    provider?: Provider;
  };
  noteTried(atEpochMs: number): Promise<void>;
  /** Answers whether it is through. */
  run(): Promise<boolean>;
}

/**
 * Each kind has its turn, and within a kind those that wait for the longest time. A list that cannot be
 * read keeps no other one from its work.
 */
async function findWork(deps: RemoveOperatorDeps, counts: TendCounts): Promise<Work[]> {
  const found: Work[][] = [];
  for (const { what, list } of listsOf(deps)) {
    try {
      found.push(await list());
    } catch (error) {
      // Recovery: the next tick reads it again.
      deps.log.error('tend.failed', { what }, error);
      deps.metrics.count('TendFailed');
      counts.failed += 1;
    }
  }
  const longest = Math.max(0, ...found.map(({ length }) => length));
  return Array.from({ length: longest }, (_, index) =>
    found.flatMap((ofKind) => ofKind[index] ?? []),
  ).flat();
}

type Kind = Work['facts']['what'];

function listsOf(deps: RemoveOperatorDeps): Array<{ what: Kind; list: () => Promise<Work[]> }> {
  const { connections, retiredPairs, waitingGrants, operators, clock } = deps;
  return [
    {
      what: 'disconnect',
      list: async () =>
        (await connections.leaving(atMost)).map((key) => ({
          facts: { ...key, what: 'disconnect' },
          noteTried: (at) => connections.noteTried(key, at),
          run: async () => (await continueDisconnect(deps, key)).kind === 'disconnected',
        })),
    },
    {
      what: 'retired_pair',
      list: async () =>
        (await retiredPairs.waiting(atMost)).map((key) => ({
          facts: { operatorId: key.operatorId, provider: key.provider, what: 'retired_pair' },
          noteTried: (at) => retiredPairs.noteTried(key, at),
          run: async () => (await endRetiredPair(deps, key)).kind === 'ended',
        })),
    },
    {
      what: 'waiting_grant',
      list: async () =>
        (await waitingGrants.expired(clock.nowEpochMs(), atMost)).map((key) => ({
          facts: { operatorId: key.operatorId, provider: key.provider, what: 'waiting_grant' },
          // A handful at the most, and each is over with its first answer.
          noteTried: async () => {},
          run: async () => {
            const grant = await waitingGrants.get(key);
            return grant === undefined || (await giveBackWaiting(deps, grant)).kind === 'ended';
          },
        })),
    },
    {
      what: 'removal',
      list: async () =>
        (await operators.removals()).map(({ operatorId }) => ({
          facts: { operatorId, what: 'removal' },
          noteTried: (at) => operators.noteTried(operatorId, at),
          run: async () => (await continueRemoval(deps, operatorId)).kind === 'removed',
        })),
    },
  ];
}

function byOperator(work: readonly Work[]): Map<string, Work[]> {
  return Map.groupBy(work, ({ facts }) => facts.operatorId);
}

/** One operator's: the providers beside each other, and the removal after what it would have to wait for. */
async function inOrder(own: readonly Work[], tend: (one: Work) => Promise<void>): Promise<void> {
  const byProvider = Map.groupBy(own, ({ facts }) => facts.provider);
  const removals = byProvider.get(undefined) ?? [];
  byProvider.delete(undefined);
  const ordered = (ofOne: Work[]) => [
    ...ofOne.filter(({ facts }) => facts.what === 'disconnect'),
    ...ofOne.filter(({ facts }) => facts.what !== 'disconnect'),
  ];
  await Promise.all([...byProvider.values()].map((ofOne) => eachInTurn(ordered(ofOne), tend)));
  await eachInTurn(removals, tend);
}

async function eachInTurn(
  work: readonly Work[],
  tend: (one: Work) => Promise<void>,
): Promise<void> {
  for (const one of work) await tend(one);
}

async function attend(
  deps: RemoveOperatorDeps,
  { facts, noteTried, run }: Work,
): Promise<'ended' | 'waiting' | 'failed'> {
  try {
    await noteTried(deps.clock.nowEpochMs());
    return (await run()) ? 'ended' : 'waiting';
  } catch (error) {
    // Recovery: every step is repeatable; the next tick tries again.
    deps.log.error('tend.failed', facts, error);
    deps.metrics.count('TendFailed');
    return 'failed';
  }
}
