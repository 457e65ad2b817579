import type { FaultSettings } from '../gate/fault-plan.ts';
import type { LimitSettings } from '../gate/rate-limiter.ts';
import type { ReconnectManner } from '../oauth/grants.ts';
import type { Clock, RandomSource, XeroClient } from './world.ts';

export interface XeroSandboxOptions {
  readonly client: XeroClient;
  /** The real clock when absent. */
  readonly clock?: Clock;
  /** Source of ids, tokens and chance; a fixed seed when absent. */
  readonly random?: RandomSource;
  /** Life of an access token; 1,800 at Xero. */
  readonly accessTokenSeconds?: number;
  /** How long the previous refresh token still works; 1,800 at Xero. */
  readonly refreshGraceSeconds?: number;
  /** Days without use after which a refresh token dies; 60 at Xero. */
  readonly refreshIdleDays?: number;
  /** Organisations beside the two samples: `client-1` and so on. */
  readonly furtherOrganisations?: number;
  /** How a consent answers that adds no organisation; see `ReconnectManner`. */
  readonly reconnects?: Partial<ReconnectManner>;
  readonly limits?: Partial<LimitSettings>;
  readonly faults?: Partial<FaultSettings>;
  /** Where webhooks of the app go, and the key that signs them; absent: none is sent. */
  readonly events?: { readonly url: string; readonly key: string };
  /** Most elements of one request; Xero advises 50. */
  readonly maxElements?: number;
  /** Waits for the simulated latency. The core has no timers, so without it latency is not simulated. */
  readonly delay?: (ms: number) => Promise<void>;
}
