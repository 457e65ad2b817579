import * as z from 'zod/mini';
import type { FunctionDefinition } from '../runner/lambda/function-definition.ts';

const text = z.string();
const deployedStora = z.looseObject({
  clientSecretName: text,
  scopes: text,
  timelineSourceName: text,
  timelineTemplateName: text,
  tokenUrl: text,
});
const deployedXero = z.looseObject({ clientSecretName: text, tokenUrl: text });

/** What the deployed functions were told about the vendors; the sandboxes are set up to match. */
export interface DeployedSettings {
  readonly stora: z.infer<typeof deployedStora>;
  readonly xero: z.infer<typeof deployedXero>;
  readonly signingKeySecretName: string;
  readonly portalUrl: string;
}

/** Reads the settings from the environment of the function that knows them all, the one with a portal address. */
export function readDeployedSettings(functions: Iterable<FunctionDefinition>): DeployedSettings {
  const [environment] = [...functions]
    .map((definition) => definition.environment)
    .filter((variables) => variables.PORTAL_BASE_URL && variables.STORA_SETTINGS);
  if (!environment) {
    throw new Error('No function has PORTAL_BASE_URL and STORA_SETTINGS in its environment.');
  }
  return {
    stora: deployedStora.parse(JSON.parse(environment.STORA_SETTINGS ?? '')),
    xero: deployedXero.parse(JSON.parse(environment.XERO_SETTINGS ?? '')),
    signingKeySecretName: environment.SIGNING_KEY_SECRET_NAME ?? '',
    portalUrl: environment.PORTAL_BASE_URL ?? '',
  };
}
