/** Everything about the simulated vendor that documentation leaves open or that a test wants to change. */
export interface StoraSettings {
  /**
   * What a refresh does to the old pair: dies when the new access token is first presented
   * (Doorkeeper with its `previous_refresh_token` column), or at once (without the column).
   */
  rotationMode: 'revoke-on-use' | 'revoke-at-once';
  limits: StoraLimits;
  /** Fixed windows aligned to the epoch (Rack::Attack) or a sliding log. */
  windowKind: 'fixed' | 'sliding';
  /** Server clock minus caller clock, for the windows and `RateLimit-Reset` only. */
  windowClockOffsetMs: number;
  limiterOrder: 'second-first' | 'minute-first';
  /** True: API 401 and 403 answer without a body (bare Doorkeeper); false: the vendor's envelope. */
  empty401Bodies: boolean;
  /** True: a 403 names the missing scope in `WWW-Authenticate` (Doorkeeper 5.9.1 and later). */
  challengeOn403: boolean;
  /** Doorkeeper 5.6.0 to 5.9.6 look only among the hinted kind when revoking; 5.5 and 6 do not. */
  tokenTypeHint: 'ignored' | 'filters';
  /** True: a signed-in operator who already granted exactly these scopes sees no consent page. */
  skipRepeatedConsent: boolean;
  accessTokenTtlSeconds: number;
  codeTtlSeconds: number;
  createStatus: 200 | 201;
  unknownQuery: 'ignore' | 'reject';
  uniqueContactEmails: boolean;
  /** `old` leaves out the fields only newer documentation shows (contact status, invoice voided_at). */
  documentGeneration: 'new' | 'old';
  /** Seconds before retry 1, 2, …; the first three are documented, the rest is an assumption. */
  retryDelaysSeconds: readonly number[];
  /** True: each attempt is signed with its own time; false: retries repeat the first signature. */
  restampSignature: boolean;
  allowLoopbackHttpWebhooks: boolean;
  /** Which of the names that documentation only lets one guess this Stora does not know. */
  absent: StoraAbsentNames;
  faults: StoraFaults;
}

export interface StoraLimits {
  perSecond: number;
  perMinute: number;
  enabled: boolean;
}

/** Rates are probabilities 0..1 per request or delivery. */
export interface StoraFaults {
  duplicateWebhooks: number;
  reorderWebhooks: number;
  delayWebhooksMs: number;
  /** 503 in front of the application: nothing applied, nothing remembered for the idempotency key. */
  gatewayErrors: number;
  /** 500 of the application: nothing applied, but remembered and replayed for the idempotency key. */
  serverErrors: number;
  /** 400 `api_error` of a third party: as above; the one 4xx that may pass on its own. */
  apiErrors: number;
  /** Applied and remembered, but the caller sees 502. */
  lostAnswers: number;
  /** A token request that took effect answers 502. */
  lostTokenAnswers: number;
}

/** Nothing here changes what is stored: only what may be asked for, and in which words that is refused. */
export interface StoraAbsentNames {
  /** Refused in `event_types`. */
  eventTypes: readonly string[];
  /** What the refusal says: the place, the name, the names there are, or nothing. */
  eventRefusal: 'pointer' | 'name' | 'known-names' | 'nothing';
  /** Refused by the consent page, whatever the application is registered with. */
  scopes: readonly string[];
  /** Query parameters that no route knows; ignored or refused as `unknownQuery` says. */
  query: readonly string[];
  /** Values of `sort_by`, refused. */
  sortKeys: readonly string[];
  /** Values of `expand`, refused. */
  expand: readonly string[];
  /** Lists that are empty, or (`invoice`, `site`) a reference that an event may not have. */
  timeline: readonly ('sources' | 'templates' | 'invoice' | 'site')[];
  /** Resources whose body may not have `metadata`. */
  metadata: readonly ('contact' | 'webhook_endpoint')[];
  /** References that webhooks carry bare instead of expanded. */
  payloadExpansions: readonly string[];
}

/** Settings a caller may give; nested groups may be partial. */
export type StoraSettingsInput = Partial<Omit<StoraSettings, 'limits' | 'faults' | 'absent'>> & {
  readonly absent?: Partial<StoraAbsentNames>;
  readonly limits?: Partial<StoraLimits>;
  readonly faults?: Partial<StoraFaults>;
};

/** Fills what is not given with the documented or observed behaviour. */
export function resolveStoraSettings(input: StoraSettingsInput = {}): StoraSettings {
  return {
    ...defaults,
    ...input,
    limits: { perSecond: 10, perMinute: 60, enabled: true, ...input.limits },
    faults: { ...noFaults, ...input.faults },
    absent: { ...nothingAbsent, ...input.absent },
  };
}

/** A world in which everything arrives once, in order and at once. */
export const noFaults: StoraFaults = {
  duplicateWebhooks: 0,
  reorderWebhooks: 0,
  delayWebhooksMs: 0,
  gatewayErrors: 0,
  serverErrors: 0,
  apiErrors: 0,
  lostAnswers: 0,
  lostTokenAnswers: 0,
};

/** A Stora that knows every name we can think of. */
export const nothingAbsent: StoraAbsentNames = {
  eventTypes: [],
  eventRefusal: 'pointer',
  scopes: [],
  query: [],
  sortKeys: [],
  expand: [],
  timeline: [],
  metadata: [],
  payloadExpansions: [],
};

const defaults: Omit<StoraSettings, 'limits' | 'faults' | 'absent'> = {
  rotationMode: 'revoke-on-use',
  windowKind: 'fixed',
  windowClockOffsetMs: 0,
  limiterOrder: 'second-first',
  empty401Bodies: false,
  challengeOn403: true,
  tokenTypeHint: 'ignored',
  skipRepeatedConsent: true,
  accessTokenTtlSeconds: 7200,
  codeTtlSeconds: 600,
  createStatus: 201,
  unknownQuery: 'ignore',
  uniqueContactEmails: false,
  documentGeneration: 'new',
  retryDelaysSeconds: [60, 300, 1800, 7200, 43_200, 86_400],
  restampSignature: true,
  allowLoopbackHttpWebhooks: true,
};
