import type { ProviderLimits } from '../../contracts/provider-settings.ts';
import type { Rate } from '../../contracts/rate-item.ts';
import { DeferredError } from '../../domain/errors/errors.ts';
import { gatesOf, laneParts } from '../../domain/pacing/gates.ts';
import { hear } from '../../domain/pacing/hear.ts';
import type { RateSignals } from '../../domain/pacing/rate-headers.ts';
import { block, hopeful, nextStart, reserve, tellEnd } from '../../domain/pacing/ring.ts';
import { minuteOf, type Window, windowsInForce } from '../../domain/pacing/windows.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Lane } from '../../ports/pacer.ts';
import type { Rates } from '../../ports/rates.ts';

export interface SessionParts {
  rates: Rates;
  clock: Clock;
  limits: ProviderLimits;
  /** Sleeps of callers, so that they can be added up. */
  sleep(durationMs: number): Promise<void>;
}

/** A place for one call. It may start from `startEpochMs` on, for five seconds. */
export interface Slot {
  lane: Lane;
  startEpochMs: number;
  /** Names the call in the item until its end is told. */
  stampEpochMs: number;
  isSent: boolean;
}

/** Longer waits are cheaper as a redelivery than as billed time of a worker. */
const waitInsideAtMostMs = 2_000;
/** Slots taken with one write: what is not used is given back. More when more callers wait. */
const slotsPerWrite = 5;
const slotsPerWriteAtMost = 10;
/** A call takes at most 25 s, so one that starts this late still ends before its cautious stamp. */
const startLateAtMostMs = 5_000;
/** About the time of the write that takes a slot. */
const takenAheadMs = 20;
/** Looking again sooner would show the same. */
const lookAgainAfterMs = 100;
const savesAtMost = 6;

/** What became of an attempt to get a slot. */
type Attempt =
  | { kind: 'slot'; slot: Slot }
  | { kind: 'own'; ended: Promise<void>; waitMs?: number }
  | { kind: 'soon'; waitMs: number }
  | { kind: 'later'; waitMs: number };

