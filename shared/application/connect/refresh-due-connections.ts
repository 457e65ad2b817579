import type { Connection } from '../../contracts/stored-items.ts';
import { DeferredError, NotConnectedError } from '../../domain/errors/errors.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ConnectionKey, Connections } from '../../ports/connections.ts';
import type { Log, Metrics } from '../../ports/log.ts';
import type { ConnectionTokens } from './access-tokens.ts';

export interface RefreshDueDeps {
  connections: Connections;
  tokens: ConnectionTokens;
  /** Makes up for a set-up that failed right after connecting. */
  ensureWebhookEndpoint: (operatorId: string) => Promise<unknown>;
  clock: Clock;
  log: Log;
  metrics: Metrics;
}

export interface SweepCounts {
  refreshed: number;
  fresh: number;
  failed: number;
  repaired: number;
  /** Left for the next sweep because the time was up. */
  left: number;
}

/**
 * Three sweeps' worth: a token is tried twice more before it comes to the 5 minutes in which
 * workers refresh it themselves. Half the life of Xero's 30-minute tokens.
 */
const refreshMarginMs = 15 * 60_000;

/** Tokens live up to two hours, so this finds every live connection, the most urgent first. */
const lookAheadMs = 3 * 3_600_000;
const connectionsAtMost = 10_000;

/** The visit that connected is still at it; two registrations at once would leave one to spare. */
const repairAfterMs = 2 * 60_000;

/** Refreshes wait for the network, not for the processor. */
const workers = 8;

/**
 * Refreshes every token that ends soon and repairs half-made connections. One that fails does not
 * keep the others; running twice at once is harmless.
 */
export async function refreshDueConnections(
  deps: RefreshDueDeps,
  untilEpochMs: number,
): Promise<SweepCounts> {
  const counts = { refreshed: 0, fresh: 0, failed: 0, repaired: 0, left: 0 };
  const keys = await deps.connections.due(deps.clock.nowEpochMs() + lookAheadMs, connectionsAtMost);
  const queue = keys.values();
  const work = async () => {
    for (const key of queue) {
      const isTimeUp = deps.clock.nowEpochMs() >= untilEpochMs;
      counts[isTimeUp ? 'left' : await attend(deps, key)] += 1;
    }
  };
  await Promise.all(Array.from({ length: workers }, work));
  if (counts.failed > 0) deps.metrics.count('TokenRefreshFailed', counts.failed);
  deps.log.info('tokens.swept', counts);
  return counts;
}

async function attend(deps: RefreshDueDeps, key: ConnectionKey): Promise<keyof SweepCounts> {
  try {
    const outcome = await deps.tokens.refreshAhead(key, refreshMarginMs);
    const connection = await deps.connections.get(key);
    if (!connection || !needsEndpoint(connection, deps.clock.nowEpochMs())) return outcome;
    await deps.ensureWebhookEndpoint(key.operatorId);
    return 'repaired';
  } catch (error) {
    // Recovery: the next sweep tries again; a dead grant was marked and shown to the operator.
    const facts = { operatorId: key.operatorId, provider: key.provider };
    const isExpected = error instanceof DeferredError || error instanceof NotConnectedError;
    if (isExpected) deps.log.warn('sweep.put_off', { ...facts, reason: error.message });
    else deps.log.error('sweep.failed', facts, error);
    return 'failed';
  }
}

function needsEndpoint(connection: Connection, nowEpochMs: number): boolean {
  return (
    connection.provider === 'stora' &&
    connection.endpointId === undefined &&
    nowEpochMs - Date.parse(connection.connectedAt) > repairAfterMs
  );
}
