import * as z from 'zod/mini';
import { operatorId } from './ids.ts';

export const activityItem = z.object({
  operatorId,
  activityId: z.string(),
  at: z.string(),
  /** e.g. `connection.connected`, `document.posted`. */
  type: z.string(),
  actor: z.string(),
  detail: z.record(z.string(), z.union([z.string(), z.int(), z.boolean()])),
});
export type Activity = z.infer<typeof activityItem>;
