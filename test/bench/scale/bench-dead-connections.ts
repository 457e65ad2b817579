import { atLeast, type Goal } from '../goal.ts';
import { type DeadConnectionsResult, playDeadConnections } from './dead-connections.ts';

/** A hundredth of the real figures, also of what a receive looks at: 6 for 600, 1,200 for 120,000. */
const scaled = { groupLookAhead: 1_200, changesEach: 6, live: 50 };
const before = [100, 199, 250] as const;
const now = [200, 1_000, 5_000, 20_000] as const;
/** A poll more or less; what takes longer is another one's fault. */
const slackMs = 1_000;

interface DeadConnections {
  /** Each figure of messages is a hundredth. */
  scale: number;
  alone: DeadConnectionsResult;
  /** As it was before: what waits stays on the queue. */
  onTheQueue: DeadConnectionsResult[];
  aside: DeadConnectionsResult[];
  goals: Goal[];
}

/** How many dead connections, with 600 waiting changes each, before live ones are slower. */
export async function benchDeadConnections(
  progress: (line: string) => void,
): Promise<DeadConnections> {
  const play = async (dead: number, staysOnQueue = false): Promise<DeadConnectionsResult> => {
    progress(`scale: ${dead} dead connections, ${staysOnQueue ? 'on the queue' : 'aside'}`);
    const { world: _world, ...result } = await playDeadConnections({
      ...scaled,
      dead,
      staysOnQueue,
    });
    return result;
  };
  const alone = await play(0);
  const onTheQueue: DeadConnectionsResult[] = [];
  for (const dead of before) onTheQueue.push(await play(dead, true));
  const aside: DeadConnectionsResult[] = [];
  for (const dead of now) aside.push(await play(dead));
  const slow = aside.find(
    ({ liveNotReached, liveWaitMs }) =>
      liveNotReached > 0 || liveWaitMs.p99 > alone.liveWaitMs.p99 + slackMs,
  );
  const most = slow === undefined ? now[3] : Math.max(0, ...now.filter((dead) => dead < slow.dead));
  const goals = [atLeast('dead connections × 600 changes before others are slower', most, 20_000)];
  return { scale: 1 / 100, alone, onTheQueue, aside, goals };
}
