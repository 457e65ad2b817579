import type { Connection } from '../../contracts/connection-item.ts';
import type { RestingRow } from '../../contracts/resting-item.ts';
import { sourceName } from '../../source/source-name.ts';
import { isInUse, isWorking } from '../tokens/is-live-epoch.ts';
import { writeBacksQueueName } from './queue-names.ts';

/** Reasons of deferrals that end with a connection or with our own credentials. */
const connectionReasons = new Set(['needs_reconnect', 'token_endpoint_not_ready']);

/**
 * Whether hidden messages should be shown again, because what they waited for has ended or because
 * somebody said so. What waits for pace is left alone: its wait was reckoned.
 */
export function mayGoOn(
  row: RestingRow,
  connections: readonly Connection[],
  nowEpochMs: number,
): boolean {
  if (row.wantedAtEpochMs !== undefined && row.wantedAtEpochMs <= nowEpochMs) return true;
  if (!connectionReasons.has(row.reason ?? '')) return false;
  // Write-backs go to the source, whatever became of the targets.
  const needed = connections.filter(
    ({ provider, ...one }) =>
      isInUse(one) && (row.queue !== writeBacksQueueName || provider === sourceName),
  );
  return needed.length > 0 && needed.every(isWorking);
}
