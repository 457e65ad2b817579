import { type Provider, provider as providers } from '../../contracts/ids.ts';
import type { ProviderLimits } from '../../contracts/provider-settings.ts';
import { blockedUntil, readSignals } from '../../domain/pacing/rate-headers.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Metrics } from '../../ports/log.ts';
import type { CallCounts, PacedCall, Pacer, ProviderAnswer } from '../../ports/pacer.ts';
import type { Rates } from '../../ports/rates.ts';
import { providerManifests } from '../../targets/provider-manifests.ts';
import { BusyTime } from './busy-time.ts';
import { Session } from './session.ts';

export interface PacedCallsPorts {
  rates: Rates;
  clock: Clock;
  limits: Record<Provider, ProviderLimits>;
  /** `PacerWaitMs` slept inside for slots, `PacerCallMs` with calls under way; at each `flush`. */
  metrics?: Metrics;
}

/** What a process remembers of operators between its batches; the oldest goes. */
const sessionsAtMost = 500;

/** Keeps every operator inside the provider's caps; the ring of calls is shared by all workers. */
export class PacedCalls implements Pacer, CallCounts {
  readonly #ports: PacedCallsPorts;
  readonly #opening = new Map<string, Promise<Session>>();
  readonly #sessions = new Map<string, Session>();
  readonly #time: BusyTime;
  readonly #made = new Map<string, number>();

  constructor(ports: PacedCallsPorts) {
    this.#ports = ports;
    this.#time = new BusyTime(ports.clock);
  }

  async run<T>(call: PacedCall, send: () => Promise<T>): Promise<T> {
    const { windows } = this.#ports.limits[call.provider];
    const count = () => this.#count(call);
    if (windows.every(({ limit }) => limit === null)) return counted(count, send);
    const session = await this.#session(call.operatorId, call.provider);
    const slot = await session.slot(call.lane);
    try {
      return await this.#time.call(() => counted(count, send));
    } finally {
      session.end(slot);
    }
  }

  callsMade(operatorId: string, provider: Provider): number {
    return this.#made.get(idOf(operatorId, provider)) ?? 0;
  }

  answered(call: PacedCall, answer: ProviderAnswer): number | undefined {
    const signals = readSignals(answer, providerManifests[call.provider].rateHeaders);
    this.#sessions.get(idOf(call.operatorId, call.provider))?.hear(signals, call.lane);
    return signals.isRefused ? blockedUntil(signals, this.#ports.clock.nowEpochMs()) : undefined;
  }

  async block(operatorId: string, provider: Provider, untilEpochMs: number): Promise<void> {
    const session = await this.#session(operatorId, provider);
    await session.block(untilEpochMs);
  }

  flush(operatorId: string): Promise<void> {
    const ids = providers.options.map((provider) => idOf(operatorId, provider));
    return this.#flush(ids.flatMap((id) => this.#sessions.get(id) ?? []));
  }

  flushAll(): Promise<void> {
    return this.#flush(this.#sessions.values());
  }

  #count({ operatorId, provider }: PacedCall): void {
    const id = idOf(operatorId, provider);
    const made = this.callsMade(operatorId, provider) + 1;
    // Whoever counts compares two looks at it within one batch.
    if (!this.#made.has(id) && this.#made.size >= sessionsAtMost) this.#made.clear();
    this.#made.set(id, made);
  }

  async #flush(sessions: Iterable<Session>): Promise<void> {
    for (const session of sessions) {
      try {
        await session.flush();
      } catch {
        // Recovery: the cautious stamps stay, which only makes the next calls wait a little longer.
      }
    }
    this.#forgetOldest();
    const { callMs, waitMs } = this.#time.take();
    if (callMs + waitMs === 0) return;
    this.#ports.metrics?.count('PacerCallMs', callMs);
    this.#ports.metrics?.count('PacerWaitMs', waitMs);
  }

  #session(operatorId: string, provider: Provider): Promise<Session> {
    const id = idOf(operatorId, provider);
    const known = this.#opening.get(id);
    if (known !== undefined) return known;
    const opening = this.#open(operatorId, provider).catch((error: unknown) => {
      // Recovery: the next call reads the item again.
      this.#opening.delete(id);
      throw error;
    });
    this.#opening.set(id, opening);
    return opening;
  }

  async #open(operatorId: string, provider: Provider): Promise<Session> {
    const { rates, clock, limits } = this.#ports;
    const stored = await rates.get(operatorId, provider);
    const none = { operatorId, provider, revision: 0, stampsEpochMs: [], blockedUntilEpochMs: 0 };
    const session = new Session(stored ?? none, {
      rates,
      clock,
      limits: limits[provider],
      sleep: (durationMs) => this.#time.sleep(durationMs),
    });
    this.#sessions.set(idOf(operatorId, provider), session);
    return session;
  }

  #forgetOldest(): void {
    for (const [id, session] of this.#sessions) {
      if (this.#sessions.size <= sessionsAtMost) return;
      if (!session.isIdle) continue;
      this.#sessions.delete(id);
      this.#opening.delete(id);
    }
  }
}

function idOf(operatorId: string, provider: Provider): string {
  return `${operatorId}|${provider}`;
}

function counted<T>(count: () => void, send: () => Promise<T>): Promise<T> {
  count();
  return send();
}
