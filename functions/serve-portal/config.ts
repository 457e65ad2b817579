import * as z from 'zod/mini';
import { jsonText } from '../../shared/contracts/json-text.ts';
import { mailSettings } from '../../shared/contracts/mail-settings.ts';
import { changesQueueUrls } from '../../shared/contracts/queue-urls.ts';
import { toldForms } from '../../shared/contracts/stored-forms.ts';
import { sourceSettings } from '../../shared/source/registry.ts';
import { targetSettings } from '../../shared/targets/registry.ts';

export const env = z.object({
  TABLE_NAME: z.string(),
  KEY_ID: z.string(),
  STORED_FORMS: toldForms,
  SIGNING_KEY_SECRET_NAME: z.string(),
  /** Signs the calls by which the partner's platform removes an operator. */
  DEPROVISION_SECRET_NAME: z.string(),
  PORTAL_BASE_URL: z.string(),
  MAIL_SETTINGS: jsonText(mailSettings),
  /** For records that an operator wants tried again, and what waited for a company to be chosen. */
  CHANGES_QUEUE_URLS: changesQueueUrls,
  WRITE_BACKS_QUEUE_URL: z.string(),
  /** For backfills that an operator begins or resumes, and those that may go on. */
  PAGES_QUEUE_URL: z.string(),
  /** For comparing both sides when an operator asks for it. */
  NIGHTS_QUEUE_URL: z.string(),
  SOURCE_SETTINGS: jsonText(sourceSettings),
  TARGET_SETTINGS: jsonText(targetSettings),
});
