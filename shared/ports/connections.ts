import type { Provider } from '../contracts/ids.ts';
import type { Connection } from '../contracts/stored-items.ts';

export interface ConnectionKey {
  operatorId: string;
  provider: Provider;
}

/** The fields that fence a write: it applies only while the stored row still shows them. */
export interface TokenFence extends ConnectionKey {
  tokenVersion: number;
  epoch: number;
  leaseOwner: string;
}

/** Reads are consistent. Writes answer false when a fence did not hold; nothing was changed then. */
export interface Connections {
  get(key: ConnectionKey): Promise<Connection | undefined>;
  list(operatorId: string): Promise<Connection[]>;
  /** Stores a new authorization over the row whose epoch is `previousEpoch` (0: no row). */
  replace(connection: Connection, previousEpoch: number): Promise<boolean>;
  /** Takes the refresh lease while the version stands and no other lease is running. */
  takeLease(
    fence: TokenFence,
    lease: { nowEpochMs: number; untilEpochMs: number },
  ): Promise<boolean>;
  /** Stores a refreshed pair as `tokenVersion + 1` and gives the lease back. */
  storeTokens(
    fence: TokenFence,
    tokens: { sealedTokens: string; expiresAtEpochMs: number; scopes: string },
  ): Promise<boolean>;
  /** Marks a dead grant, unless somebody stored a newer pair meanwhile; gives the lease back. */
  markNeedsReconnect(fence: TokenFence): Promise<boolean>;
  releaseLease(fence: TokenFence): Promise<void>;
  /** Notes under which endpoint the source delivers; only while the epoch stands. */
  setEndpoint(key: ConnectionKey & { epoch: number }, endpointId: string): Promise<boolean>;
  /** Connected rows whose access token ends before the instant, soonest first. */
  due(beforeEpochMs: number, atMost: number): Promise<ConnectionKey[]>;
}
