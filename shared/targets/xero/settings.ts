import * as z from 'zod/mini';
import { oauthFields, providerLimits, url } from '../../contracts/provider-settings.ts';

/** Everything that is Xero's address or plan-dependent: one JSON value per stage. */
export const xeroSettings = z.strictObject({
  ...oauthFields,
  connectionsUrl: url,
  /** e.g. `https://api.xero.com/api.xro/2.0`. */
  apiBaseUrl: url,
  /** Where a person opens a document, e.g. `https://go.xero.com`. */
  appBaseUrl: url,
  limits: providerLimits,
});
export type XeroSettings = z.infer<typeof xeroSettings>;
