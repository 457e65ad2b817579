import * as z from 'zod/mini';
import { operatorId, provider, recordId, recordKind, type Target, target } from './ids.ts';

/**
 * One change of one record, for one target. `resource` is the vendor's own object as the webhook
 * carried it; absent when it was too large for a queue message or when a person asked for a retry:
 * the worker then reads the record from the source.
 */
export const changeMessage = z.strictObject({
  schemaVersion: z.literal(1),
  operatorId,
  target,
  kind: recordKind,
  sourceId: recordId,
  /** The source connection's epoch at intake; leftovers of an earlier connection are dropped. */
  epoch: z.int(),
  eventId: z.string(),
  eventType: z.string(),
  /** When the source says it happened. */
  occurredAt: z.string(),
  /** When the webhook reached us. */
  receivedAt: z.string(),
  resource: z.optional(z.unknown()),
});
export type ChangeMessage = z.infer<typeof changeMessage>;

/** Changes for one target only: a worker has no business with those for another. */
export function changeMessageFor(target: Target) {
  return z.extend(changeMessage, { target: z.literal(target) });
}

/**
 * "Changes of this operator stand aside in the table": they are worked there, in their order, before
 * whatever comes behind this message.
 */
export const asideMessage = z.strictObject({
  schemaVersion: z.literal(1),
  operatorId,
  target,
  asks: z.literal('aside'),
});
export type AsideMessage = z.infer<typeof asideMessage>;

/** Whatever comes on a queue of changes. */
export const changesQueueMessage = z.union([changeMessage, asideMessage]);
export type ChangesQueueMessage = z.infer<typeof changesQueueMessage>;

/** For one target only: a worker has no business with those for another. */
export function changesQueueMessageFor(name: Target) {
  return z.union([changeMessageFor(name), z.extend(asideMessage, { target: z.literal(name) })]);
}

/** Event type of a change that a person asked for; no vendor has an event of this name. */
export const retryEventType = 'retry';

/** Event type of a change that only asks for what its link owes the target; no vendor has such an event. */
export const owedEventType = 'owed';
/** Event type of a change that a backfill found. */
export const backfillEventType = 'backfill';
/** Event type of a change that was found by reading lists, because no event tells of it. */
export const readingEventType = 'reading';
/**
 * Event type of a change that is asked for because a record is not the same on both sides: its state is brought
 * to the target again, although it was before.
 */
export const repairEventType = 'repair';

/** "This link owes the source something": what is owed stands in the LINK itself. */
export const writeBackMessage = z.strictObject({
  schemaVersion: z.literal(1),
  operatorId,
  target,
  kind: recordKind,
  sourceId: recordId,
  epoch: z.int(),
  /** Of an earlier document, or sent again by the sweep: it goes beside live ones, which come first. */
  isUnhurried: z.optional(z.literal(true)),
});
export type WriteBackMessage = z.infer<typeof writeBackMessage>;

/** "This page of a backfill is due": where it is stands on the run. */
export const pageMessage = z.strictObject({
  schemaVersion: z.literal(1),
  operatorId,
  target,
  runId: z.string(),
  step: z.int(),
});
export type PageMessage = z.infer<typeof pageMessage>;

/** "This step of a night is due": where it is stands on the night. */
export const nightMessage = z.strictObject({
  schemaVersion: z.literal(1),
  operatorId,
  target,
  runId: z.string(),
  step: z.int(),
});
export type NightMessage = z.infer<typeof nightMessage>;

/** "This token is about to end": refreshed unless another pair took its place meanwhile. */
export const tokenRefreshMessage = z.strictObject({
  schemaVersion: z.literal(1),
  operatorId,
  provider,
  epoch: z.int(),
  tokenVersion: z.int(),
});
export type TokenRefreshMessage = z.infer<typeof tokenRefreshMessage>;
