import * as z from 'zod/mini';
import { operatorId } from './ids.ts';

export const operatorItem = z.object({
  operatorId,
  /** Empty once the operator was removed. */
  name: z.string(),
  createdAt: z.string(),
  /** An engineer answers for its settings: those that are made for it are switched on at once. */
  postsAtOnce: z.optional(z.boolean()),
  /** Removal was begun: nobody may connect any more. The item stays as a tombstone. */
  removal: z.optional(
    z.object({
      since: z.string(),
      actor: z.string(),
      /** Everything was erased; absent while a connection is still being ended. */
      erasedAt: z.optional(z.string()),
    }),
  ),
});
export type Operator = z.infer<typeof operatorItem>;
