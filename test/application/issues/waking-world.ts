import { sweepIssues } from '../../../shared/application/issues/sweep-issues.ts';
import type { ChangeMessage } from '../../../shared/contracts/messages.ts';
import { type PipelineOptions, startPipeline } from '../../support/pipeline.ts';

export type WakingWorld = Awaited<ReturnType<typeof startWakingWorld>>;

/** The pipeline as a queue works it: every message once, what is sent meanwhile at the end. */
export async function startWakingWorld(options: PipelineOptions = {}) {
  const pipeline = await startPipeline(options);
  let worked = 0;

  async function work(): Promise<ChangeMessage[]> {
    await pipeline.deliver();
    const handled: ChangeMessage[] = [];
    for (let rounds = 0; ; rounds += 1) {
      if (rounds > 500) throw new Error('The queue does not drain.');
      const batch = pipeline.changes.messages().slice(worked, worked + 10);
      if (batch.length === 0) return handled;
      const results = await pipeline.apply(batch);
      const first = results.findIndex(({ kind }) => kind === 'deferred');
      const done = first < 0 ? batch.length : first;
      worked += done;
      handled.push(...batch.slice(0, done));
      const wait = results[first];
      if (wait?.kind === 'deferred') pipeline.clock.advance(wait.retryAfterSeconds * 1_000);
    }
  }

  return {
    ...pipeline,
    work,
    /** As the portal and the command have it. */
    retrying: { ...pipeline.ports, queues: { xero: pipeline.changes } },
    sweep() {
      pipeline.clock.advance(5 * 60_000);
      const untilEpochMs = pipeline.clock.nowEpochMs() + 60_000;
      return sweepIssues({ ...pipeline.ports, queues: { xero: pipeline.changes } }, untilEpochMs);
    },
    async causes(): Promise<string[]> {
      const issues = await pipeline.stores.issues.list('acorn');
      return issues.map(({ kind, cause }) => `${kind} ${cause}`).sort();
    },
    /** Messages that nobody but ourselves sent. */
    retries: () => pipeline.changes.messages().filter(({ eventType }) => eventType === 'retry'),
  };
}
