import * as z from 'zod/mini';
import { jsonText } from '../../shared/contracts/json-text.ts';
import { toldForms } from '../../shared/contracts/stored-forms.ts';
import { sourceSettings } from '../../shared/source/registry.ts';
import { targetSettings } from '../../shared/targets/registry.ts';

export const env = z.object({
  TABLE_NAME: z.string(),
  KEY_ID: z.string(),
  STORED_FORMS: toldForms,
  SOURCE_SETTINGS: jsonText(sourceSettings),
  TARGET_SETTINGS: jsonText(targetSettings),
});
