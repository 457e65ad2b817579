import type { FaultSettings } from '../gate/fault-plan.ts';
import type { LimitSettings } from '../gate/rate-limiter.ts';
import type { GrantSettings } from '../oauth/grants.ts';
import type { WebhookSettings } from '../webhooks/webhook-sender.ts';
import type { Behaviour, Clock, HubspotClient, RandomSource } from './world.ts';

export interface HubspotSandboxOptions {
  readonly client: HubspotClient;
  /** The real clock when absent. */
  readonly clock?: Clock;
  /** Source of ids, tokens and chance; a fixed seed when absent. */
  readonly random?: RandomSource;
  readonly appId?: number;
  /** Versions in the paths that are answered; 2026-03 and 2026-09 when absent. */
  readonly versions?: readonly string[];
  /** Lives of tokens and codes, and whether a refresh token changes with each use. */
  readonly grants?: Partial<GrantSettings>;
  readonly limits?: Partial<LimitSettings>;
  readonly faults?: Partial<FaultSettings>;
  readonly behaviour?: Partial<Behaviour>;
  /** Accounts beside the two samples: `client-1` and so on. */
  readonly furtherAccounts?: number;
  /** Where webhooks of the app go, and what signs them; absent: none is sent. */
  readonly webhooks?: { readonly url: string; readonly secret: string } & Partial<WebhookSettings>;
  /** Waits for the simulated latency. The core has no timers, so without it latency is not simulated. */
  readonly delay?: (ms: number) => Promise<void>;
}
