import type { Connection } from '../../contracts/connection-item.ts';
import type { TokenRefreshMessage } from '../../contracts/messages.ts';
import { isPutOff, NotSentError } from '../../domain/errors/errors.ts';
import { decideRefreshNeed, type RefreshNeed } from '../../domain/tokens/refresh-rhythm.ts';
import {
  lacksEndpoint,
  type SweepPart,
  sweepParts,
  sweepPlaceOf,
} from '../../domain/tokens/sweep-place.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Connections } from '../../ports/connections.ts';
import type { Log, Metrics } from '../../ports/log.ts';
import type { Sendable, TokenRefreshQueue } from '../../ports/queues.ts';
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
  /** Read and found to need nothing. */
  fresh: number;
  failed: number;
  repaired: number;
  /** Parts of the index and repairs left for the next sweep because the time was up. */
  left: number;
}

const tickMs = 5 * 60_000;

/** Rows that are read in one call; a page of the index names as many. */
const pageSize = 100;

/** The visit that connected is still at it; two registrations at once would leave one to spare. */
const repairAfterMs = 2 * 60_000;

/** Reading and sending wait for the network, not for the processor. */
const places = 8;

/** SQS takes so many in one call. */
const messagesPerCall = 10;

/** A repair asks the source, which may not answer: longer than it takes when it does. */
const repairMs = 45_000;

/** What keeps a connection from being refreshed for so long is worth a page. */
const alarms: Partial<Record<RefreshNeed, string>> = {
  overdue: 'ConnectionOverdue',
  near_idle_limit: 'ConnectionNearIdleLimit',
};

/**
 * Has every token refreshed that ends soon, and repairs half-made connections. Reads only what is due,
 * part by part of the index, several side by side, and begins with another part at each tick, so that
 * what the time does not suffice for comes first once. One that fails does not keep the others;
 * running twice at once is harmless.
 */
export async function refreshDueConnections(
  deps: RefreshDueDeps,
  untilEpochMs: number,
): Promise<SweepCounts> {
  const counts = { sent: 0, fresh: 0, failed: 0, repaired: 0, left: 0 };
  const half = new Set<string>();
  const turns = { clock: deps.clock, places, untilEpochMs };
  const parts = sweepParts(Math.floor(deps.clock.nowEpochMs() / tickMs));
  const unread = await sideBySide(parts, turns, async (part) => {
    const outcome = await attend(deps, { part: part.kind }, () =>
      sweepPart(deps, part, { untilEpochMs, counts, half }),
    );
    if (outcome === 'failed') counts.failed += 1;
    if (outcome === 'left') counts.left += 1;
  });
  // After all that is urgent, because a source that does not answer holds up whoever asks it.
  const unrepaired = await repair(deps, [...half], { turns, counts });
  counts.left += unread.length + unrepaired;
  if (counts.failed > 0) deps.metrics.count('SweepFailed', counts.failed);
  deps.log.info('tokens.swept', counts);
  return counts;
}

interface Sweep {
  untilEpochMs: number;
  counts: SweepCounts;
  /** Operators whose endpoint is lacking, to be repaired afterwards: one that moves is found twice. */
  half: Set<string>;
}

/** Goes through a part page by page, the most urgent first, until its end or that of the time. */
async function sweepPart(
  deps: RefreshDueDeps,
  part: SweepPart,
  sweep: Sweep,
): Promise<'done' | 'left'> {
  // What is due at this very instant is due. The other parts are small, and read as a whole.
  const bound = part.kind === 'due' ? { beforeEpochMs: deps.clock.nowEpochMs() + 1 } : {};
  let after: string | undefined;
  do {
    if (deps.clock.nowEpochMs() >= sweep.untilEpochMs) return 'left';
    const page = await deps.connections.sweepPage(part, { ...bound, after, atMost: pageSize });
    const rows = await deps.connections.manyReadable(page.keys);
    await attendRows(deps, { part, rows }, sweep);
    after = page.next;
  } while (after !== undefined);
  return 'done';
}

/** The index lags: what is done follows from the rows themselves. */
async function attendRows(
  deps: RefreshDueDeps,
  { part, rows }: { part: SweepPart; rows: Connection[] },
  { counts, half }: Sweep,
): Promise<void> {
  const connected = rows.filter(({ status }) => status === 'connected');
  const nowEpochMs = deps.clock.nowEpochMs();
  const halfMade = connected.filter((row) => needsEndpoint(row, nowEpochMs));
  for (const { operatorId } of halfMade) half.add(operatorId);
  const due = connected.filter((row) => decideRefreshNeed(row, nowEpochMs) !== 'none');
  const astray = connected.filter((row) => sweepPlaceOf(row).part.kind !== part.kind);
  const [unsent, unplaced] = await Promise.all([sendAll(deps, due), placeAll(deps, astray)]);
  counts.failed += unsent + unplaced;
  counts.sent += due.length - unsent;
  counts.fresh += new Set(connected).difference(new Set([...due, ...halfMade])).size;
}

