import type { RecordKind } from './ids.ts';
import type { OauthSettings, ProviderLimits } from './provider-settings.ts';

/**
 * When the tokens of a provider are refreshed; milliseconds. So far ahead that sweeps, at 5-minute
 * ticks, get two tries or more before the last 5 minutes, in which workers refresh a token themselves.
 */
export interface RefreshRhythm {
  /** How long an access token lives. */
  accessTokenMs: number;
  /** Refresh when less than this is left: before workers have to do it in the middle of their work. */
  aheadMs: number;
  /** A refresh token that nobody used for this long is dead; undefined where it never dies of that. */
  idleLimitMs: number | undefined;
}

/** What scopes allow, in words for people; one that is in none of these is shown as it is. */
export interface ScopeWords {
  /** By the whole scope: "read and write payments". */
  whole: Readonly<Record<string, string>>;
  /** For scopes that are made of a resource and a right (`{prefix}site:read`); absent: there are none. */
  byResource?: {
    prefix: string;
    /** By the resource, where people do not call it by the API's name, in the plural. */
    names: Readonly<Record<string, string>>;
  };
}

/** Headers that tell more of the caps than `Retry-After` and `RateLimit-*` do; lower case. */
export interface RateHeaders {
  /** Which cap refused the call: `minute`, `day`, or a word for one that is no window of time. */
  problem?: string;
  /** How many calls are left of the minute, and of the day. */
  minuteRemaining?: string;
  dayRemaining?: string;
}

/** Thin events in one JSON body, under the base64 of its HMAC-SHA256. */
export interface EventWords {
  /** Lower case. */
  signatureHeader: string;
  /** Field of the body with the list, and of each event with the company that it is about. */
  list: string;
  account: string;
}

/** What is the same of one provider at every stage and for every operator: data, nothing that runs. */
export interface ProviderManifest {
  /** How people call it. */
  name: string;
  scopeWords: ScopeWords;
  /** What a person reads when its connection is ended, after "Our access ends at once." */
  endingWords: string;
  /** What a person reads when another company takes the place of the one before. */
  otherAccountWords: string;
  oauth: Pick<OauthSettings, 'scopes' | 'clientAuthentication'>;
  rhythm: RefreshRhythm;
  /** Caps per operator, as the provider publishes them. */
  limits: ProviderLimits;
  /** A cap over all operators together, which only the number of workers can keep. */
  sharedCap: {
    /** Null where the provider names no such cap. */
    callsPerMinute: number | null;
    /** An estimate on the fast side, so that the number of workers stays low. */
    typicalCallMs: number;
  };
  /** How long a repeated idempotency key is certainly answered from the provider's memory. */
  keyMemoryMs: number;
  /** Absent: it has none beside the common ones. */
  rateHeaders?: RateHeaders;
  /**
   * Stands in the body of a 401 that is about the call (a scope is missing) and not about the token;
   * absent: the provider answers 403 then.
   */
  callRefusedWord?: string;
  /** Of a target: how it tells by webhooks that something changed. Absent: it tells nothing. */
  events?: EventWords;
}

/** What a ledger takes; lengths in characters. */
export interface LedgerRules {
  /** So many tracking categories may be active at once. */
  trackingCategoriesAtMost: number;
  /** Of tracking categories and of their options. */
  trackingNameLengthAtMost: number;
}

/** What a target is, beyond what every provider is. */
export interface TargetManifest extends ProviderManifest {
  /** Kinds of records that it takes; changes of others are not sent to it. */
  kinds: readonly RecordKind[];
  /**
   * Remedies that differ from those that fit any target, by the cause of the issue; a test holds
   * their names against the causes that there are. `{source}` and `{target}` stand for the names.
   */
  remedies: Readonly<Record<string, string>>;
  /** The same of what the issue says; `{detail}` is filled, too. */
  messages?: Readonly<Record<string, string>>;
  /** Absent: it is no ledger, or one that limits none of this. */
  ledgerRules?: LedgerRules;
}
