import * as z from 'zod/mini';
import { type ProviderAddresses, providerFields, url } from '../../contracts/provider-settings.ts';
import { rolodexManifest } from './manifest.ts';

/** Everything that is Rolodex's address: one JSON value per stage. */
export const rolodexSettings = z.strictObject({
  ...providerFields(rolodexManifest),
  apiBaseUrl: url,
});
export type RolodexSettings = z.infer<typeof rolodexSettings>;

export const rolodexAddresses: ProviderAddresses<z.input<typeof rolodexSettings>> = {
  production: {
    authorizeUrl: 'https://rolodex.example/oauth/authorize',
    tokenUrl: 'https://rolodex.example/oauth/token',
    revokeUrl: 'https://rolodex.example/oauth/revoke',
    apiBaseUrl: 'https://api.rolodex.example/v1',
  },
  sandbox: (origin) => ({
    authorizeUrl: `${origin}/oauth/authorize`,
    tokenUrl: `${origin}/oauth/token`,
    revokeUrl: `${origin}/oauth/revoke`,
    apiBaseUrl: `${origin}/v1`,
  }),
};
