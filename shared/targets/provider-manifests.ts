import type { Provider } from '../contracts/ids.ts';
import type { ProviderManifest } from '../contracts/provider-manifest.ts';
import { sourceManifest } from '../source/registry.ts';
import { sourceName } from '../source/source-name.ts';
import { targets } from './registry.ts';

/** Whom an operator connects: the source first, then where its changes go. */
export const providerManifests: Readonly<Record<Provider, ProviderManifest>> = {
  [sourceName]: sourceManifest,
  ...targets,
};
