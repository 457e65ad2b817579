import { curiesOf } from '../api/api-route.ts';
import { findReferenced } from '../api/present.ts';
import { isoSeconds } from '../iso-time.ts';
import type { Json, JsonObject } from '../resources.ts';
import type { Operator, World } from '../world.ts';
import { newId } from '../world.ts';

/** Names an endpoint may subscribe to: the documented ones and their likely siblings. */
export const webhookEventTypes: readonly string[] = [
  'contact.created',
  'contact.updated',
  'contact.deleted',
  'invoice.created',
  'invoice.updated',
  'invoice.finalized',
  'invoice.paid',
  'invoice.voided',
  'invoice.marked_uncollectible',
  'credit_note.created',
  'order.created',
  'order.updated',
  'order.finalized',
  'order.completed',
  'subscription.created',
  'subscription.updated',
  'subscription.cancelled',
  'tenancy.created',
  'deal.created',
  'deal.updated',
  'deal.won',
  'deal.lost',
  'identity_verification.processing',
  'identity_verification.succeeded',
  'identity_verification.failed',
  'protection_level.created',
  'protection_level.updated',
  'unit.updated',
  'unit.occupied',
  'unit_type.updated',
];

/** References shown in full inside the payload, per resource. */
const expandedInPayload: Readonly<Record<string, readonly string[]>> = {
  invoice: ['contact', 'site'],
  credit_note: ['contact', 'site', 'invoice'],
  order: ['contact', 'site'],
  subscription: ['contact', 'site'],
};

/** An occurrence; its data is a snapshot, so a later retry shows the old state. */
export interface StoredEvent {
  readonly id: string;
  readonly type: string;
  readonly operatorSlug: string;
  readonly created_at: string;
  readonly data: JsonObject;
  readonly curies: readonly JsonObject[];
}

/** Records that something happened to a resource and queues it for every endpoint that wants it. */
export function emitEvent(
  world: World,
  operator: Operator,
  occurrence: { readonly type: string; readonly id: string },
): void {
  const record = findReferenced(world, operator, occurrence.id)?.record;
  if (record !== undefined) emitRecord(world, operator, { type: occurrence.type, record });
}

/** Like {@link emitEvent} for a resource that is already gone. */
export function emitRecord(
  world: World,
  operator: Operator,
  occurrence: { readonly type: string; readonly record: JsonObject },
): void {
  const { type, record } = occurrence;
  const [kind = ''] = type.split('.');
  const nowEpochMs = world.clock.nowEpochMs();
  const event: StoredEvent = {
    id: newId(world.random, 'evt'),
    type,
    operatorSlug: operator.slug,
    created_at: isoSeconds(nowEpochMs),
    data: { [kind]: inlineAll(world, operator, { kind, record }) },
    curies: curiesOf(operator),
  };
  world.webhooks.publish(event, [...operator.tables.webhookEndpoints.values()], nowEpochMs);
}

/** Raw body of a delivery; both documented envelope forms at once. */
export function webhookBody(event: StoredEvent, apiVersion: string): string {
  const { id, type, created_at, data, curies } = event;
  const shown = { id, type, api_version: apiVersion, created_at, data, meta: { curies } };
  return JSON.stringify({ event: shown });
}

function inlineAll(
  world: World,
  operator: Operator,
  given: { readonly kind: string; readonly record: JsonObject },
): JsonObject {
  const inlined: Record<string, Json> = { ...given.record };
  for (const name of expandedInPayload[given.kind] ?? []) {
    const id = readRefId(given.record[name]);
    const found = id === null ? undefined : findReferenced(world, operator, id)?.record;
    if (found !== undefined) inlined[name] = found;
  }
  return inlined;
}

function readRefId(value: Json | undefined): string | null {
  if (typeof value !== 'object' || value === null || !('id' in value)) return null;
  return typeof value.id === 'string' ? value.id : null;
}
