import * as z from 'zod/mini';

export const env = z.object({
  TABLE_NAME: z.string(),
  WRITE_BACKS_QUEUE_URL: z.string(),
  CHANGES_XERO_QUEUE_URL: z.string(),
});
