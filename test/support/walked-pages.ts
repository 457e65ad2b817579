import { type DirectDeps, startBackfill } from '../../shared/application/backfill/direct-run.ts';
import { walkPages } from '../../shared/application/walk-pages/walk-pages.ts';
import type { BackfillRun } from '../../shared/contracts/backfill-run.ts';
import type { PageMessage } from '../../shared/contracts/messages.ts';
import type { Pipeline } from './pipeline.ts';
import { operatorId } from './vendors-in-process.ts';

export const whose = { operatorId, target: 'xero', actor: 'operator' } as const;

/** What happens beside a run, and how it is stopped. */
export interface Beside {
  /** Called before each receive; true: nothing is received any more. */
  before?: (receive: number, message: PageMessage) => Promise<boolean | undefined>;
}

/** Hands out pages as the queue does, and lets time pass while one is hidden. Returns the receives. */
export async function walkAll(pipeline: Pipeline, { before }: Beside = {}): Promise<number> {
  const { ports, clock } = pipeline;
  const done = new Set<string>();
  let receives = 0;
  let receiveCount = 1;
  for (;;) {
    const sent = ports.pages.messages();
    const message = sent.find((one) => !done.has(JSON.stringify(one)));
    if (message === undefined) return receives;
    receives += 1;
    if (receives > 5_000) throw new Error('The run does not end.');
    if (await before?.(receives, message)) return receives;
    const [result] = await walkPages([{ message, receiveCount }], ports);
    if (result?.kind === 'deferred') {
      receiveCount += 1;
      clock.advance(result.retryAfterSeconds * 1_000);
      continue;
    }
    receiveCount = 1;
    done.add(JSON.stringify(message));
  }
}

export async function start(pipeline: Pipeline, span?: Parameters<typeof startBackfill>[2]) {
  const deps: DirectDeps = pipeline.ports;
  return startBackfill(deps, whose, span);
}

export async function runOf({ ports }: Pipeline): Promise<BackfillRun> {
  const run = await ports.backfills.get(operatorId, 'xero');
  if (run === undefined) throw new Error('There is no run.');
  return run;
}
