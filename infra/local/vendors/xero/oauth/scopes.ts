/** Scopes that the authorize page accepts; the broad ones are refused, as for apps created since 2 March 2026. */
export const knownScopes: ReadonlySet<string> = new Set([
  'openid',
  'profile',
  'email',
  'offline_access',
  ...['invoices', 'payments', 'banktransactions', 'contacts', 'settings'].flatMap((name) => [
    `accounting.${name}`,
    `accounting.${name}.read`,
  ]),
]);

/** Whether the scopes allow a call on a resource (the first part of the path under /api.xro/2.0). */
export function allowsCall(scopes: readonly string[], resource: string, method: string): boolean {
  const scope = scopeOfResource[resource];
  if (scope === undefined) return true;
  return scopes.includes(scope) || (method === 'GET' && scopes.includes(`${scope}.read`));
}

const scopeOfResource: Readonly<Record<string, string>> = {
  Invoices: 'accounting.invoices',
  CreditNotes: 'accounting.invoices',
  Payments: 'accounting.payments',
  BankTransactions: 'accounting.banktransactions',
  Contacts: 'accounting.contacts',
  Accounts: 'accounting.settings',
  Currencies: 'accounting.settings',
  Organisation: 'accounting.settings',
  Organisations: 'accounting.settings',
  TaxRates: 'accounting.settings',
  TrackingCategories: 'accounting.settings',
};
