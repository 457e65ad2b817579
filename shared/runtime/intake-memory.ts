import type { Connection } from '../contracts/connection-item.ts';
import type { Endpoint } from '../contracts/endpoint-item.ts';
import {
  type AllowedRate,
  pausedBucket,
  type TokenBucket,
  takeToken,
} from '../domain/webhooks/take-token.ts';
import type { Allowance, IntakeAllowances } from '../ports/allowances.ts';
import type { Clock } from '../ports/clock.ts';
import type { Connections } from '../ports/connections.ts';
import type { Endpoints } from '../ports/endpoints.ts';
import type { IntakeRows } from '../ports/intake-rows.ts';
import { ExpiringCache } from './expiring-cache.ts';

/** An endpoint's owner never changes, its secrets hardly ever; that it is gone is noticed at the connection. */
export const endpointsKept = { entries: 500, lifeMs: 300_000 };
/** Shorter than anybody disconnects and connects again. */
export const connectionsKept = { entries: 500, lifeMs: 2_000 };

/** A month end of 200 invoices fits through one process at once; a queue takes 300 a second of one operator. */
export const genuineRate: AllowedRate = { burst: 1_000, perSecond: 50 };
/** Each costs a read. Fewer would do, but a rotation of secrets has to come through a flood. */
export const unprovenRate: AllowedRate = { burst: 20, perSecond: 5 };
/** Of an endpoint whose operator's rate the queue has just refused. */
export const pauseSeconds = 2;
/** More endpoints at once than one process sees in the seconds until a bucket is full again. */
const bucketsKept = 1_000;

interface Parts {
  endpoints: Pick<Endpoints, 'get'>;
  connections: Pick<Connections, 'list'>;
  clock: Clock;
}

/** What one process of the intake keeps between deliveries. */
export function intakeMemory(parts: Parts): { rows: IntakeRows; allowances: IntakeAllowances } {
  return {
    rows: new RememberedRows(parts),
    allowances: {
      unproven: new TokenBuckets(parts.clock, unprovenRate),
      genuine: new TokenBuckets(parts.clock, genuineRate),
    },
  };
}

class RememberedRows implements IntakeRows {
  readonly #parts: Parts;
  readonly #endpoints: ExpiringCache<Endpoint>;
  readonly #connections: ExpiringCache<Connection[]>;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#endpoints = new ExpiringCache(parts.clock, endpointsKept);
    this.#connections = new ExpiringCache(parts.clock, connectionsKept);
  }

  rememberedEndpoint(endpointId: string): Endpoint | undefined {
    return this.#endpoints.kept(endpointId);
  }

  rememberedConnections(operatorId: string): Connection[] | undefined {
    return this.#connections.kept(operatorId);
  }

  readEndpoint(endpointId: string): Promise<Endpoint | undefined> {
    return this.#endpoints.readAnew(endpointId, () => this.#parts.endpoints.get(endpointId));
  }

  readConnections(operatorId: string): Promise<Connection[]> {
    return this.#connections.readAnew(operatorId, () => this.#parts.connections.list(operatorId));
  }
}

/** A bucket per key. One that nobody used until it was full again is dropped. */
class TokenBuckets implements Allowance {
  readonly #clock: Clock;
  readonly #rate: AllowedRate;
  readonly #buckets: ExpiringCache<TokenBucket>;

  constructor(clock: Clock, rate: AllowedRate) {
    this.#clock = clock;
    this.#rate = rate;
    const lifeMs = (rate.burst / rate.perSecond) * 1_000;
    this.#buckets = new ExpiringCache(clock, { entries: bucketsKept, lifeMs });
  }

  take(key: string): number {
    const nowEpochMs = this.#clock.nowEpochMs();
    const taken = takeToken(this.#buckets.kept(key), this.#rate, nowEpochMs);
    this.#buckets.keep(key, taken.bucket);
    return taken.retryAfterSeconds;
  }

  pause(key: string): void {
    const nowEpochMs = this.#clock.nowEpochMs();
    this.#buckets.keep(key, pausedBucket(this.#rate, nowEpochMs, pauseSeconds));
  }
}