/** One process's view of one operator's rate at one provider, and its calls under way. */
export class Session {
  readonly #parts: SessionParts;
  /** As it was read or saved last, and with everything told since. */
  #stored: Rate;
  #view: Rate;
  #readEpochMs: number;
  /** What is not saved yet; each piece may be told twice and to a state that others changed. */
  #news: Array<(rate: Rate) => Rate> = [];
  #free: Slot[] = [];
  readonly #handedOut = new Set<Slot>();
  #waiting = 0;
  #oneEnds = pendingEnd();
  /** Ends with the latest save: callers side by side must not compete for the item with each other. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(rate: Rate, parts: SessionParts) {
    this.#parts = parts;
    this.#stored = rate;
    this.#view = rate;
    this.#readEpochMs = parts.clock.nowEpochMs();
  }

  get isIdle(): boolean {
    return this.#handedOut.size + this.#waiting + this.#news.length === 0;
  }

  /**
   * Resolves when a call may be sent, now. Waits for own calls as long as they take, else for at
   * most 2 s. @throws DeferredError when no slot comes soon enough.
   */
  async slot(lane: Lane): Promise<Slot> {
    this.#waiting += 1;
    try {
      for (;;) {
        const slot = await this.#acquire(lane);
        await this.#parts.sleep(slot.startEpochMs - this.#now());
        if (this.#mayStart(slot)) return Object.assign(slot, { isSent: true });
        this.#over(slot, undefined);
      }
    } finally {
      this.#waiting -= 1;
    }
  }

  /** The call of the slot is over. */
  end(slot: Slot): void {
    this.#over(slot, this.#now());
  }

  /** Takes in what an answer says, before its call counts as ended. */
  hear(signals: RateSignals, lane: Lane): void {
    if (signals.isRefused) this.#giveBackFree();
    const nowEpochMs = this.#now();
    const unsentCalls =
      this.#free.length + [...this.#handedOut].filter(({ isSent }) => !isSent).length;
    const at = { lanePart: laneParts[lane], nowEpochMs, unsentCalls };
    this.#tell((rate) => hear(rate, signals, { ...at, windows: this.#windows(rate) }));
  }

  /** Nobody calls before the instant; known here at once and to others when it is saved. */
  async block(untilEpochMs: number): Promise<void> {
    this.#giveBackFree();
    this.#tell((rate) => block(rate, untilEpochMs));
    await this.#inTurn(() => this.#save((rate) => rate));
  }

  /** Saves the true ends and gives back what was taken for nobody who waits here. */
  async flush(): Promise<void> {
    const withSlot = [...this.#handedOut].filter(({ isSent }) => !isSent).length;
    this.#giveBackFree(this.#waiting - withSlot);
    if (this.#news.length > 0) await this.#inTurn(() => this.#save((rate) => rate));
  }

  async #acquire(lane: Lane): Promise<Slot> {
    let patienceMs = waitInsideAtMostMs;
    for (;;) {
      const attempt = await this.#inTurn(() => this.#tryTake(lane));
      if (attempt.kind === 'slot') return attempt.slot;
      if (attempt.kind === 'own') {
        await this.#endOr(attempt.ended, attempt.waitMs);
        continue;
      }
      const { waitMs } = attempt;
      if (attempt.kind === 'soon') {
        await this.#parts.sleep(waitMs);
        continue;
      }
      if (waitMs > waitInsideAtMostMs || patienceMs <= 0) throw tooFar(waitMs);
      const pauseMs = Math.max(lookAgainAfterMs, Math.min(waitMs, patienceMs));
      patienceMs -= pauseMs;
      await this.#parts.sleep(pauseMs);
    }
  }

  async #tryTake(lane: Lane): Promise<Attempt> {
    if (this.#handedOut.size >= callsAtOnce(this.#parts.limits)) return this.#whenOneEnds();
    const free = this.#freeSlot(lane);
    if (free !== undefined) return this.#handOut(free);
    // What is remembered may hold cautious stamps that their worker has replaced since.
    if (this.#waitMs(lane) > waitInsideAtMostMs && this.#isOld()) await this.#reload();
    const waitMs = this.#waitMs(lane);
    if (waitMs > takenAheadMs && waitMs <= waitInsideAtMostMs && this.#handedOut.size > 0) {
      // Until then more own calls end: one write takes slots for all of them.
      return { kind: 'soon', waitMs: waitMs - takenAheadMs };
    }
    if (waitMs <= waitInsideAtMostMs) {
      const slot = await this.#take(lane);
      if (slot !== undefined) return this.#handOut(slot);
    }
    // The worker is paid for its calls under way anyway; and any of them may make room.
    if (this.#handedOut.size > 0) return { ...this.#whenOneEnds(), waitMs };
    return { kind: 'later', waitMs: this.#hopefulWaitMs(lane) };
  }

  /** Takes slots that start soon; undefined when others took them in the meantime. */
  async #take(lane: Lane): Promise<Slot | undefined> {
    const atMost = Math.min(slotsPerWriteAtMost, Math.max(slotsPerWrite, this.#waiting));
    let slots: Slot[] = [];
    await this.#save((rate) => {
      slots = [];
      const now = this.#now();
      const windows = this.#windows(rate);
      const gates = gatesOf(windows, rate, { lane, nowEpochMs: now });
      let next = withCap(rate, windows);
      while (slots.length < atMost) {
        const startEpochMs = nextStart(next, gates, now);
        if (startEpochMs - now > waitInsideAtMostMs) break;
        const { state, stampEpochMs } = reserve(next, windows, startEpochMs);
        next = state;
        slots.push({ lane, startEpochMs, stampEpochMs, isSent: false });
      }
      return slots.length === 0 ? undefined : next;
    });
    const [first, ...rest] = slots;
    this.#free.push(...rest);
    return first;
  }

  /** The next slot that was taken already; those that waited too long go back, and other lanes'. */
  #freeSlot(lane: Lane): Slot | undefined {
    const earliest = this.#now() - startLateAtMostMs;
    const isUseful = (slot: Slot) => slot.lane === lane && slot.startEpochMs >= earliest;
    const useless = this.#free.filter((slot) => !isUseful(slot));
    this.#free = this.#free.filter(isUseful);
    for (const slot of useless) this.#tellEnd(slot, undefined);
    return this.#free.shift();
  }

  #handOut(slot: Slot): Attempt {
    this.#handedOut.add(slot);
    return { kind: 'slot', slot };
  }

  #whenOneEnds() {
    return { kind: 'own', ended: this.#oneEnds.promise } as const;
  }

  /** Until an own call ends or a slot comes near by time alone, in pieces so that no timer is left long. */
  async #endOr(ended: Promise<void>, waitMs: number | undefined): Promise<void> {
    if (waitMs === undefined) return ended;
    const pieceMs = Math.max(lookAgainAfterMs, Math.min(waitMs - takenAheadMs, waitInsideAtMostMs));
    await Promise.race([ended, this.#parts.clock.sleep(pieceMs)]);
  }

  #over(slot: Slot, endedEpochMs: number | undefined): void {
    this.#handedOut.delete(slot);
    this.#tellEnd(slot, endedEpochMs);
    this.#oneEnds.resolve();
    this.#oneEnds = pendingEnd();
  }

  #giveBackFree(keep = 0): void {
    for (const slot of this.#free.splice(keep)) this.#tellEnd(slot, undefined);
  }

  #tellEnd({ stampEpochMs }: Slot, endedEpochMs: number | undefined): void {
    this.#tell((rate) => tellEnd(rate, this.#windows(rate), { stampEpochMs, endedEpochMs }));
  }

  #tell(news: (rate: Rate) => Rate): void {
    this.#news.push(news);
    this.#view = news(this.#view);
  }