/** Rows stand elsewhere since they have their endpoint, or since a version before put them there. */
async function placeAll(deps: RefreshDueDeps, rows: readonly Connection[]): Promise<number> {
  const outcomes = await Promise.all(
    rows.map((row) =>
      attend(deps, factsOf(row), async () => {
        // One that has changed meanwhile was placed by that, or is found here again.
        await deps.connections.placeForSweep(row);
        return 'placed' as const;
      }),
    ),
  );
  return outcomes.filter((outcome) => outcome === 'failed').length;
}

/** Returns how many could not be sent. */
async function sendAll(deps: RefreshDueDeps, rows: readonly Connection[]): Promise<number> {
  for (const row of rows) raiseAlarm(deps, row);
  const batches = Array.from({ length: Math.ceil(rows.length / messagesPerCall) }, (_, index) =>
    rows.slice(index * messagesPerCall, (index + 1) * messagesPerCall),
  );
  const unsent = await Promise.all(
    batches.map(async (batch) => {
      const facts = { connections: batch.length };
      const refused = await attend(deps, facts, () => sendBatch(deps, batch));
      return refused === 'failed' ? batch.length : refused;
    }),
  );
  return unsent.reduce((sum, count) => sum + count, 0);
}

/** Returns how many of them the queue did not take. */
async function sendBatch({ refreshes }: RefreshDueDeps, batch: Connection[]): Promise<number> {
  try {
    await refreshes.sendAll(batch.map(toSend));
    return 0;
  } catch (error) {
    if (!(error instanceof NotSentError)) throw error;
    // Recovery: their tokens stay due for the next sweep.
    return error.positions.length;
  }
}

function toSend(row: Connection): Sendable<TokenRefreshMessage> {
  const { operatorId, provider, epoch, tokenVersion } = row;
  return {
    message: { schemaVersion: 1, operatorId, provider, epoch, tokenVersion },
    dedupeId: `${operatorId} ${provider} ${epoch} ${tokenVersion}`,
  };
}

function raiseAlarm(deps: RefreshDueDeps, row: Connection): void {
  const need = decideRefreshNeed(row, deps.clock.nowEpochMs());
  const alarm = alarms[need];
  if (alarm === undefined) return;
  deps.metrics.count(alarm);
  deps.log.error('connection.not_refreshed', { ...factsOf(row), need });
}

function factsOf({
  operatorId,
  provider,
}: Connection): Pick<Connection, 'operatorId' | 'provider'> {
  return { operatorId, provider };
}

/** Returns how many have to wait for the next sweep. */
async function repair(
  deps: RefreshDueDeps,
  operatorIds: readonly string[],
  { turns, counts }: { turns: Places; counts: SweepCounts },
): Promise<number> {
  // Another first each time, lest the same ones have all the time that there is.
  const first = Math.floor(deps.clock.nowEpochMs() / repairMs) % Math.max(1, operatorIds.length);
  const inTurn = [...operatorIds.slice(first), ...operatorIds.slice(0, first)];
  let ended = 0;
  await sideBySide(inTurn, { ...turns, placeMs: repairMs }, async (operatorId) => {
    const outcome = await attend(deps, { operatorId, provider: sourceName }, async () => {
      await deps.ensureWebhookEndpoint(operatorId);
      return 'repaired' as const;
    });
    counts[outcome] += 1;
    ended += 1;
  });
  return operatorIds.length - ended;
}

async function attend<Outcome>(
  deps: RefreshDueDeps,
  facts: Record<string, string | number>,
  work: () => Promise<Outcome>,
): Promise<Outcome | 'failed'> {
  try {
    return await work();
  } catch (error) {
    // Recovery: the next sweep tries again.
    const isExpected = isPutOff(error);
    if (isExpected) deps.log.info('sweep.put_off', { ...facts, reason: error.message });
    else deps.log.error('sweep.failed', facts, error);
    return 'failed';
  }
}

function needsEndpoint(connection: Connection, nowEpochMs: number): boolean {
  return (
    lacksEndpoint(connection) && nowEpochMs - Date.parse(connection.connectedAt) > repairAfterMs
  );
}
