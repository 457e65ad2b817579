import * as z from 'zod/mini';

const url = z.string().check(z.regex(/^https?:\/\/[^\s]+[^/]$/, 'A URL without a trailing slash.'));

/** What the OAuth code needs to know of any provider. */
const oauth = {
  authorizeUrl: url,
  tokenUrl: url,
  revokeUrl: url,
  /** Name of the secret that holds `{"clientId", "clientSecret"}`. */
  clientSecretName: z.string(),
  /** Space separated, as registered with the provider. */
  scopes: z.string(),
  /** Where the client credentials go; never in two places (Doorkeeper 5.9.5 refuses that). */
  clientAuthentication: z.enum(['body', 'basic']),
};
export const oauthSettings = z.object(oauth);
export type OauthSettings = z.infer<typeof oauthSettings>;

/** A cap on calls; `limit` null lifts it (load tests against a sandbox with its caps off). */
const positive = z.int().check(z.positive());
const cap = z.strictObject({ limit: z.nullable(positive), windowMs: positive });
export const providerLimits = z.strictObject({
  windows: z.array(cap),
  concurrent: z.nullable(positive),
});
export type ProviderLimits = z.infer<typeof providerLimits>;

/** Everything that is Stora's address or only inferred of Stora: one JSON value per stage. */
export const storaSettings = z.strictObject({
  ...oauth,
  tokenInfoUrl: url,
  /** With the version segment, e.g. `https://public-api.stora.co/2025-09`. */
  apiBaseUrl: url,
  webhookApiVersion: z.string(),
  /** Event types to subscribe to. The full list is not published, hence configuration. */
  webhookEventTypes: z.array(z.string()),
  /** Oldest accepted signature; Stora may not re-stamp retries, so it covers the retry horizon. */
  webhookMaxAgeSeconds: positive,
  webhookMaxAheadSeconds: positive,
  /** Names of the timeline source and template that Stora sets up for the partner. */
  timelineSourceName: z.string(),
  timelineTemplateName: z.string(),
  limits: providerLimits,
});
export type StoraSettings = z.infer<typeof storaSettings>;

/** Everything that is Xero's address or plan-dependent: one JSON value per stage. */
export const xeroSettings = z.strictObject({
  ...oauth,
  connectionsUrl: url,
  /** e.g. `https://api.xero.com/api.xro/2.0`. */
  apiBaseUrl: url,
  /** Where a person opens a document, e.g. `https://go.xero.com`. */
  appBaseUrl: url,
  limits: providerLimits,
});
export type XeroSettings = z.infer<typeof xeroSettings>;

/** The partner's credentials with one provider, as stored in the secret. */
export const clientCredentials = z.object({
  clientId: z.string().check(z.minLength(1, 'clientId is empty: set the provider secret.')),
  clientSecret: z.string().check(z.minLength(1, 'clientSecret is empty: set the provider secret.')),
});
export type ClientCredentials = z.infer<typeof clientCredentials>;
