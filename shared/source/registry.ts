import type { ProviderManifest } from '../contracts/provider-manifest.ts';
import { storaManifest } from './stora/manifest.ts';
import { type StoraSettings, storaSettings } from './stora/settings.ts';

/** The system that changes come from. */
export const sourceManifest: ProviderManifest = storaManifest;

/** Its addresses and names, one JSON value per stage. */
export const sourceSettings = storaSettings;
export type SourceSettings = StoraSettings;
