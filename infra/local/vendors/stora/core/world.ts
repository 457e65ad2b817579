import type { SeededRandom } from '../../common/seeded-random.ts';
import type { ChargeLine } from '../billing/charge-line.ts';
import type { IdempotencyStore } from '../gate/idempotency-store.ts';
import type { Limiter } from '../gate/limiter.ts';
import type { OauthStore } from '../oauth/oauth-store.ts';
import type { WebhookQueue } from '../webhooks/webhook-queue.ts';
import type { Clock } from './clock.ts';
import type {
  Contact,
  CreditNote,
  Deal,
  DealStage,
  Invoice,
  Order,
  OrderLine,
  Product,
  ProtectionLevel,
  Site,
  Subscription,
  Tenancy,
  TimelineEvent,
  TimelineSource,
  TimelineTemplate,
  Unit,
  UnitAllocation,
  UnitType,
  WebhookEndpoint,
} from './resources.ts';
import type { StoraSettings } from './stora-settings.ts';

/** A registered OAuth client. */
export interface Application {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirectUris: readonly string[];
  readonly scopes: readonly string[];
  readonly name: string;
  /** Owner of client-credentials tokens; default the first sample operator. */
  readonly operatorSlug?: string;
}

export interface StoredApplication extends Application {
  /** `app_` id shown as creator of what the client makes. */
  readonly id: string;
}

/** What an operator holds; Map order is creation order. */
export interface OperatorTables {
  readonly contacts: Map<string, Contact>;
  readonly invoices: Map<string, Invoice>;
  readonly creditNotes: Map<string, CreditNote>;
  readonly orders: Map<string, Order>;
  readonly orderLines: Map<string, OrderLine>;
  readonly dealStages: Map<string, DealStage>;
  readonly deals: Map<string, Deal>;
  readonly subscriptions: Map<string, Subscription>;
  readonly tenancies: Map<string, Tenancy>;
  readonly unitAllocations: Map<string, UnitAllocation>;
  readonly units: Map<string, Unit>;
  readonly unitTypes: Map<string, UnitType>;
  readonly sites: Map<string, Site>;
  readonly protectionLevels: Map<string, ProtectionLevel>;
  readonly products: Map<string, Product>;
  readonly timelineSources: Map<string, TimelineSource>;
  readonly timelineTemplates: Map<string, TimelineTemplate>;
  readonly timelineEvents: Map<string, TimelineEvent>;
  readonly webhookEndpoints: Map<string, WebhookEndpoint>;
}

/** Recurring charge of one subscription; the API shows neither tax rates nor unit-type codes. */
export interface ChargePlan {
  readonly lines: readonly ChargeLine[];
  /** Periods since the start that were billed before this simulation began. */
  readonly periodsBefore: number;
  periodsBilled: number;
}

export interface RequestCount {
  count: number;
  readonly byStatus: Map<number, number>;
}

export interface Operator {
  readonly slug: string;
  readonly name: string;
  readonly currency: string;
  readonly storefrontHost: string;
  readonly documentPrefix: string;
  readonly tables: OperatorTables;
  readonly plans: Map<string, ChargePlan>;
  /** Accounting code per unit type: set in the vendor's back office, absent from its API. */
  readonly unitTypeCodes: Map<string, string>;
  /** Requests per `METHOD /route/{id}`. */
  readonly requestCounts: Map<string, RequestCount>;
  nextInvoiceNumber: number;
}

/** All state of one simulated vendor. */
export interface World {
  readonly clock: Clock;
  readonly random: SeededRandom;
  readonly settings: StoraSettings;
  readonly operators: Map<string, Operator>;
  readonly applications: Map<string, StoredApplication>;
  readonly oauth: OauthStore;
  readonly webhooks: WebhookQueue;
  readonly limiter: Limiter;
  readonly idempotency: IdempotencyStore;
}

/** A prefixed id of 16 hex characters, e.g. `inv_0ac0514ed0711462`. */
export function newId(random: SeededRandom, prefix: string): string {
  return `${prefix}_${random.hex(16)}`;
}

/** Empty tables for a new operator. */
export function emptyTables(): OperatorTables {
  return {
    contacts: new Map(),
    invoices: new Map(),
    creditNotes: new Map(),
    orders: new Map(),
    orderLines: new Map(),
    dealStages: new Map(),
    deals: new Map(),
    subscriptions: new Map(),
    tenancies: new Map(),
    unitAllocations: new Map(),
    units: new Map(),
    unitTypes: new Map(),
    sites: new Map(),
    protectionLevels: new Map(),
    products: new Map(),
    timelineSources: new Map(),
    timelineTemplates: new Map(),
    timelineEvents: new Map(),
    webhookEndpoints: new Map(),
  };
}
