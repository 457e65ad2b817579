/**
 * Without these no document gets to the books. Each is named on a public page of Stora's; an
 * application that is not registered with one of the others is refused as a whole.
 */
const neededForBooks = [
  'public.contact:read',
  'public.credit_note:read',
  'public.invoice:read',
  'public.site:read',
  'public.webhook_endpoint:read',
  'public.webhook_endpoint:write',
];

/** What to ask for when all that we would like was refused. Providers with other names: the same. */
export function fewerScopes(scopes: string): string {
  const names = scopes.split(' ');
  const fewer = names.filter((name) => neededForBooks.includes(name));
  return fewer.length === 0 ? scopes : fewer.join(' ');
}

/** Was the right given? Unknown, and so taken as given, where the grant names none of Stora's. */
export function isGranted(scopes: string, name: string): boolean {
  const names = scopes.split(' ');
  return names.includes(name) || !names.some((one) => one.startsWith('public.'));
}
