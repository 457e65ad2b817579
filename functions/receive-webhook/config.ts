import * as z from 'zod/mini';
import { jsonText } from '../../shared/contracts/json-text.ts';
import { storaSettings } from '../../shared/source/stora/settings.ts';

export const env = z.object({
  TABLE_NAME: z.string(),
  KEY_ID: z.string(),
  CHANGES_XERO_QUEUE_URL: z.string(),
  STORA_SETTINGS: jsonText(storaSettings),
});
