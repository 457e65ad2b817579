import * as z from 'zod/mini';
import { jsonText } from '../../shared/contracts/json-text.ts';
import { sourceSettings } from '../../shared/source/registry.ts';
import { targetSettings } from '../../shared/targets/registry.ts';

export const env = z.object({
  TABLE_NAME: z.string(),
  KEY_ID: z.string(),
  /** For repairs of the webhook endpoint; without it connections are refreshed only. */
  PORTAL_BASE_URL: z.optional(z.string()),
  TOKEN_REFRESHES_QUEUE_URL: z.string(),
  SOURCE_SETTINGS: jsonText(sourceSettings),
  TARGET_SETTINGS: jsonText(targetSettings),
});
