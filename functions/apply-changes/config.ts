import * as z from 'zod/mini';
import { target } from '../../shared/contracts/ids.ts';
import { jsonText } from '../../shared/contracts/json-text.ts';
import { toldForms } from '../../shared/contracts/stored-forms.ts';
import { sourceSettings } from '../../shared/source/registry.ts';
import { targetSettings } from '../../shared/targets/registry.ts';

export const env = z.object({
  TARGET: target,
  TABLE_NAME: z.string(),
  KEY_ID: z.string(),
  STORED_FORMS: toldForms,
  /** The queue this worker drains: waiting means moving the visibility of its messages. */
  CHANGES_QUEUE_URL: z.string(),
  WRITE_BACKS_QUEUE_URL: z.string(),
  SOURCE_SETTINGS: jsonText(sourceSettings),
  /** This target's only, so that the worker's variables do not grow with the number of targets. */
  TARGET_SETTINGS: jsonText(z.partial(targetSettings)),
});
