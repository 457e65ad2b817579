import { sourceManifest } from '../../source/registry.ts';

/** What to ask for when all that we would like was refused. Providers with other names: the same. */
export function fewerScopes(scopes: string): string {
  const names = scopes.split(' ');
  const fewer = names.filter((name) => sourceManifest.neededScopes.includes(name));
  return fewer.length === 0 ? scopes : fewer.join(' ');
}

/** Was the right given? Unknown, and so taken as given, where the grant names none of the source's. */
export function isGranted(scopes: string, name: string): boolean {
  const names = scopes.split(' ');
  const { prefix = '' } = sourceManifest.scopeWords.byResource ?? {};
  return names.includes(name) || !names.some((one) => one.startsWith(prefix));
}
