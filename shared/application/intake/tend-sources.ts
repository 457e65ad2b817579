import type { Connection } from '../../contracts/connection-item.ts';
import type { RecordKind, Target } from '../../contracts/ids.ts';
import { target as targetSchema } from '../../contracts/ids.ts';
import type { SourceState } from '../../contracts/source-state.ts';
import { isPutOff } from '../../domain/errors/errors.ts';
import { isDailyTurn } from '../../domain/intake/daily-turn.ts';
import { needsCount } from '../../domain/intake/gaps.ts';
import { isLacking } from '../../domain/intake/lacks.ts';
import { planReading } from '../../domain/intake/plan-reading.ts';
import { eventsToTry } from '../../domain/intake/retry-events.ts';
import { takesKind } from '../../domain/intake/takes-kind.ts';
import { isInUse } from '../../domain/tokens/is-live-epoch.ts';
import { sweepParts } from '../../domain/tokens/sweep-place.ts';
import type { ConnectionKey } from '../../ports/connections.ts';
import type { Endpoints } from '../../ports/endpoints.ts';
import type { Pacer } from '../../ports/pacer.ts';
import type { Source, SourceFor } from '../../ports/source.ts';
import { sourceName } from '../../source/source-name.ts';
import { type CountRecordsDeps, recountWhenDue } from '../counts/count-records.ts';
import { type WatchLedgersDeps, watchLedgers } from '../differences/watch-ledgers.ts';
import { type WatchNightsDeps, watchNights } from '../reconcile/watch-nights.ts';
import { sourceStateOf } from '../source-state/change-source-state.ts';
import { inItsTurn } from '../sweep/in-its-turn.ts';
import { operatorPlaces, sideBySide } from '../sweep/side-by-side.ts';
import { countGaps, type GapDeps, hasUnnoted, noteGaps } from './measure-gaps.ts';
import { forgetTimelineLack, lookAtEndpoint } from './note-lack.ts';
import { type ReadUnnoticedDeps, readUnnoticed } from './read-unnoticed.ts';
import { retryEvents, type SubscribeDeps } from './subscribe.ts';

export interface TendSourcesDeps
  extends GapDeps,
    ReadUnnoticedDeps,
    SubscribeDeps,
    CountRecordsDeps,
    WatchLedgersDeps,
    WatchNightsDeps {
  endpoints: Endpoints;
  sourceFor: SourceFor;
  pacer: Pacer;
  /** Event types that we would like to hear of. */
  eventTypes: string[];
}

export interface TendSourcesCounts {
  tended: number;
  pages: number;
  failed: number;
  /** Left for the next tick because the time was up. */
  left: number;
}

/** The index names so many in one call. */
const pageSize = 1_000;
/** Of one operator in one tick: a large one leaves time to the others, and calls to its own records. */
const pagesAtMost = 10;
const tickMs = 5 * 60_000;

/**
 * Looks after what events do not tell: names that the source refused are tried again daily, lists are
 * read in their stead, and gaps are counted. One operator that fails does not keep the others.
 */
export async function tendSources(
  deps: TendSourcesDeps,
  untilEpochMs: number,
): Promise<TendSourcesCounts> {
  const counts = { tended: 0, pages: 0, failed: 0, left: 0 };
  const nowEpochMs = deps.clock.nowEpochMs();
  const sources = await liveSources(deps);
  const inTurn = rotated(sources, Math.floor(nowEpochMs / tickMs));
  const turns = { clock: deps.clock, ...operatorPlaces, untilEpochMs };
  const left = await sideBySide(inTurn, turns, (key) =>
    attend(deps, { key, untilEpochMs }, counts),
  );
  counts.left = left.length;
  if (counts.failed > 0) deps.metrics.count('SweepFailed', counts.failed);
  deps.log.info('sources.tended', { ...counts });
  return counts;
}

/** Connections to the source as the index knows them; each is read itself when it is its turn. */
async function liveSources({ connections }: TendSourcesDeps): Promise<ConnectionKey[]> {
  const found = new Set<string>();
  for (const part of sweepParts(0, sourceName)) {
    let after: string | undefined;
    do {
      const page = await connections.sweepPage(part, { after, atMost: pageSize });
      const sources = page.keys.filter(({ provider }) => provider === sourceName);
      for (const { operatorId } of sources) found.add(operatorId);
      after = page.next;
    } while (after !== undefined);
  }
  return [...found].sort().map((operatorId) => ({ operatorId, provider: sourceName }));
}

/** Parts of the golden ratio fall between all those before: no stretch of the list is left out for long. */
const goldenRatio = (Math.sqrt(5) - 1) / 2;

/**
 * Begins far from where the ticks before began: where the time does not suffice for all, those behind are
 * reached within a few ticks, however many there are.
 */
function rotated<T>(items: T[], tick: number): T[] {
  const at = Math.floor(((tick * goldenRatio) % 1) * items.length);
  return [...items.slice(at), ...items.slice(0, at)];
}

