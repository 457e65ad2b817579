import * as z from 'zod/mini';
import { jsonText } from '../../shared/contracts/json-text.ts';
import { mailSettings } from '../../shared/contracts/mail-settings.ts';

export const env = z.object({
  TABLE_NAME: z.string(),
  /** Signs the links and addresses in mails. */
  SIGNING_KEY_SECRET_NAME: z.string(),
  PORTAL_BASE_URL: z.string(),
  MAIL_SETTINGS: jsonText(mailSettings),
});
