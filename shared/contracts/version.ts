import * as z from 'zod/mini';

export const version = z.object({
  /** `updated_at` of the record, else the event's time. */
  at: z.string(),
  /** How far the record is in its life where time alone cannot order (draft 0 … paid 3). */
  rank: z.int(),
  /** Over the content (`short-hash.ts`); a few words of ours stand for what has none. */
  fingerprint: z.string(),
});
export type Version = z.infer<typeof version>;
