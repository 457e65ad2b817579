import * as z from 'zod/mini';
import { eventSecretNames } from '../../shared/contracts/event-secrets.ts';
import { jsonText } from '../../shared/contracts/json-text.ts';
import { changesQueueUrls } from '../../shared/contracts/queue-urls.ts';
import { sourceSettings } from '../../shared/source/registry.ts';

export const env = z.object({
  TABLE_NAME: z.string(),
  KEY_ID: z.string(),
  CHANGES_QUEUE_URLS: changesQueueUrls,
  SOURCE_SETTINGS: jsonText(sourceSettings),
  EVENT_SECRET_NAMES: eventSecretNames,
});
