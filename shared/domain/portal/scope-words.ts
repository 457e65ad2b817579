/** What Xero's scopes allow, in an operator's words; the ones not listed are shown as they are. */
const knownScopes = new Map([
  ['accounting.invoices', 'read and write invoices and credit notes'],
  ['accounting.transactions', 'read and write invoices, credit notes and payments'],
  ['accounting.payments', 'read and write payments'],
  ['accounting.contacts', 'read and write contacts'],
  ['accounting.settings', 'read and write accounts, tax rates and tracking'],
  ['accounting.settings.read', 'read accounts, tax rates and tracking'],
]);

/** Scopes that only keep the sign-in alive or name the person; they say nothing about data. */
const technicalScopes = new Set(['openid', 'profile', 'email', 'offline_access']);

/** Says in plain words what a space-separated scope string allows. */
export function describeScopes(scopes: string): string[] {
  const parts = scopes.split(/\s+/).filter((scope) => scope && !technicalScopes.has(scope));
  const storaScopes = parts.flatMap((scope) => {
    const [, resource, right] = /^public\.([a-z_]+):(read|write)$/.exec(scope) ?? [];
    return resource && right ? [{ resource: nameOf(resource), right }] : [];
  });
  const others = parts.filter((scope) => !/^public\.[a-z_]+:(read|write)$/.test(scope));
  return [
    ...describeRight('read', storaScopes),
    ...describeRight('write', storaScopes),
    ...others.map((scope) => knownScopes.get(scope) ?? scope),
  ];
}

function describeRight(
  right: 'read' | 'write',
  scopes: Array<{ resource: string; right: string }>,
): string[] {
  const resources = scopes.filter((scope) => scope.right === right).map((scope) => scope.resource);
  return resources.length === 0 ? [] : [`${right} ${enumerate(resources)}`];
}

/** Words of Stora's API that an operator does not know it by. */
const knownResources: Record<string, string> = {
  webhook_endpoint: 'notifications to us',
  timeline_event: 'timeline notes',
};

function nameOf(resource: string): string {
  return knownResources[resource] ?? `${resource.replaceAll('_', ' ')}s`;
}

/** "a, b and c" */
function enumerate(names: string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}
