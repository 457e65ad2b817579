import type { Connection } from '../../contracts/connection-item.ts';
import type { Endpoint } from '../../contracts/endpoint-item.ts';
import { type RecordKind, type Target, target } from '../../contracts/ids.ts';
import { sourceName } from '../../source/source-name.ts';
import { isInUse } from '../tokens/is-live-epoch.ts';
import { isForConnection } from '../webhooks/is-for-connection.ts';
import { takesKind } from './takes-kind.ts';

/** What has to be known of a delivery to say where its change goes. */
export interface Delivered {
  endpoint: Pick<Endpoint, 'epoch' | 'accountId'>;
  kind: RecordKind;
  occurredAt: string;
}

export interface Receivers {
  /** The source's, for the messages. */
  epoch: number;
  /** Those that take such records. One that needs a reconnect keeps its changes: nothing is dropped while it rests. */
  targets: Array<{ target: Target; epoch: number }>;
}

/** Who gets the change by these rows; undefined when it belongs to a connection that has ended. */
export function receiversOf(
  connections: Connection[],
  delivered: Delivered,
): Receivers | undefined {
  const source = sourceOf(connections);
  if (source === undefined || !isForConnection(source, delivered)) return undefined;
  const targets = takersOf(delivered.kind).flatMap((candidate) => {
    const row = connectionOf(connections, candidate);
    return row === undefined ? [] : [{ target: candidate, epoch: row.epoch }];
  });
  return { epoch: source.epoch, targets };
}

/** The source repeats a refused delivery after a minute, the first time. */
const firstTriesWithinMs = 30_000;

/**
 * Whether rows that are some seconds old may say where a change goes. They leave nothing out: a source
 * of another epoch than the endpoint's, or a target that is not in use, may have been connected since.
 * They serve no repeat: its first message may have died with an epoch that they still show, and under
 * the same epochs a queue would take the second for a double.
 */
export function mayServe(
  remembered: Connection[],
  delivered: Delivered,
  nowEpochMs: number,
): boolean {
  const source = sourceOf(remembered);
  const isOfEndpoint =
    source !== undefined && isInUse(source) && source.epoch === delivered.endpoint.epoch;
  const leavesNobodyOut = takersOf(delivered.kind).every(
    (one) => connectionOf(remembered, one) !== undefined,
  );
  const isFirstTry = Date.parse(delivered.occurredAt) >= nowEpochMs - firstTriesWithinMs;
  return isOfEndpoint && leavesNobodyOut && isFirstTry;
}

function sourceOf(connections: Connection[]): Connection | undefined {
  return connections.find(({ provider }) => provider === sourceName);
}

function takersOf(kind: RecordKind): Target[] {
  return target.options.filter((candidate) => takesKind(candidate, kind));
}

/** The target's, while it is in use. */
function connectionOf(connections: Connection[], candidate: Target): Connection | undefined {
  return connections.find((row) => row.provider === candidate && isInUse(row));
}
