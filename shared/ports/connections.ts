import type { Connection } from '../contracts/connection-item.ts';
import type { Provider } from '../contracts/ids.ts';
import type { SweepPart } from '../domain/tokens/sweep-place.ts';

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

/** Names one pair of one authorization. */
export type PairFence = Omit<TokenFence, 'leaseOwner'>;

export type Leaving = NonNullable<Connection['leaving']>;

export interface DisconnectEnd {
  at: string;
  by: string;
  /** As in the row. */
  othersOpen?: number;
  isHeldElsewhere?: boolean;
}

export interface NewTokens {
  sealedTokens: string;
  expiresAtEpochMs: number;
  scopes: string;
  /** Where this renewal is noted among the activities. Absent: as before. */
  renewalNotedAt?: string;
}

export interface SweepSpan {
  /** Only what is due before the instant; in the former part, whose token ends before it. Absent: all. */
  beforeEpochMs?: number;
  /** Continues behind a page. */
  after?: string | undefined;
  atMost: number;
}

export interface SweptPage {
  keys: ConnectionKey[];
  /** Undefined: there are no more. Else there may be. */
  next: string | undefined;
}

/** Reads are consistent. Writes answer false when a fence did not hold; nothing was changed then. */
export interface Connections {
  get(key: ConnectionKey): Promise<Connection | undefined>;
  /** For searches across all operators: undefined also where nobody can read the row. */
  getReadable(key: ConnectionKey): Promise<Connection | undefined>;
  list(operatorId: string): Promise<Connection[]>;
  /**
   * Stores a new authorization over the row whose epoch is `previousEpoch` (0: no row) and, where
   * given, whose pair still is `previousTokenVersion`.
   */
  replace(
    connection: Connection,
    previousEpoch: number,
    previousTokenVersion?: number,
  ): Promise<boolean>;
  /**
   * Takes the refresh lease while the version stands and no other lease is running. Answers the row as
   * it is under the lease.
   */
  takeLease(
    fence: TokenFence,
    lease: { nowEpochMs: number; untilEpochMs: number },
  ): Promise<Connection | false>;
  /**
   * Stores a refreshed pair as `tokenVersion + 1`, connected, and ends whatever lease is running.
   * The version alone is the fence: a worker whose lease ran out may hold the only live pair.
   * @param row what is known of the rest of the row, which decides where the sweep looks for it.
   */
  storeTokens(
    fence: TokenFence,
    tokens: NewTokens,
    row: Pick<Connection, 'endpointId'>,
  ): Promise<boolean>;
  /** Marks a dead grant, unless somebody stored a newer pair meanwhile; gives the lease back. */
  markNeedsReconnect(fence: TokenFence): Promise<boolean>;
  releaseLease(fence: TokenFence): Promise<void>;
  /** Notes under which endpoint the source delivers; only while the epoch stands. */
  setEndpoint(key: ConnectionKey & { epoch: number }, endpointId: string): Promise<boolean>;
  /** The source does not deliver under this one any more, so that another is registered; as above. */
  forgetEndpoint(key: ConnectionKey & { epoch: number }, endpointId: string): Promise<boolean>;
  /**
   * Ends the use of a connection, whatever lease is running: the next epoch, `disconnecting`, the
   * pair sealed anew under that epoch so that it can be revoked.
   */
  beginDisconnect(
    fence: PairFence,
    leaving: { since: string; actor: string; sealedTokens: string },
  ): Promise<boolean>;
  /** Stores a pair that is held only to be revoked, as `tokenVersion + 1`; keeps the lease. */
  keepForRevocation(
    fence: TokenFence,
    tokens: { sealedTokens: string; expiresAtEpochMs: number },
  ): Promise<boolean>;
  /** Notes the steps done so far; keeps the lease. */
  noteLeaving(fence: TokenFence, leaving: Leaving): Promise<boolean>;
  /** Erases the tokens: `disconnected`. Gives the lease back. */
  finishDisconnect(fence: TokenFence, end: DisconnectEnd): Promise<boolean>;
  /** Rows that are `disconnecting`, those first that wait for the longest time since their last try. */
  leaving(atMost: number): Promise<ConnectionKey[]>;
  /** Notes that a row that is `disconnecting` had a try: the others come first now. */
  noteTried(key: ConnectionKey, atEpochMs: number): Promise<void>;
  /** Notes since when our own credentials are refused, or (undefined) that they no longer are. */
  noteClientRefused(fence: PairFence, since: string | undefined): Promise<boolean>;
  /** Puts the same pair there, sealed by another key; a newer one is left alone. */
  rewrapTokens(fence: PairFence, sealedTokens: string): Promise<boolean>;
  /** Every row there is, whatever its status, from the table itself: no row is missing that stood before the call. */
  everyKey(): Promise<ConnectionKey[]>;
  /**
   * Keys of the rows that the index names in a part of the sweep, the most urgent first. It lags: a row
   * may have changed or be missing for a moment.
   */
  sweepPage(part: SweepPart, span: SweepSpan): Promise<SweptPage>;
  /** Those of the rows that are there and that somebody can read, in the order of their keys. */
  manyReadable(keys: ConnectionKey[]): Promise<Connection[]>;
  /** Puts a row where the sweep looks for what it is now; false when it has changed since it was read. */
  placeForSweep(row: Connection): Promise<boolean>;
  /** Puts it where versions before look for it; false as above. */
  placeAsBefore(row: Connection): Promise<boolean>;
}
