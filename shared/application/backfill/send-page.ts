import type { BackfillRun } from '../../contracts/backfill-run.ts';
import type { PageQueue } from '../../ports/queues.ts';

/** Asks for the page that is due. `again`: an id of its own, where a copy may have been lost. */
export async function sendPage(
  pages: PageQueue,
  { operatorId, target, runId, step }: BackfillRun,
  again?: string,
): Promise<void> {
  const id = `${runId}.${step}`;
  const message = { schemaVersion: 1, operatorId, target, runId, step } as const;
  await pages.send(message, again === undefined ? id : `${id}.${again}`);
}
