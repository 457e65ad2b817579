const objects = ['contacts', 'companies', 'deals'];

/** Scopes that an app can ask for here. */
export const knownScopes: readonly string[] = [
  'oauth',
  'crm.objects.owners.read',
  ...objects.flatMap((name) =>
    ['objects', 'schemas'].flatMap((kind) => [
      `crm.${kind}.${name}.read`,
      `crm.${kind}.${name}.write`,
    ]),
  ),
];

export function isKnownScope(scope: string): boolean {
  return knownScopes.includes(scope);
}
