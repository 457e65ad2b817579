import type { Target } from '../../contracts/ids.ts';

/** Name of a target's queue, without `.fifo`. */
export function changesQueueName(target: Target): string {
  return `changes-${target}`;
}

/** The queue of what links owe the source. */
export const writeBacksQueueName = 'write-backs';
