export interface LimitSettings {
  readonly enabled: boolean;
  /** Of one app and account in any ten seconds; 110 at HubSpot. */
  readonly perTenSeconds: number;
  /** Of searches in any second, per account; 5 at HubSpot. */
  readonly searchesPerSecond: number;
  /** Does a 429 say when to come again? Reports differ. */
  readonly sendsRetryAfter: boolean;
}

export type Admission =
  | { readonly admitted: true; readonly remaining: number }
  | {
      readonly admitted: false;
      readonly remaining: number;
      readonly policy: 'TEN_SECONDLY_ROLLING' | 'SECONDLY';
      readonly retryAfterSeconds: number;
    };

export const intervalMs = 10_000;

/** Counts calls per account in rolling windows. Pure: the time is passed in; refused calls do not count. */
export class RateLimiter {
  settings: LimitSettings;
  readonly #calls = new Map<number, number[]>();
  readonly #searches = new Map<number, number[]>();

  constructor(settings: LimitSettings) {
    this.settings = settings;
  }

  /** Admits and counts a call, or says which limit is reached. Searches have a limit of their own. */
  start(
    hubId: number,
    call: { readonly isSearch: boolean; readonly nowEpochMs: number },
  ): Admission {
    const { perTenSeconds, searchesPerSecond, enabled } = this.settings;
    const limit = call.isSearch ? searchesPerSecond : perTenSeconds;
    const lengthMs = call.isSearch ? 1_000 : intervalMs;
    const all = call.isSearch ? this.#searches : this.#calls;
    const recent = (all.get(hubId) ?? []).filter((at) => at > call.nowEpochMs - lengthMs);
    all.set(hubId, recent);
    if (enabled && recent.length >= limit) {
      const freeAt = (recent.at(-limit) ?? call.nowEpochMs) + lengthMs;
      return {
        admitted: false,
        remaining: 0,
        policy: call.isSearch ? 'SECONDLY' : 'TEN_SECONDLY_ROLLING',
        retryAfterSeconds: Math.max(1, Math.ceil((freeAt - call.nowEpochMs) / 1_000)),
      };
    }
    recent.push(call.nowEpochMs);
    return { admitted: true, remaining: Math.max(0, limit - recent.length) };
  }
}
