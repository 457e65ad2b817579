export interface LimitSettings {
  readonly enabled: boolean;
  readonly perMinute: number;
  readonly perDay: number;
  readonly concurrent: number;
  /** All organisations of the app together; 10,000 at Xero. */
  readonly appPerMinute: number;
  readonly window: 'sliding' | 'fixed';
}

export interface Remaining {
  readonly minute: number;
  readonly day: number;
  readonly appMinute: number;
}

export type Admission =
  | { readonly admitted: true; readonly remaining: Remaining }
  | {
      readonly admitted: false;
      readonly remaining: Remaining;
      readonly problem: 'minute' | 'day' | 'concurrent' | 'appminute';
      readonly retryAfterSeconds: number;
    };

/** Counts calls per organisation and per app. Pure: the time is passed in; refused calls do not count. */
export class RateLimiter {
  settings: LimitSettings;
  readonly #calls = new Map<string, number[]>();
  readonly #running = new Map<string, number>();
  #appCalls: number[] = [];

  constructor(settings: LimitSettings) {
    this.settings = settings;
  }

  /** Admits and counts a call, or says which limit is reached and for how long. Call `finish` after an admitted one. */
  start(tenantId: string, nowEpochMs: number): Admission {
    const calls = this.#forget(tenantId, nowEpochMs);
    const refusal = this.settings.enabled ? this.#refusal(tenantId, calls, nowEpochMs) : undefined;
    if (refusal === undefined) {
      calls.push(nowEpochMs);
      this.#appCalls.push(nowEpochMs);
      this.#running.set(tenantId, this.running(tenantId) + 1);
    }
    const remaining = this.#remaining(calls, nowEpochMs);
    return refusal === undefined
      ? { admitted: true, remaining }
      : { admitted: false, remaining, ...refusal };
  }

  /** Ends an admitted call. */
  finish(tenantId: string): void {
    this.#running.set(tenantId, Math.max(0, this.running(tenantId) - 1));
  }

  /** How many calls of the organisation are under way. */
  running(tenantId: string): number {
    return this.#running.get(tenantId) ?? 0;
  }

  #refusal(tenantId: string, calls: readonly number[], now: number): Refusal | undefined {
    const { settings } = this;
    if (this.running(tenantId) >= settings.concurrent) {
      return { problem: 'concurrent', retryAfterSeconds: 1 };
    }
    const checks = [
      { problem: 'day', list: calls, limit: settings.perDay, lengthMs: dayMs },
      { problem: 'minute', list: calls, limit: settings.perMinute, lengthMs: minuteMs },
      {
        problem: 'appminute',
        list: this.#appCalls,
        limit: settings.appPerMinute,
        lengthMs: minuteMs,
      },
    ] as const;
    for (const { problem, list, limit, lengthMs } of checks) {
      const retryAfterSeconds = this.#waitSeconds({ list, limit, lengthMs, now });
      if (retryAfterSeconds > 0) return { problem, retryAfterSeconds };
    }
    return undefined;
  }

  #waitSeconds(check: WindowCheck): number {
    const { list, limit, lengthMs, now } = check;
    if (this.#used(list, lengthMs, now) < limit) return 0;
    const freeAt =
      this.settings.window === 'fixed'
        ? (Math.floor(now / lengthMs) + 1) * lengthMs
        : (list.at(-Math.max(limit, 1)) ?? now) + lengthMs;
    return Math.max(1, Math.ceil((freeAt - now) / 1000));
  }

  #used(list: readonly number[], lengthMs: number, now: number): number {
    const from =
      this.settings.window === 'fixed' ? Math.floor(now / lengthMs) * lengthMs : now - lengthMs + 1;
    return countFrom(list, from);
  }

  #remaining(calls: readonly number[], now: number): Remaining {
    const { perMinute, perDay, appPerMinute } = this.settings;
    return {
      minute: Math.max(0, perMinute - this.#used(calls, minuteMs, now)),
      day: Math.max(0, perDay - this.#used(calls, dayMs, now)),
      appMinute: Math.max(0, appPerMinute - this.#used(this.#appCalls, minuteMs, now)),
    };
  }

  #forget(tenantId: string, now: number): number[] {
    const known = this.#calls.get(tenantId) ?? [];
    const calls = withoutOld(known, now - dayMs + 1);
    this.#calls.set(tenantId, calls);
    this.#appCalls = withoutOld(this.#appCalls, now - minuteMs + 1);
    return calls;
  }
}

type Refusal = Pick<Extract<Admission, { admitted: false }>, 'problem' | 'retryAfterSeconds'>;

interface WindowCheck {
  readonly list: readonly number[];
  readonly limit: number;
  readonly lengthMs: number;
  readonly now: number;
}

const minuteMs = 60_000;
const dayMs = 86_400_000;

function countFrom(list: readonly number[], from: number): number {
  return list.length - firstFrom(list, from);
}

function withoutOld(list: number[], from: number): number[] {
  const first = firstFrom(list, from);
  return first === 0 ? list : list.slice(first);
}

// The lists are in time order, so a binary search finds the first call inside a window.
function firstFrom(list: readonly number[], from: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle] ?? 0) < from) low = middle + 1;
    else high = middle;
  }
  return low;
}
