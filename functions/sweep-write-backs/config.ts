import * as z from 'zod/mini';
import { changesQueueUrls } from '../../shared/contracts/queue-urls.ts';

export const env = z.object({
  TABLE_NAME: z.string(),
  WRITE_BACKS_QUEUE_URL: z.string(),
  CHANGES_QUEUE_URLS: changesQueueUrls,
});
