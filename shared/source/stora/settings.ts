import * as z from 'zod/mini';
import { oauthFields, positive, providerLimits, url } from '../../contracts/provider-settings.ts';

/** Everything that is Stora's address or only inferred of Stora: one JSON value per stage. */
export const storaSettings = z.strictObject({
  ...oauthFields,
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
