import * as z from 'zod/mini';
import { operatorId, provider, recordKind, target } from './ids.ts';

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
  sourceId: z.string().check(z.minLength(1), z.maxLength(64)),
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

/** Event type of a change that a person asked for; no vendor has an event of this name. */
export const retryEventType = 'retry';

/** Event type of a change that was found by reading lists, because no event tells of it. */
export const readingEventType = 'reading';

/** "This link owes the source something": what is owed stands in the LINK itself. */
export const writeBackMessage = z.strictObject({
  schemaVersion: z.literal(1),
  operatorId,
  target,
  kind: recordKind,
  sourceId: z.string().check(z.minLength(1), z.maxLength(64)),
  epoch: z.int(),
});
export type WriteBackMessage = z.infer<typeof writeBackMessage>;

/** "This token is about to end": refreshed unless another pair took its place meanwhile. */
export const tokenRefreshMessage = z.strictObject({
  schemaVersion: z.literal(1),
  operatorId,
  provider,
  epoch: z.int(),
  tokenVersion: z.int(),
});
export type TokenRefreshMessage = z.infer<typeof tokenRefreshMessage>;