  /** A process may have slept long between taking a slot and this moment, or heard of a block. */
  #mayStart(slot: Slot): boolean {
    const now = this.#now();
    const isLate = now > slot.startEpochMs + startLateAtMostMs;
    return !isLate && this.#view.blockedUntilEpochMs <= now;
  }

  #waitMs(lane: Lane): number {
    return this.#waitOn(this.#view, lane);
  }

  #hopefulWaitMs(lane: Lane): number {
    return this.#waitOn(hopeful(this.#view, this.#now()), lane);
  }

  #waitOn(rate: Rate, lane: Lane): number {
    const nowEpochMs = this.#now();
    const gates = gatesOf(this.#windows(rate), rate, { lane, nowEpochMs });
    return nextStart(rate, gates, nowEpochMs) - nowEpochMs;
  }

  #windows(rate: Rate): Window[] {
    return windowsInForce(this.#parts.limits, rate, this.#now());
  }

  #now(): number {
    return this.#parts.clock.nowEpochMs();
  }

  #isOld(): boolean {
    return this.#now() - this.#readEpochMs >= lookAgainAfterMs;
  }

  async #reload(): Promise<void> {
    const { operatorId, provider } = this.#stored;
    const stored = await this.#parts.rates.get(operatorId, provider);
    this.#remember(stored ?? this.#stored);
  }

  #remember(stored: Rate): void {
    this.#readEpochMs = this.#now();
    this.#stored = stored;
    this.#view = this.#news.reduce((rate, news) => news(rate), stored);
  }

  /** Saves what `change` makes of the newest state, or nothing; another's save makes it start again. */
  async #save(change: (rate: Rate) => Rate | undefined): Promise<void> {
    for (let tries = 0; tries < savesAtMost; tries += 1) {
      const told = this.#news.length;
      const changed = change(this.#view);
      if (changed === undefined) return;
      const saved = await this.#parts.rates.save(changed);
      if (saved !== 'conflict') {
        // What was told while this was being saved goes with the next save.
        this.#news = this.#news.slice(told);
        this.#remember(saved);
        return;
      }
      await this.#reload();
    }
    throw new DeferredError('rate_item_contended', 1);
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(work);
    // Recovery: a failure is its caller's; the next one starts all the same.
    this.#turn = result.catch(() => undefined);
    return result;
  }
}

/**
 * Calls under way in one process. At most two lanes' workers of one operator run at once and sign-in
 * needs a call now and then, hence half of what the provider allows.
 */
function callsAtOnce({ concurrent }: ProviderLimits): number {
  return concurrent === null ? Number.POSITIVE_INFINITY : Math.max(1, Math.floor(concurrent / 2));
}

function withCap(rate: Rate, windows: readonly Window[]): Rate {
  const minute = minuteOf(windows);
  return minute ? { ...rate, cap: { limit: minute.limit, windowMs: minute.windowMs } } : rate;
}

function pendingEnd(): { promise: Promise<void>; resolve: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { promise, resolve };
}

/** Rounded down: the rest is slept inside, and a second too many in every minute would be lost. */
function tooFar(waitMs: number): DeferredError {
  return new DeferredError('pace', Math.max(1, Math.floor(waitMs / 1_000)));
}
