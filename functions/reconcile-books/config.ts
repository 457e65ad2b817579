import * as z from 'zod/mini';
import { jsonText } from '../../shared/contracts/json-text.ts';
import { changesQueueUrls } from '../../shared/contracts/queue-urls.ts';
import { toldForms } from '../../shared/contracts/stored-forms.ts';
import { sourceSettings } from '../../shared/source/registry.ts';
import { targetSettings } from '../../shared/targets/registry.ts';

export const env = z.object({
  TABLE_NAME: z.string(),
  KEY_ID: z.string(),
  STORED_FORMS: toldForms,
  /** The queue this worker drains, and on which it asks for the next step. */
  NIGHTS_QUEUE_URL: z.string(),
  /** For what was lost on the way. */
  CHANGES_QUEUE_URLS: changesQueueUrls,
  SOURCE_SETTINGS: jsonText(sourceSettings),
  TARGET_SETTINGS: jsonText(targetSettings),
});
