import * as z from 'zod/mini';

export const url = z
  .string()
  .check(z.regex(/^https?:\/\/[^\s]+[^/]$/, 'A URL without a trailing slash.'));

/** What the OAuth code needs to know of any provider. */
const oauthFields = {
  authorizeUrl: url,
  tokenUrl: url,
  revokeUrl: url,
  /** Name of the secret that holds `{"clientId", "clientSecret"}`. */
  clientSecretName: z.string(),
  /** Of a target: name of the secret with the key of its events; absent: what people change is found at night. */
  eventsSecretName: z.optional(z.string()),
  /** Space separated, as registered with the provider. */
  scopes: z.string(),
  /** Where the client credentials go; never in two places (Doorkeeper 5.9.5 refuses that). */
  clientAuthentication: z.enum(['body', 'basic']),
};
const oauthSettings = z.object(oauthFields);
export type OauthSettings = z.infer<typeof oauthSettings>;

/** A cap on calls; `limit` null lifts it (load tests against a sandbox with its caps off). */
export const positive = z.int().check(z.positive());
const cap = z.strictObject({ limit: z.nullable(positive), windowMs: positive });
const providerLimits = z.strictObject({
  windows: z.array(cap),
  concurrent: z.nullable(positive),
});
export type ProviderLimits = z.infer<typeof providerLimits>;

/** Of every provider; what is the same at every stage may be left out of a stage's settings. */
export function providerFields({
  oauth,
  limits,
}: {
  oauth: Pick<OauthSettings, 'scopes' | 'clientAuthentication'>;
  limits: ProviderLimits;
}) {
  return {
    ...oauthFields,
    scopes: z._default(oauthFields.scopes, oauth.scopes),
    clientAuthentication: z._default(oauthFields.clientAuthentication, oauth.clientAuthentication),
    limits: z._default(providerLimits, limits),
  };
}

/**
 * Where a provider is reached; `Settings`: what a stage says of it. What differs between the two, such as a
 * default that a sandbox does not have, may stand here, too.
 */
export interface ProviderAddresses<Settings = Readonly<Record<string, unknown>>> {
  production: Omit<Settings, 'clientSecretName'>;
  /** `origin`: of the simulated one, e.g. `http://127.0.0.1:4402`. */
  sandbox(origin: string): Omit<Settings, 'clientSecretName'>;
}

/** The partner's credentials with one provider, as stored in the secret. */
export const clientCredentials = z.object({
  clientId: z.string().check(z.minLength(1, 'clientId is empty: set the provider secret.')),
  clientSecret: z.string().check(z.minLength(1, 'clientSecret is empty: set the provider secret.')),
});
export type ClientCredentials = z.infer<typeof clientCredentials>;
