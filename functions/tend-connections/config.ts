import * as z from 'zod/mini';
import { jsonText } from '../../shared/contracts/json-text.ts';
import { storaSettings } from '../../shared/source/stora/settings.ts';
import { xeroSettings } from '../../shared/targets/xero/settings.ts';

export const env = z.object({
  TABLE_NAME: z.string(),
  KEY_ID: z.string(),
  /** Tells which webhook endpoints at Stora are ours. */
  PORTAL_BASE_URL: z.string(),
  STORA_SETTINGS: jsonText(storaSettings),
  XERO_SETTINGS: jsonText(xeroSettings),
});
