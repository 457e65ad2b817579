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
/** A call takes at most 25 s, so one that starts this late still ends before its cautious stamp. */
const startLateAtMostMs = 5_000;
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
  /** Ends with the latest change: calls side by side must not compete for the item with each other. */
  turn: Promise<unknown>;
}

/** Keeps every operator inside the provider's caps; the ring of calls is shared by all workers. */
export class PacedCalls implements Pacer {
  readonly #ports: PacedCallsPorts;
  readonly #sessions = new Map<string, Promise<Session>>();

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
    const slot = await inTurn(
      session,
      async () => this.#freeSlot(session) ?? this.#takeSlots(session, pace),
    );
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
    await inTurn(session, async () => {
      session.ended.push(...giveBack(session.free.splice(0)));
      await this.#save(session, (rate) => ({
        ...rate,
        ...block(settleAll(rate, session), untilEpochMs),
      }));
    });
  }

  async settle(): Promise<void> {
    for (const opened of this.#sessions.values()) {
      try {
        const session = await opened;
        await inTurn(session, () => this.#settleSession(session));
      } catch {
        // Recovery: the cautious stamps stay, which only makes the next calls wait a little longer.
      }
    }
  }

  async #settleSession(session: Session): Promise<void> {
    session.ended.push(...giveBack(session.free.splice(0)));
    if (session.ended.length === 0) return;
    await this.#save(session, (rate) => settleAll(rate, session));
  }

  #paceOf(provider: Provider, lane: Lane): Pace | undefined {
    const windows = this.#ports.limits[provider].windows.flatMap((window) =>
      window.limit === null || window.limit > ringLimitMax
        ? []
        : [{ limit: window.limit, windowMs: window.windowMs }],
    );
    return windows.length === 0 ? undefined : { windows, share: laneShares[lane], callTimeoutMs };
  }

  #session(operatorId: string, provider: Provider): Promise<Session> {
    const id = `${operatorId}|${provider}`;
    const known = this.#sessions.get(id);
    if (known !== undefined) return known;
    const opened = this.#open(operatorId, provider).catch((error: unknown) => {
      // Recovery: the next call reads the item again.
      this.#sessions.delete(id);
      throw error;
    });
    this.#sessions.set(id, opened);
    return opened;
  }

  async #open(operatorId: string, provider: Provider): Promise<Session> {
    const stored = await this.#ports.rates.get(operatorId, provider);
    const rate = stored ?? {
      operatorId,
      provider,
      revision: 0,
      stampsEpochMs: [],
      blockedUntilEpochMs: 0,
    };
    return { rate, free: [], ended: [], turn: Promise.resolve() };
  }

  /** The next slot that was taken already; those that waited too long go back. */
  #freeSlot(session: Session): Slot | undefined {
    const earliest = this.#ports.clock.nowEpochMs() - startLateAtMostMs;
    const isStale = (slot: Slot) => slot.startEpochMs < earliest;
    session.ended.push(...giveBack(session.free.filter(isStale)));
    session.free = session.free.filter((slot) => !isStale(slot));
    return session.free.shift();
  }

  /** Takes up to five slots that start soon; throws when even the first is too far away. */
  async #takeSlots(session: Session, pace: Pace): Promise<Slot> {
    let slots: Slot[] = [];
    // What is remembered may hold cautious stamps that their worker has replaced since.
    if (this.#waitMs(session, pace) > waitInsideAtMostMs) await this.#reload(session);
    await this.#save(session, (rate) => {
      slots = [];
      const now = this.#ports.clock.nowEpochMs();
      let next = settleAll(rate, session);
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

  #waitMs(session: Session, pace: Pace): number {
    const now = this.#ports.clock.nowEpochMs();
    return nextStart(settleAll(session.rate, session), pace, now) - now;
  }

  async #reload(session: Session): Promise<void> {
    const { operatorId, provider } = session.rate;
    session.rate = (await this.#ports.rates.get(operatorId, provider)) ?? session.rate;
  }

  /** Saves what `change` makes of the newest state; another writer's save makes it start again. */
  async #save(session: Session, change: (rate: Rate) => Rate): Promise<void> {
    for (let tries = 0; tries < savesAtMost; tries += 1) {
      const told = session.ended.length;
      const saved = await this.#ports.rates.save(change(session.rate));
      if (saved !== 'conflict') {
        session.rate = saved;
        // Calls that ended while this was being saved are told with the next save.
        session.ended = session.ended.slice(told);
        return;
      }
      await this.#reload(session);
    }
    throw new DeferredError('rate_item_contended', 1);
  }
}

function settleAll(rate: Rate, session: Session): Rate {
  let state: Rate = rate;
  for (const call of session.ended) state = { ...state, ...settle(state, call) };
  return state;
}

function inTurn<T>(session: Session, work: () => Promise<T>): Promise<T> {
  const result = session.turn.then(work);
  // Recovery: a failure is its caller's; the next one starts all the same.
  session.turn = result.catch(() => undefined);
  return result;
}

function giveBack(slots: Slot[]): Session['ended'] {
  return slots.map((slot) => ({ stampEpochMs: slot.stampEpochMs, endedEpochMs: undefined }));
}

function tooFar(waitMs: number): DeferredError {
  return new DeferredError('pace', Math.ceil(waitMs / 1_000));
}
