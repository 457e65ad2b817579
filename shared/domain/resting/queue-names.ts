import { type Target, target as targets } from '../../contracts/ids.ts';

/** Name of a target's queue, without `.fifo`. */
export function changesQueueName(target: Target): `changes-${Target}` {
  return `changes-${target}`;
}

/** The queue of what links owe the source. */
export const writeBacksQueueName = 'write-backs';

/** The queue of pages that backfills are to read. */
export const pagesQueueName = 'pages';

/** The queue of steps by which nights go on. */
export const nightsQueueName = 'nights';

/** The queues whose messages wait for calls and connections. */
export const waitingQueueNames = [...targets.options.map(changesQueueName), writeBacksQueueName];

/** Whose changes the queue has; undefined: it is that of write-backs, or of no target that is known here. */
export function targetOfQueue(queue: string): Target | undefined {
  return targets.options.find((target) => changesQueueName(target) === queue);
}
