import * as z from 'zod/mini';
import type { FunctionDefinition } from '../runner/lambda/function-definition.ts';
import { type VendorName, vendors } from '../vendors/registry.ts';

/** More stands there; each sandbox reads what it is set up to match. */
const deployedVendor = z.looseObject({
  clientSecretName: z.string(),
  eventsSecretName: z.optional(z.string()),
});
type DeployedVendor = z.infer<typeof deployedVendor>;

/** What the deployed functions were told about the vendors. */
export interface DeployedSettings {
  readonly source: DeployedVendor;
  readonly targets: Readonly<Record<string, DeployedVendor>>;
  readonly signingKeySecretName: string;
  readonly portalUrl: string;
}

/** Reads the settings from the environment of the function that knows them all, the one with a portal address. */
export function readDeployedSettings(functions: Iterable<FunctionDefinition>): DeployedSettings {
  const [environment] = [...functions]
    .map((definition) => definition.environment)
    .filter((variables) => variables.PORTAL_BASE_URL && variables.TARGET_SETTINGS);
  if (!environment) {
    throw new Error('No function has PORTAL_BASE_URL and TARGET_SETTINGS in its environment.');
  }
  return {
    source: deployedVendor.parse(JSON.parse(environment.SOURCE_SETTINGS ?? '')),
    targets: z
      .record(z.string(), deployedVendor)
      .parse(JSON.parse(environment.TARGET_SETTINGS ?? '')),
    signingKeySecretName: environment.SIGNING_KEY_SECRET_NAME ?? '',
    portalUrl: environment.PORTAL_BASE_URL ?? '',
  };
}

/** @throws Error when the functions know no vendor of this name. */
export function settingsOf(deployed: DeployedSettings, name: VendorName): DeployedVendor {
  const settings = vendors[name].role === 'source' ? deployed.source : deployed.targets[name];
  if (settings !== undefined) return settings;
  throw new Error(`The functions know no target "${name}", but there is a sandbox of it.`);
}
