import * as z from 'zod/mini';
import type { Target } from '../contracts/ids.ts';
import type { TargetManifest } from '../contracts/provider-manifest.ts';
import { xeroManifest } from './xero/manifest.ts';
import { xeroSettings } from './xero/settings.ts';

/** Every target there is. Queues, functions, grants, alarms, pages and the command follow from it. */
export const targets: Readonly<Record<Target, TargetManifest>> = {
  xero: xeroManifest,
};

/** Their addresses and names, one JSON value per stage. */
export const targetSettings = z.strictObject({
  xero: xeroSettings,
});
export type TargetSettings = z.infer<typeof targetSettings>;