async function attend(
  deps: TendSourcesDeps,
  { key, untilEpochMs }: { key: ConnectionKey; untilEpochMs: number },
  counts: TendSourcesCounts,
): Promise<void> {
  try {
    const turn = { clock: deps.clock, untilEpochMs };
    counts.pages += await inItsTurn(() => tendSource(deps, key.operatorId), turn);
    counts.tended += 1;
  } catch (error) {
    // Recovery: the next tick goes on where this one came to.
    counts.failed += 1;
    const facts = { operatorId: key.operatorId };
    const isExpected = isPutOff(error);
    if (isExpected) deps.log.info('source.put_off', { ...facts, reason: error.message });
    else deps.log.error('source.not_tended', facts, error);
  } finally {
    await deps.pacer.flush(key.operatorId);
  }
}

async function tendSource(deps: TendSourcesDeps, operatorId: string): Promise<number> {
  const rows = await deps.connections.list(operatorId);
  const connection = rows.find(({ provider }) => provider === sourceName);
  if (connection?.status !== 'connected') return 0;
  const source = deps.sourceFor(operatorId);
  if (isDailyTurn(operatorId, deps.clock.nowEpochMs(), tickMs)) {
    await recountWhenDue(deps, operatorId);
    await watchLedgers(deps, rows);
    await watchNights(deps, rows);
  }
  const state = await attendState(deps, source, { rows, connection });
  const targets = connectedTargets(rows);
  const isTaken = (kind: RecordKind) => targets.some(({ target }) => takesKind(target, kind));
  const plan = planReading(missingEvents(deps, connection, state), isTaken);
  const job = { source, connection, targets, state };
  const isCounted = !state.gaps?.some((gap) => needsCount(gap, deps.clock.nowEpochMs()));
  const read =
    plan === undefined || targets.length === 0
      ? 0
      : await readUnnoticed(deps, { ...job, plan }, pagesAtMost);
  return isCounted ? read : read + (await countGaps(deps, job, pagesAtMost - read));
}

/**
 * Does what the hour, the day or something new asks for, and returns what is known of the source then. Most
 * ticks ask for nothing, and end with what was read.
 */
async function attendState(
  deps: TendSourcesDeps,
  source: Source,
  { rows, connection }: { rows: Connection[]; connection: Connection },
): Promise<SourceState> {
  const { operatorId } = connection;
  const nowEpochMs = deps.clock.nowEpochMs();
  const known = await sourceStateOf(deps.sourceStates, connection);
  const isGapOpen = hasUnnoted(rows, known);
  const isEndpointDue =
    isDailyTurn(operatorId, nowEpochMs, tickMs) ||
    eventsToTry(known.events, deps.eventTypes, nowEpochMs) !== undefined;
  const isHour = isOnTheHour(nowEpochMs);
  if (isGapOpen) await noteGaps(deps, operatorId);
  if (isEndpointDue) await attendEndpoint(deps, connection);
  if (isHour) await forgetTimelineLack(deps, source, connection);
  const isAsRead = !isGapOpen && !isEndpointDue && !isHour;
  return isAsRead ? known : sourceStateOf(deps.sourceStates, connection);
}

/** The first tick of an hour: often enough for what a person at the source has to set up. */
function isOnTheHour(nowEpochMs: number): boolean {
  return nowEpochMs % 3_600_000 < tickMs;
}

async function attendEndpoint(deps: TendSourcesDeps, connection: Connection): Promise<void> {
  const { operatorId, endpointId } = connection;
  const endpoint = endpointId === undefined ? undefined : await deps.endpoints.get(endpointId);
  if (endpoint === undefined) return;
  const { sourceEndpointId } = endpoint;
  const source = deps.sourceFor(operatorId);
  if (isDailyTurn(operatorId, deps.clock.nowEpochMs(), tickMs)) {
    const isOn = await lookAtEndpoint(deps, source, { connection, sourceEndpointId });
    if (!isOn) return registerAnew(deps, connection, endpoint.endpointId);
  }
  const state = await sourceStateOf(deps.sourceStates, connection);
  const wanted = deps.eventTypes;
  await retryEvents(deps, source, {
    connection,
    state,
    wanted,
    sourceEndpointId,
  });
}

/** Forgotten, it is missing: then the sweep over tokens registers another one. */
async function registerAnew(
  deps: TendSourcesDeps,
  { operatorId, provider, epoch }: Connection,
  endpointId: string,
): Promise<void> {
  if (!(await deps.connections.forgetEndpoint({ operatorId, provider, epoch }, endpointId))) return;
  await deps.activities.append({
    operatorId,
    activityId: deps.crypto.uuid(),
    at: new Date(deps.clock.nowEpochMs()).toISOString(),
    type: 'endpoint.lost',
    actor: 'rollerdoor',
    detail: { provider, epoch },
  });
}

/** Without an endpoint that delivers nothing is told at all. */
function missingEvents(
  { eventTypes }: Pick<TendSourcesDeps, 'eventTypes'>,
  { endpointId, connectedAt }: Connection,
  { events, lacks }: SourceState,
): string[] {
  if (isLacking(lacks, 'endpoint', connectedAt)) return eventTypes;
  if (endpointId === undefined) return events === undefined ? [] : eventTypes;
  return [...(events?.refused ?? []), ...(events?.open ?? [])];
}

function connectedTargets(rows: Connection[]): Array<{ target: Target; epoch: number }> {
  return targetSchema.options.flatMap((target) => {
    const row = rows.find(({ provider }) => provider === target);
    return row !== undefined && isInUse(row) ? [{ target, epoch: row.epoch }] : [];
  });
}
