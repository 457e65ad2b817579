import type { QueueDepth } from '../../shared/adapters/sqs/queue-depth.ts';

/** A queue whose address the command knows. */
export interface AskedQueue {
  name: string;
  /** @throws when the queue cannot be asked. */
  depth(): Promise<QueueDepth>;
}

export interface QueueAnswer extends Partial<QueueDepth> {
  name: string;
  /** Why it could not be asked. */
  problem?: string;
}

/** Asks each; one that cannot be asked says so, and the rest of the status stands. */
export async function askQueues(queues: readonly AskedQueue[]): Promise<QueueAnswer[]> {
  return Promise.all(
    queues.map(async ({ name, depth }) => {
      try {
        return { name, ...(await depth()) };
      } catch (error) {
        // Recovery: told in its place.
        return { name, problem: error instanceof Error ? error.name : 'no answer' };
      }
    }),
  );
}

export function queueLines(answers: readonly QueueAnswer[]): string[] {
  return answers.map(({ name, problem, waiting, underWay }) =>
    problem === undefined
      ? `Queue ${name}, all operators: ${waiting} waiting, ${underWay} under way or put off`
      : `Queue ${name}: could not be asked (${problem})`,
  );
}
