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

/** What is the same of one provider at every stage and for every operator: data, nothing that runs. */
export interface ProviderManifest {
  /** How people call it. */
  name: string;
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
}

/** What a target is, beyond what every provider is. */
export interface TargetManifest extends ProviderManifest {
  /** Kinds of records that it takes; changes of others are not sent to it. */
  kinds: readonly RecordKind[];
  /**
   * Remedies that differ from those that fit any target, by the cause of the issue; a test holds
   * their names against the causes that there are.
   */
  remedies: Readonly<Record<string, string>>;
}
