import type { Provider } from '../../contracts/ids.ts';
import type { ProviderLimits } from '../../contracts/provider-settings.ts';
import type { Rate } from '../../contracts/stored-items.ts';
import { DeferredError } from '../../domain/errors/errors.ts';
import { block, nextStart, type Pace, reserve, settle } from '../../domain/pacing/ring.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Lane, Pacer } from '../../ports/pacer.ts';
import type { Rates } from '../../ports/rates.ts';

export interface PacedCallsPorts {
  rates: Rates;
  clock: Clock;
  limits: Record<Provider, ProviderLimits>;
}

/** Longer waits are cheaper as a redelivery than as billed time of a worker. */
const waitInsideAtMostMs = 2_000;
/** Slots taken with one write; what is not used is given back by `settle`. */
const slotsPerWrite = 5;
const callTimeoutMs = 30_000;
/** Windows beyond this many calls (Xero's day) are left to the provider's own answer. */
const ringLimitMax = 120;
const laneShares: Record<Lane, number> = { live: 1, backfill: 0.8, reconcile: 0.6 };
const savesAtMost = 6;

interface Slot {
  startEpochMs: number;
  stampEpochMs: number;
}

interface Session {
  rate: Rate;
  free: Slot[];
  ended: Array<{ stampEpochMs: number; endedEpochMs: number | undefined }>;
}

/** Keeps every operator inside the provider's caps; the ring of calls is shared by all workers. */
export class PacedCalls implements Pacer {
  readonly #ports: PacedCallsPorts;
  readonly #sessions = new Map<string, Session>();

  constructor(ports: PacedCallsPorts) {
    this.#ports = ports;
  }

  async run<T>(
    call: { operatorId: string; provider: Provider; lane: Lane },
    send: () => Promise<T>,
  ): Promise<T> {
    const pace = this.#paceOf(call.provider, call.lane);
    if (pace === undefined) return send();
    const session = await this.#session(call.operatorId, call.provider);
    const slot = session.free.shift() ?? (await this.#takeSlots(session, pace));
    await this.#ports.clock.sleep(Math.max(0, slot.startEpochMs - this.#ports.clock.nowEpochMs()));
    try {
      return await send();
    } finally {
      session.ended.push({
        stampEpochMs: slot.stampEpochMs,
        endedEpochMs: this.#ports.clock.nowEpochMs(),
      });
    }
  }

  async block(operatorId: string, provider: Provider, untilEpochMs: number): Promise<void> {
    const session = await this.#session(operatorId, provider);
    const pace = this.#paceOf(provider, 'live');
    session.ended.push(...giveBack(session.free.splice(0)));
    await this.#save(session, (rate) => ({
      ...rate,
      ...block(settleAll(rate, pace, session), untilEpochMs),
    }));
  }

  async settle(): Promise<void> {
    for (const session of this.#sessions.values()) {
      const pace = this.#paceOf(session.rate.provider, 'live');
      session.ended.push(...giveBack(session.free.splice(0)));
      if (session.ended.length === 0) continue;
      try {
        await this.#save(session, (rate) => settleAll(rate, pace, session));
      } catch {
        // Recovery: the cautious stamps stay, which only makes the next calls wait a little longer.
      }
    }
  }

  #paceOf(provider: Provider, lane: Lane): Pace | undefined {
    const windows = this.#ports.limits[provider].windows.flatMap((window) =>
      window.limit === null || window.limit > ringLimitMax
        ? []
        : [{ limit: window.limit, windowMs: window.windowMs }],
    );
    return windows.length === 0 ? undefined : { windows, share: laneShares[lane], callTimeoutMs };
  }

  async #session(operatorId: string, provider: Provider): Promise<Session> {
    const id = `${operatorId}|${provider}`;
    const known = this.#sessions.get(id);
    if (known !== undefined) return known;
    const stored = await this.#ports.rates.get(operatorId, provider);
    const rate = stored ?? {
      operatorId,
      provider,
      revision: 0,
      stampsEpochMs: [],
      blockedUntilEpochMs: 0,
    };
    const session: Session = { rate, free: [], ended: [] };
    this.#sessions.set(id, session);
    return session;
  }

  /** Takes up to five slots that start soon; throws when even the first is too far away. */
  async #takeSlots(session: Session, pace: Pace): Promise<Slot> {
    let slots: Slot[] = [];
    await this.#save(session, (rate) => {
      slots = [];
      const now = this.#ports.clock.nowEpochMs();
      let next = settleAll(rate, pace, session);
      while (slots.length < slotsPerWrite) {
        const startEpochMs = nextStart(next, pace, now);
        if (startEpochMs - now > waitInsideAtMostMs) break;
        next = { ...next, ...reserve(next, pace, startEpochMs) };
        slots.push({ startEpochMs, stampEpochMs: startEpochMs + pace.callTimeoutMs });
      }
      if (slots.length === 0) throw tooFar(nextStart(next, pace, now) - now);
      return next;
    });
    const [first, ...rest] = slots;
    if (first === undefined) throw tooFar(waitInsideAtMostMs);
    session.free.push(...rest);
    return first;
  }

  /** Saves what `change` makes of the newest state; another writer's save makes it start again. */
  async #save(session: Session, change: (rate: Rate) => Rate): Promise<void> {
    for (let tries = 0; tries < savesAtMost; tries += 1) {
      const saved = await this.#ports.rates.save(change(session.rate));
      if (saved !== 'conflict') {
        session.rate = saved;
        session.ended = [];
        return;
      }
      const { operatorId, provider } = session.rate;
      session.rate = (await this.#ports.rates.get(operatorId, provider)) ?? session.rate;
    }
    throw new DeferredError('rate_item_contended', 1);
  }
}

function settleAll(rate: Rate, pace: Pace | undefined, session: Session): Rate {
  if (pace === undefined) return rate;
  let state: Rate = rate;
  for (const call of session.ended) state = { ...state, ...settle(state, pace, call) };
  return state;
}

function giveBack(slots: Slot[]): Session['ended'] {
  return slots.map((slot) => ({ stampEpochMs: slot.stampEpochMs, endedEpochMs: undefined }));
}

function tooFar(waitMs: number): DeferredError {
  return new DeferredError('pace', Math.ceil(waitMs / 1_000));
}
