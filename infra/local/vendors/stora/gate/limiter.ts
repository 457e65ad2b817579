import type { StoraSettings } from '../core/stora-settings.ts';

export interface Rejection {
  /** The limit that tripped first; a second full limit is never named. */
  readonly limit: number;
  /** Epoch second, by the server's clock, at which that window ends. */
  readonly resetEpochSeconds: number;
}

type LimiterSettings = Pick<
  StoraSettings,
  'limits' | 'windowKind' | 'windowClockOffsetMs' | 'limiterOrder'
>;

interface WindowRule {
  readonly periodSeconds: number;
  readonly limit: number;
}

/**
 * Two throttles per key as Rack::Attack 6.6.1 runs them: checks stop at the first that trips, so a
 * call the first one rejects costs nothing of the second; a rejected call never extends a window.
 */
export class Limiter {
  readonly #counts = new Map<string, { window: number; count: number }>();
  readonly #logs = new Map<string, number[]>();

  /** Counts one call; null when it may pass. */
  check(key: string, nowEpochMs: number, settings: LimiterSettings): Rejection | null {
    if (!settings.limits.enabled) return null;
    const serverEpochMs = nowEpochMs + settings.windowClockOffsetMs;
    for (const rule of rulesInOrder(settings)) {
      const ruleKey = `${key}|${rule.periodSeconds}`;
      const rejection =
        settings.windowKind === 'fixed'
          ? this.#checkFixed(ruleKey, serverEpochMs, rule)
          : this.#checkSliding(ruleKey, serverEpochMs, rule);
      if (rejection !== null) return rejection;
    }
    return null;
  }

  #checkFixed(key: string, serverEpochMs: number, rule: WindowRule): Rejection | null {
    const nowSeconds = Math.floor(serverEpochMs / 1000);
    const window = Math.floor(nowSeconds / rule.periodSeconds);
    const known = this.#counts.get(key);
    const count = known?.window === window ? known.count + 1 : 1;
    this.#counts.set(key, { window, count });
    if (count <= rule.limit) return null;
    return { limit: rule.limit, resetEpochSeconds: (window + 1) * rule.periodSeconds };
  }

  #checkSliding(key: string, serverEpochMs: number, rule: WindowRule): Rejection | null {
    const periodMs = rule.periodSeconds * 1000;
    const recent = (this.#logs.get(key) ?? []).filter((atMs) => atMs > serverEpochMs - periodMs);
    this.#logs.set(key, recent);
    const [oldest = serverEpochMs] = recent;
    if (recent.length >= rule.limit) {
      return { limit: rule.limit, resetEpochSeconds: Math.ceil((oldest + periodMs) / 1000) };
    }
    recent.push(serverEpochMs);
    return null;
  }
}

function rulesInOrder(settings: LimiterSettings): readonly WindowRule[] {
  const second = { periodSeconds: 1, limit: settings.limits.perSecond };
  const minute = { periodSeconds: 60, limit: settings.limits.perMinute };
  return settings.limiterOrder === 'second-first' ? [second, minute] : [minute, second];
}
