import * as z from 'zod/mini';
import { type ProviderAddresses, providerFields, url } from '../../contracts/provider-settings.ts';
import { xeroManifest } from './manifest.ts';

/** Everything that is Xero's address or plan-dependent: one JSON value per stage. */
export const xeroSettings = z.strictObject({
  ...providerFields(xeroManifest),
  connectionsUrl: url,
  /** e.g. `https://api.xero.com/api.xro/2.0`. */
  apiBaseUrl: url,
  /** Where a person opens a document, e.g. `https://go.xero.com`. */
  appBaseUrl: url,
});
export type XeroSettings = z.infer<typeof xeroSettings>;

export const xeroAddresses: ProviderAddresses<z.input<typeof xeroSettings>> = {
  production: {
    authorizeUrl: 'https://login.xero.com/identity/connect/authorize',
    tokenUrl: 'https://identity.xero.com/connect/token',
    revokeUrl: 'https://identity.xero.com/connect/revocation',
    connectionsUrl: 'https://api.xero.com/connections',
    apiBaseUrl: 'https://api.xero.com/api.xro/2.0',
    appBaseUrl: 'https://go.xero.com',
  },
  sandbox: (origin) => ({
    authorizeUrl: `${origin}/identity/connect/authorize`,
    tokenUrl: `${origin}/connect/token`,
    revokeUrl: `${origin}/connect/revocation`,
    connectionsUrl: `${origin}/connections`,
    apiBaseUrl: `${origin}/api.xro/2.0`,
    appBaseUrl: origin,
  }),
};
