import type { Connection } from '../../contracts/connection-item.ts';
import { type Provider, provider as providerSchema } from '../../contracts/ids.ts';
import { sourceName } from '../../source/source-name.ts';
import { shardOf, shardsInTurn } from '../sweep/shard-of.ts';
import { refreshAheadMs } from './refresh-rhythm.ts';

/** A part of the index that the sweep over tokens goes through by itself. */
export type SweepPart =
  /** By the instant from which a token is to be refreshed. */
  | { kind: 'due'; provider: Provider; shard: number }
  /** Connected to the source and without an endpoint: looked at by every sweep, whenever the token ends. */
  | { kind: 'half_made' }
  /** All connections, by the end of their token: where versions before put them. Empty after a few ticks. */
  | { kind: 'former' };

export interface SweepPlace {
  part: Exclude<SweepPart, { kind: 'former' }>;
  /** From then on its token is to be refreshed. */
  dueEpochMs: number;
}

/**
 * Of each provider. 100,000 operators with tokens of half an hour are 170 index writes a second, which one
 * key would take; four take a sweep's burst of 2,000 refreshes a second as well.
 */
const dueShards = 4;

/** Where the sweep has to find a connected row. */
export function sweepPlaceOf(
  row: Pick<Connection, 'operatorId' | 'provider' | 'expiresAtEpochMs' | 'endpointId'>,
): SweepPlace {
  const { operatorId, provider } = row;
  const shard = shardOf(operatorId, dueShards);
  return {
    part: lacksEndpoint(row) ? { kind: 'half_made' } : { kind: 'due', provider, shard },
    dueEpochMs: Math.max(0, row.expiresAtEpochMs - refreshAheadMs(provider)),
  };
}

/** The source does not know yet where to deliver the events of this connection. */
export function lacksEndpoint({
  provider,
  endpointId,
}: Pick<Connection, 'provider' | 'endpointId'>): boolean {
  return provider === sourceName && endpointId === undefined;
}

/** All there is to go through in a tick, or what may hold connections to one provider; another shard first each time. */
export function sweepParts(tick: number, only?: Provider): SweepPart[] {
  const providers = providerSchema.options.filter((name) => only === undefined || name === only);
  const due = shardsInTurn(dueShards, tick).flatMap((shard) =>
    providers.map((provider): SweepPart => ({ kind: 'due', provider, shard })),
  );
  const half: SweepPart[] =
    only === undefined || only === sourceName ? [{ kind: 'half_made' }] : [];
  return [...due, ...half, { kind: 'former' }];
}
