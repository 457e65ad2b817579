import type { Provider } from '../../contracts/ids.ts';
import { providerManifests } from '../../targets/provider-manifests.ts';

/** Scopes that only keep the sign-in alive or name the person; they say nothing about data. */
const technicalScopes = new Set(['openid', 'profile', 'email', 'offline_access']);

interface Right {
  resource: string;
  right: string;
}

/** Says in plain words what a space-separated scope string of a provider allows. */
export function describeScopes(scopes: string, provider: Provider): string[] {
  const parts = scopes.split(/\s+/).filter((scope) => scope && !technicalScopes.has(scope));
  const rights = parts.flatMap((scope) => rightOf(scope, provider) ?? []);
  const others = parts.filter((scope) => rightOf(scope, provider) === undefined);
  const words = new Map(Object.entries(providerManifests[provider].scopeWords.whole));
  return [
    ...describeRight('read', rights),
    ...describeRight('write', rights),
    ...others.map((scope) => words.get(scope) ?? scope),
  ];
}

/** Undefined where the provider does not make its scopes of resources and rights. */
function rightOf(scope: string, provider: Provider): Right | undefined {
  const { byResource } = providerManifests[provider].scopeWords;
  if (byResource === undefined || !scope.startsWith(byResource.prefix)) return undefined;
  const form = /^([a-z_]+):(read|write)$/;
  const [, resource, right] = form.exec(scope.slice(byResource.prefix.length)) ?? [];
  if (resource === undefined || right === undefined) return undefined;
  return { resource: byResource.names[resource] ?? `${resource.replaceAll('_', ' ')}s`, right };
}

function describeRight(right: 'read' | 'write', rights: Right[]): string[] {
  const resources = rights.filter((one) => one.right === right).map((one) => one.resource);
  return resources.length === 0 ? [] : [`${right} ${enumerate(resources)}`];
}

/** "a, b and c" */
function enumerate(names: string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}
