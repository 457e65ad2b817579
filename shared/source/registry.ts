import type { ProviderAddresses } from '../contracts/provider-settings.ts';
import type { SourceManifest } from '../contracts/source-manifest.ts';
import { storaManifest } from './stora/manifest.ts';
import { type StoraSettings, storaAddresses, storaSettings } from './stora/settings.ts';

/** The system that changes come from. */
export const sourceManifest: SourceManifest = storaManifest;

/** Where it is reached, in production and simulated. */
export const sourceAddresses: ProviderAddresses = storaAddresses;

/** Its addresses and names, one JSON value per stage. */
export const sourceSettings = storaSettings;
export type SourceSettings = StoraSettings;
