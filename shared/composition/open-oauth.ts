import { OauthClient } from '../adapters/oauth/oauth-client.ts';
import { secretsClient } from '../adapters/secrets/client.ts';
import { SecretsManagerSecrets } from '../adapters/secrets/secrets.ts';
import { isTarget, type Provider, provider, type Target, target } from '../contracts/ids.ts';
import type { Clock } from '../ports/clock.ts';
import { sourceClient } from '../source/clients.ts';
import type { SourceSettings } from '../source/registry.ts';
import { targetClients } from '../targets/clients.ts';
import type { TargetSettings } from '../targets/registry.ts';
import { openedWhenAsked } from './opened-when-asked.ts';

/** What a function was told of providers; a worker of one target is told of no other. */
export interface ToldSettings {
  source: SourceSettings;
  targets: { [T in Target]?: TargetSettings[T] | undefined };
}

/** The partner's secrets, and the authorization code flow with each provider. */
export function openOauth(
  told: ToldSettings,
  clock: Clock,
  secretsmanager?: Parameters<typeof secretsClient>[0],
) {
  const secrets = new SecretsManagerSecrets({ client: secretsClient(secretsmanager), clock });
  const common = { secrets, clock, fetch };
  const all = [told.source, ...target.options.flatMap((name) => told.targets[name] ?? [])];
  return {
    secrets,
    providers: openedWhenAsked(
      provider.options,
      (name) => new OauthClient({ ...common, provider: name, ...partsOf(told, name) }),
    ),
    clientSecretNames: openedWhenAsked(
      provider.options,
      (name) => settingsOf(told, name).clientSecretName,
    ),
    /** Where our pages may send a form on to. */
    formOrigins: all.map(({ authorizeUrl }) => new URL(authorizeUrl).origin),
  };
}

/** @throws Error for a target that the function was not told of. */
export function settingsOf(
  told: ToldSettings,
  name: Provider,
): SourceSettings | TargetSettings[Target] {
  return isTarget(name) ? targetSettingsOf(told, name) : told.source;
}

/** @throws Error for a target that the function was not told of. */
export function targetSettingsOf<T extends Target>(told: ToldSettings, name: T): TargetSettings[T] {
  const settings: TargetSettings[T] | undefined = told.targets[name];
  if (settings !== undefined) return settings;
  throw new Error(`This function was not told of the target "${name}".`);
}

function partsOf(told: ToldSettings, name: Provider) {
  return isTarget(name) ? targetParts(told, name) : sourceParts(told.source);
}

function sourceParts(settings: SourceSettings) {
  const { whoIs, access } = sourceClient;
  return { settings, whoIs: whoIs(settings), access: access(settings) };
}

function targetParts<T extends Target>(told: ToldSettings, name: T) {
  const settings = targetSettingsOf(told, name);
  const { whoIs, access } = targetClients[name];
  return { settings, whoIs: whoIs(settings), access: access(settings) };
}
