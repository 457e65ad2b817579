import type { Account } from '../core/account.ts';
import type { CrmChange } from '../core/record-store.ts';

/** What the app is told of, for all accounts that installed it. */
export interface Subscription {
  readonly subscriptionId: number;
  /** `contact.propertyChange`, `deal.creation` and so on. */
  readonly subscriptionType: string;
  /** Only with `propertyChange`: the property. */
  readonly propertyName?: string;
}

/** One event of a notification; the time and the numbers are as HubSpot's. */
export interface WebhookEvent {
  readonly eventId: number;
  readonly subscriptionId: number;
  readonly portalId: number;
  readonly appId: number;
  readonly occurredAt: number;
  readonly subscriptionType: string;
  readonly attemptNumber: number;
  readonly objectId?: number;
  readonly changeSource: string;
  readonly sourceId?: string;
  readonly changeFlag?: 'NEW' | 'DELETED';
  readonly propertyName?: string;
  readonly propertyValue?: string;
  readonly primaryObjectId?: number;
  readonly mergedObjectIds?: readonly number[];
  readonly newObjectId?: number;
  readonly numberOfPropertiesMoved?: number;
}

const told = ['creation', 'deletion', 'merge'];
const toldProperties: Readonly<Record<string, readonly string[]>> = {
  contact: ['email', 'firstname', 'lastname', 'phone', 'lifecyclestage', 'hs_email_optout'],
  company: ['name', 'domain'],
  deal: ['dealstage', 'pipeline', 'amount', 'dealname', 'closedate'],
};

/** Subscriptions as a connector would make them. */
export const usualSubscriptions: readonly Subscription[] = [
  ...Object.entries(toldProperties).flatMap(([type, properties]) => [
    ...told.map((kind) => ({ subscriptionType: `${type}.${kind}` })),
    ...properties.map((propertyName) => ({
      subscriptionType: `${type}.propertyChange`,
      propertyName,
    })),
  ]),
  { subscriptionType: 'contact.privacyDeletion' },
].map((subscription, index) => ({ ...subscription, subscriptionId: 5_100_001 + index }));

/** The event by which a change is told; undefined where nobody subscribed to it. */
export function eventOf(
  change: CrmChange,
  about: {
    readonly account: Account;
    readonly appId: number;
    readonly eventId: number;
    readonly subscriptions: readonly Subscription[];
  },
): WebhookEvent | undefined {
  const subscriptionType = `${change.type}.${change.kind}`;
  const subscription = about.subscriptions.find(
    (each) => each.subscriptionType === subscriptionType && each.propertyName === change.property,
  );
  if (subscription === undefined) return undefined;
  return {
    eventId: about.eventId,
    subscriptionId: subscription.subscriptionId,
    portalId: about.account.facts.hubId,
    appId: about.appId,
    occurredAt: change.atEpochMs,
    subscriptionType,
    attemptNumber: 0,
    objectId: Number(change.id),
    changeSource: change.source,
    sourceId: change.sourceId,
    ...detailsOf(change),
  };
}

function detailsOf({ kind, property, value, merge }: CrmChange): Partial<WebhookEvent> {
  if (kind === 'creation') return { changeFlag: 'NEW' };
  if (kind === 'deletion') return { changeFlag: 'DELETED' };
  if (property !== undefined) return { propertyName: property, propertyValue: value ?? '' };
  if (merge === undefined) return {};
  return {
    primaryObjectId: Number(merge.primaryId),
    mergedObjectIds: merge.mergedIds.map(Number),
    newObjectId: Number(merge.newId),
    numberOfPropertiesMoved: merge.moved,
  };
}
