import * as z from 'zod/mini';

export const env = z.object({
  TABLE_NAME: z.string(),
  /** Where nights go on, a step per message. */
  NIGHTS_QUEUE_URL: z.string(),
});
