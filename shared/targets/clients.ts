import type { Target } from '../contracts/ids.ts';
import type { TargetClient } from '../runtime/provider-client.ts';
import type { TargetSettings } from './registry.ts';
import { xeroClient } from './xero/client.ts';

/** What runs of every target. Manifests and settings are in the registry, which infrastructure reads too. */
export const targetClients: { readonly [T in Target]: TargetClient<TargetSettings[T]> } = {
  xero: xeroClient,
};
