import * as z from 'zod/mini';
import type { Target } from '../contracts/ids.ts';
import type { TargetManifest } from '../contracts/provider-manifest.ts';
import type { ProviderAddresses } from '../contracts/provider-settings.ts';
import { xeroManifest } from './xero/manifest.ts';
import { xeroAddresses, xeroSettings } from './xero/settings.ts';

/** Every target there is. Queues, functions, grants, alarms, pages and the command follow from it. */
export const targets: Readonly<Record<Target, TargetManifest>> = {
  xero: xeroManifest,
};

/** Where each is reached, in production and simulated. */
export const targetAddresses: Readonly<Record<Target, ProviderAddresses>> = {
  xero: xeroAddresses,
};

/** Their addresses and names, one JSON value per stage. */
export const targetSettings = z.strictObject({
  xero: xeroSettings,
});
export type TargetSettings = z.infer<typeof targetSettings>;
