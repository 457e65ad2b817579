import { benchDeadConnections } from './bench-dead-connections.ts';

/** How many operators, and how many waiting changes, before somebody waits for another. */
export async function benchScale(context: { progress(line: string): void }): Promise<unknown> {
  return { deadConnections: await benchDeadConnections(context.progress) };
}
