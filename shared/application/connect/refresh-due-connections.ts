import type { Connection } from '../../contracts/connection-item.ts';
import { DeferredError, NotConnectedError } from '../../domain/errors/errors.ts';
import { decideRefreshNeed, type RefreshNeed } from '../../domain/tokens/refresh-rhythm.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ConnectionKey, Connections } from '../../ports/connections.ts';
import type { Log, Metrics } from '../../ports/log.ts';
import type { TokenRefreshQueue } from '../../ports/queues.ts';
import { sourceName } from '../../source/source-name.ts';
import { type Places, sideBySide } from '../sweep/side-by-side.ts';

export interface RefreshDueDeps {
  connections: Connections;
  refreshes: TokenRefreshQueue;
  /** Makes up for a set-up that failed right after connecting. */
  ensureWebhookEndpoint: (operatorId: string) => Promise<unknown>;
  clock: Clock;
  log: Log;
  metrics: Metrics;
}

export interface SweepCounts {
  /** Sent to be refreshed. */
  sent: number;
  fresh: number;
  failed: number;
  repaired: number;
  /** Left for the next sweep because the time was up. */
  left: number;
}

/** Tokens live up to two hours, so this finds every live connection, the most urgent first. */
const lookAheadMs = 3 * 3_600_000;
const connectionsAtMost = 10_000;

/** The visit that connected is still at it; two registrations at once would leave one to spare. */
const repairAfterMs = 2 * 60_000;

/** Reading and sending wait for the network, not for the processor. */
const places = 8;

/** A repair asks the source, which may not answer: longer than it takes when it does. */
const repairMs = 45_000;

/** What keeps a connection from being refreshed for so long is worth a page. */
const alarms: Partial<Record<RefreshNeed, string>> = {
  overdue: 'ConnectionOverdue',
  near_idle_limit: 'ConnectionNearIdleLimit',
};

/**
 * Has every token refreshed that ends soon, and repairs half-made connections. One that fails does
 * not keep the others; running twice at once is harmless.
 */
export async function refreshDueConnections(
  deps: RefreshDueDeps,
  untilEpochMs: number,
): Promise<SweepCounts> {
  const counts = { sent: 0, fresh: 0, failed: 0, repaired: 0, left: 0 };
  const keys = await deps.connections.due(deps.clock.nowEpochMs() + lookAheadMs, connectionsAtMost);
  const half: ConnectionKey[] = [];
  const turns = { clock: deps.clock, places, untilEpochMs };
  const left = await sideBySide(keys, turns, async (key) => {
    const outcome = await attend(deps, key, async () => {
      const connection = await deps.connections.get(key);
      if (connection === undefined) return 'fresh' as const;
      // Whatever becomes of its token.
      const isHalfMade = needsEndpoint(connection, deps.clock.nowEpochMs());
      if (isHalfMade) half.push(key);
      const sent = await send(deps, connection);
      return isHalfMade ? undefined : sent;
    });
    if (outcome !== undefined) counts[outcome] += 1;
  });
  // After all that is urgent, because a source that does not answer holds up whoever asks it.
  const unrepaired = await repair(deps, half, { turns, counts });
  counts.left = left.length + unrepaired;
  if (counts.failed > 0) deps.metrics.count('SweepFailed', counts.failed);
  deps.log.info('tokens.swept', counts);
  return counts;
}

/** Returns how many have to wait for the next sweep. */
async function repair(
  deps: RefreshDueDeps,
  keys: readonly ConnectionKey[],
  { turns, counts }: { turns: Places; counts: SweepCounts },
): Promise<number> {
  // Another first each time, lest the same ones have all the time that there is.
  const first = Math.floor(deps.clock.nowEpochMs() / repairMs) % Math.max(1, keys.length);
  const inTurn = [...keys.slice(first), ...keys.slice(0, first)];
  let ended = 0;
  await sideBySide(inTurn, { ...turns, placeMs: repairMs }, async (key) => {
    const outcome = await attend(deps, key, async () => {
      await deps.ensureWebhookEndpoint(key.operatorId);
      return 'repaired' as const;
    });
    counts[outcome] += 1;
    ended += 1;
  });
  return keys.length - ended;
}

async function attend<Outcome>(
  deps: RefreshDueDeps,
  key: ConnectionKey,
  work: () => Promise<Outcome>,
): Promise<Outcome | 'failed'> {
  try {
    return await work();
  } catch (error) {
    // Recovery: the next sweep tries again.
    const facts = { operatorId: key.operatorId, provider: key.provider };
    const isExpected = error instanceof DeferredError || error instanceof NotConnectedError;
    if (isExpected) deps.log.info('sweep.put_off', { ...facts, reason: error.message });
    else deps.log.error('sweep.failed', facts, error);
    return 'failed';
  }
}

async function send(deps: RefreshDueDeps, connection: Connection): Promise<'sent' | 'fresh'> {
  const { operatorId, provider, epoch, tokenVersion } = connection;
  const need = decideRefreshNeed(connection, deps.clock.nowEpochMs());
  if (need === 'none') return 'fresh';
  const alarm = alarms[need];
  if (alarm !== undefined) {
    deps.metrics.count(alarm);
    deps.log.error('connection.not_refreshed', { operatorId, provider, need });
  }
  await deps.refreshes.send(
    { schemaVersion: 1, operatorId, provider, epoch, tokenVersion },
    `${operatorId} ${provider} ${epoch} ${tokenVersion}`,
  );
  return 'sent';
}

function needsEndpoint(connection: Connection, nowEpochMs: number): boolean {
  return (
    connection.provider === sourceName &&
    connection.status === 'connected' &&
    connection.endpointId === undefined &&
    nowEpochMs - Date.parse(connection.connectedAt) > repairAfterMs
  );
}
