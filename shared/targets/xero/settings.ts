import * as z from 'zod/mini';
import { providerFields, url } from '../../contracts/provider-settings.ts';
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
