import { DeferredError, ProviderError } from '../../domain/errors/errors.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import type { Pacer } from '../../ports/pacer.ts';
import type { SourceFor } from '../../ports/source.ts';

export interface RaisedTodayDeps {
  sourceFor: SourceFor;
  pacer: Pacer;
  clock: Clock;
  log: Log;
}

/** Whoever watches asks every few seconds, and each asking is a call that the work itself would have. */
const goodForMs = 60_000;

/**
 * How many invoices the source has raised since an instant, asked once a minute at most; undefined where it
 * does not say so now. The page tells less then.
 */
export function raisedSince(deps: RaisedTodayDeps) {
  const known = new Map<string, { atEpochMs: number; raised: number | undefined }>();
  return async (operatorId: string, sinceEpochMs: number): Promise<number | undefined> => {
    const name = `${operatorId} ${sinceEpochMs}`;
    const before = known.get(name);
    const nowEpochMs = deps.clock.nowEpochMs();
    if (before !== undefined && nowEpochMs - before.atEpochMs < goodForMs) return before.raised;
    const raised = await ask(deps, operatorId, sinceEpochMs);
    known.clear();
    known.set(name, { atEpochMs: nowEpochMs, raised });
    return raised;
  };
}

async function ask(
  { sourceFor, pacer, log }: RaisedTodayDeps,
  operatorId: string,
  sinceEpochMs: number,
): Promise<number | undefined> {
  try {
    const createdFrom = new Date(sinceEpochMs).toISOString();
    const list = { kind: 'invoice', page: 1, createdFrom } as const;
    return (await sourceFor(operatorId).listDocuments(list)).total;
  } catch (error) {
    // Recovery: the page says that work is under way, and not how much of it is left.
    if (!(error instanceof DeferredError || error instanceof ProviderError)) throw error;
    log.info('overview.total_unknown', { operatorId, reason: error.message });
    return undefined;
  } finally {
    await pacer.flush(operatorId);
  }
}
