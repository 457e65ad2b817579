import * as z from 'zod/mini';
import {
  type ProviderAddresses,
  positive,
  providerFields,
  url,
} from '../../contracts/provider-settings.ts';
import { storaManifest } from './manifest.ts';

export const storaEventTypes = [
  'contact.created',
  'contact.updated',
  'contact.deleted',
  'invoice.created',
  'invoice.updated',
  'invoice.finalized',
  'invoice.paid',
  'invoice.voided',
  'invoice.marked_uncollectible',
  'credit_note.created',
];

/** Everything that is Stora's address or only inferred of Stora: one JSON value per stage. */
export const storaSettings = z.strictObject({
  ...providerFields(storaManifest),
  tokenInfoUrl: url,
  /** With the version segment, e.g. `https://public-api.stora.co/2025-09`. */
  apiBaseUrl: url,
  /**
   * Pages on which a person sees a record, with `{id}` in them. Stora publishes none for invoices, so a
   * stage has them only once the partner was told.
   */
  recordPages: z.optional(
    z.strictObject({
      contact: z.optional(z.string()),
      invoice: z.optional(z.string()),
      credit_note: z.optional(z.string()),
    }),
  ),
  webhookApiVersion: z._default(z.string(), '2025-09'),
  /** Event types to subscribe to. The full list is not published, hence configuration. */
  webhookEventTypes: z._default(z.array(z.string()), storaEventTypes),
  /**
   * Oldest accepted signature; Stora may not re-stamp retries, so it covers the retry horizon: three
   * days cover the longest known one.
   */
  webhookMaxAgeSeconds: z._default(positive, 259_200),
  webhookMaxAheadSeconds: z._default(positive, 300),
  /** Names of the timeline source and template that Stora sets up for the partner. */
  timelineSourceName: z._default(z.string(), 'Rollerdoor'),
  timelineTemplateName: z._default(z.string(), 'Ledger document'),
});
export type StoraSettings = z.infer<typeof storaSettings>;

export const storaAddresses: ProviderAddresses<z.input<typeof storaSettings>> = {
  production: {
    authorizeUrl: 'https://app.stora.co/oauth2/authorize',
    tokenUrl: 'https://public-api.stora.co/oauth2/token',
    revokeUrl: 'https://public-api.stora.co/oauth2/revoke',
    tokenInfoUrl: 'https://public-api.stora.co/oauth2/token/info',
    apiBaseUrl: 'https://public-api.stora.co/2025-09',
  },
  sandbox: (origin) => ({
    authorizeUrl: `${origin}/oauth2/authorize`,
    tokenUrl: `${origin}/oauth2/token`,
    revokeUrl: `${origin}/oauth2/revoke`,
    tokenInfoUrl: `${origin}/oauth2/token/info`,
    apiBaseUrl: `${origin}/2025-09`,
    recordPages: { invoice: `${origin}/control?invoice={id}` },
  }),
};
