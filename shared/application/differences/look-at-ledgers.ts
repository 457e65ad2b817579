import { isPutOff } from '../../domain/errors/errors.ts';
import { nextHourEpochMs } from '../../domain/mail/morning.ts';
import { shardOf } from '../../domain/sweep/shard-of.ts';
import { isWorking } from '../../domain/tokens/is-live-epoch.ts';
import type { Connections } from '../../ports/connections.ts';
import type { DueLedgerWatch, LedgerWatches } from '../../ports/ledger-watches.ts';
import type { Log } from '../../ports/log.ts';
import type { Pacer } from '../../ports/pacer.ts';
import type { SettingsStore } from '../../ports/settings-store.ts';
import { inItsTurn } from '../sweep/in-its-turn.ts';
import { operatorPlaces, sideBySide } from '../sweep/side-by-side.ts';
import { type LookAtLedgerDeps, lookAtLedger } from './look-at-ledger.ts';

export interface LookAtLedgersDeps extends LookAtLedgerDeps {
  connections: Pick<Connections, 'get'>;
  ledgerWatches: LedgerWatches;
  settings: Pick<SettingsStore, 'get'>;
  pacer: Pacer;
  log: Log;
}

export interface LookCounts {
  looked: number;
  found: number;
  failed: number;
  /** Left for the next tick because the time was up. */
  left: number;
}

const operatorsAtMost = 1_000;
/** In the small hours, when nobody there works and no month-end run is under way. */
const nightHour = 2;
const nightMinutes = 120;
const minuteMs = 60_000;
/** What was too fresh, and what did not fit into one look. */
const soonMs = 3 * minuteMs;
/** A look of this age is over; one that failed or died is taken up again. */
const lookingMs = 10 * minuteMs;

/** Looks at the ledgers that are due: each in its operator's night, or because the ledger told of a change. */
export async function lookAtLedgers(
  deps: LookAtLedgersDeps,
  untilEpochMs: number,
): Promise<LookCounts> {
  const counts = { looked: 0, found: 0, failed: 0, left: 0 };
  const due = await deps.ledgerWatches.due(deps.clock.nowEpochMs(), operatorsAtMost);
  const turns = { clock: deps.clock, ...operatorPlaces, untilEpochMs };
  const left = await sideBySide(due, turns, (one) => attend(deps, { one, untilEpochMs }, counts));
  counts.left += left.length;
  if (counts.failed > 0) deps.metrics.count('SweepFailed', counts.failed);
  deps.log.info('ledgers.looked_at', { ...counts });
  return counts;
}

async function attend(
  deps: LookAtLedgersDeps,
  { one, untilEpochMs }: { one: DueLedgerWatch; untilEpochMs: number },
  counts: LookCounts,
): Promise<void> {
  const { operatorId } = one.watch;
  try {
    const turn = { clock: deps.clock, untilEpochMs };
    counts.found += await inItsTurn(() => look(deps, one), turn);
    counts.looked += 1;
  } catch (error) {
    // Recovery: it becomes due again in some minutes, and looks from where it was.
    const isExpected = isPutOff(error);
    if (isExpected) deps.log.info('ledger.put_off', { operatorId, reason: error.message });
    else deps.log.error('sweep.failed', { operatorId }, error);
    counts[isExpected ? 'left' : 'failed'] += 1;
  } finally {
    await deps.pacer.flush(operatorId);
  }
}

async function look(
  deps: LookAtLedgersDeps,
  { watch, dueAtEpochMs }: DueLedgerWatch,
): Promise<number> {
  const { operatorId, target } = watch;
  const nightEpochMs = await nextNightEpochMs(deps, watch);
  const connection = await deps.connections.get({ operatorId, provider: target });
  // Connecting another company, or this one again, begins from where it was: nothing is missed by that.
  if (connection === undefined || !isWorking(connection)) {
    await deps.ledgerWatches.lookNext(watch, dueAtEpochMs, nightEpochMs);
    return 0;
  }
  const accountId = connection.account.id;
  const isOther = watch.accountId !== undefined && watch.accountId !== accountId;
  const sinceEpochMs = isOther ? deps.clock.nowEpochMs() : watch.sinceEpochMs;
  const current = { ...watch, accountId, sinceEpochMs };
  // Taken, so that two do not look at once, and what is told meanwhile is looked for afterwards.
  const againEpochMs = deps.clock.nowEpochMs() + lookingMs;
  if (!(await deps.ledgerWatches.lookNext(watch, dueAtEpochMs, againEpochMs))) return 0;
  const looked = await lookAtLedger(deps, current, connection);
  await deps.ledgerWatches.lookNext(
    { ...current, sinceEpochMs: looked.sinceEpochMs },
    againEpochMs,
    looked.isDone ? nightEpochMs : deps.clock.nowEpochMs() + soonMs,
  );
  return looked.found;
}

/** Spread over two hours, so that not all of a zone are asked for at once. */
export async function nextNightEpochMs(
  deps: Pick<LookAtLedgersDeps, 'settings' | 'clock'>,
  { operatorId, target }: Pick<DueLedgerWatch['watch'], 'operatorId' | 'target'>,
): Promise<number> {
  const timeZone = (await deps.settings.get(operatorId, target))?.timeZone ?? 'UTC';
  const spreadMs = shardOf(operatorId, nightMinutes) * minuteMs;
  return nextHourEpochMs(deps.clock.nowEpochMs(), timeZone, nightHour) + spreadMs;
}
