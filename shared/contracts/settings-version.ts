import * as z from 'zod/mini';
import { operatorId, target } from './ids.ts';
import { ledgerSettings } from './settings.ts';

/** One thing that was changed, as texts for people; absent: it was, or is, not set. */
const settingChange = z.object({
  field: z.string(),
  /** Which entry of a setting that has several: a code, a payment method, a code and a rate. */
  of: z.optional(z.string()),
  from: z.optional(z.string()),
  to: z.optional(z.string()),
});
export type SettingChange = z.infer<typeof settingChange>;

/** The settings as they were saved once. Numbers go up over all organisations that an operator had. */
export const settingsVersion = z.object({
  operatorId,
  target,
  version: z.int(),
  /** Absent: they are from before there were versions. */
  at: z.optional(z.string()),
  by: z.string(),
  /** Against the version before; none where that was another organisation's. */
  changes: z.array(settingChange),
  settings: ledgerSettings,
});
export type SettingsVersion = z.infer<typeof settingsVersion>;
