import type { Connection } from '../../contracts/connection-item.ts';
import { DeferredError } from '../../domain/errors/errors.ts';
import { isLacking, type Lack } from '../../domain/intake/lacks.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log, Metrics } from '../../ports/log.ts';
import type { Source } from '../../ports/source.ts';
import type { SourceStates } from '../../ports/source-states.ts';
import { changeSourceState, sourceStateOf } from '../source-state/change-source-state.ts';

export interface LackDeps {
  sourceStates: SourceStates;
  clock: Clock;
  log: Log;
  metrics: Metrics;
}

/** Is it known of this authorization already? */
export async function isLackKnown(
  deps: Pick<LackDeps, 'sourceStates'>,
  connection: Connection,
  lack: Lack,
): Promise<boolean> {
  const { lacks } = await sourceStateOf(deps.sourceStates, connection);
  return isLacking(lacks, lack, connection.connectedAt);
}

/** Says once, not for every record, what a source lacks. */
export async function noteLack(deps: LackDeps, connection: Connection, lack: Lack): Promise<void> {
  if (await isLackKnown(deps, connection, lack)) return;
  const since = new Date(deps.clock.nowEpochMs()).toISOString();
  await changeSourceState(deps.sourceStates, connection, (state) => ({
    ...state,
    lacks: { ...state.lacks, [lack]: since },
  }));
  deps.metrics.count('SourceLacks');
  deps.log.warn('source.lacks', { operatorId: connection.operatorId, lack });
}

/** Looks whether the timeline was set up meanwhile; what is owed then goes with the sweep of debts. */
export async function forgetTimelineLack(
  deps: LackDeps,
  source: Source,
  connection: Connection,
): Promise<void> {
  const { lacks } = await sourceStateOf(deps.sourceStates, connection);
  if (lacks?.timeline_source === undefined && lacks?.timeline_template === undefined) return;
  try {
    await source.prepareTimeline(deps.clock.nowEpochMs());
  } catch (error) {
    // Recovery: it still is not there, or cannot be asked now; the next look is an hour away.
    if (!(error instanceof DeferredError)) throw error;
    return;
  }
  await forget(deps, connection, ['timeline_source', 'timeline_template']);
}

async function forget(
  deps: Pick<LackDeps, 'sourceStates'>,
  connection: Connection,
  gone: Lack[],
): Promise<void> {
  await changeSourceState(deps.sourceStates, connection, (state) => {
    const lacks = Object.entries(state.lacks ?? {}).filter(
      ([name]) => !gone.some((lack) => lack === name),
    );
    return { ...state, lacks: Object.fromEntries(lacks) };
  });
}

/**
 * Looks whether the endpoint that we registered still delivers: a person may switch it off at the source.
 * @returns false where it does not.
 */
export async function lookAtEndpoint(
  deps: LackDeps,
  source: Source,
  given: { connection: Connection; sourceEndpointId: string },
): Promise<boolean> {
  const { connection, sourceEndpointId } = given;
  const listed = await source.listWebhookEndpoints();
  const isOn = listed.some((one) => one.sourceEndpointId === sourceEndpointId && one.isEnabled);
  if (isOn) await endpointDelivers(deps, connection);
  else await noteLack(deps, connection, 'endpoint');
  return isOn;
}

/** It was registered anew, or switched on again. */
export async function endpointDelivers(
  deps: Pick<LackDeps, 'sourceStates'>,
  connection: Connection,
): Promise<void> {
  if (await isLackKnown(deps, connection, 'endpoint')) await forget(deps, connection, ['endpoint']);
}
