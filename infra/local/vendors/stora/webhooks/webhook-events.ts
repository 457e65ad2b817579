import { curiesOf } from '../api/api-route.ts';
import { isoSeconds } from '../core/iso-time.ts';
import type { Json, JsonObject } from '../core/resources.ts';
import type { Operator, World } from '../core/world.ts';
import { newId } from '../core/world.ts';
import { findReferenced } from '../reading/present.ts';
import type { StoredEvent } from './stored-event.ts';

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
  'tenancy.updated',
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
  deal: ['contact', 'site', 'stage'],
  tenancy: ['contact', 'site'],
};

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

function inlineAll(
  world: World,
  operator: Operator,
  given: { readonly kind: string; readonly record: JsonObject },
): JsonObject {
  const inlined: Record<string, Json> = { ...given.record };
  for (const name of expandedInPayload[given.kind] ?? []) {
    if (world.settings.absent.payloadExpansions.includes(name)) continue;
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
