import {
  createSeededRandom,
  type SeededRandom,
} from '../../../infra/local/vendors/common/seeded-random.ts';
import type { StoredEvent } from '../../../infra/local/vendors/stora/webhooks/stored-event.ts';
import type { BackfillRun } from '../../../shared/contracts/backfill-run.ts';
import type { Night } from '../../../shared/contracts/night-item.ts';
import { makeCheap } from '../../simulation/engine/fast-clones.ts';
import { makeWebLight } from '../../simulation/engine/light-web.ts';
import { installTraps } from '../../simulation/engine/traps.ts';
import { openWorld, type World } from '../../simulation/world/world.ts';
import { CallTally } from './call-tally.ts';
import { YearBusiness } from './year-business.ts';
import { connectedAt, operatorId, planOf, prepareBook } from './year-plan.ts';

export interface YearOptions {
  seed: number;
  units: number;
  hasFaults: boolean;
  /** Of all webhooks so many never come, however often the source tries; where faults are on. */
  lostOfAll?: number;
}

/** A night that came to its end since the last one that was told of. */
export interface EndedNight {
  /** Which day was before it, from 0. */
  day: number;
  night: Night;
}

type Watcher = (ended: EndedNight) => Promise<void> | void;

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const usuallyLost = 0.015;
/** A backfill that has not ended by then never does. */
const backfillAtMostMs = 24 * hourMs;
/** A worker is killed so often, on the average. */
const killsPerDay = 0.25;

/** What the accountant did with the lock date, in order. */
export interface Locking {
  atEpochMs: number;
  lockDay: string;
}

export type YearScene = Awaited<ReturnType<typeof openYear>>;

/**
 * A company in the simulation world, with two months of documents at the source before it connects and a
 * backfill of them; then each `day` is one of business and the night after it. Days begin at eight.
 */
export async function openYear(options: YearOptions) {
  const world = await openWorld(planOf(options));
  const undo = [installTraps(world.engine.time), makeCheap(), makeWebLight()];
  const scene = new Year(world, options);
  await scene.openEarlier();
  return Object.assign(scene, {
    close: () => {
      for (const one of undo.reverse()) one();
    },
  });
}

class Year {
  readonly world: World;
  readonly business: YearBusiness;
  readonly calls: CallTally;
  readonly lockings: Locking[] = [];
  /** Webhooks that were swallowed for good. */
  readonly lost: StoredEvent[] = [];
  killed = 0;
  /** How often somebody had to give permission once more. */
  reconnected = 0;
  backfill: { run: BackfillRun; minutes: number } | undefined;
  /** Of Xero, by others, while it ran. */
  backfillLiveCalls = 0;
  /** True for events that never reach us, beside those that get lost by chance. */
  isSwallowed: (event: StoredEvent) => boolean = () => false;
  readonly #options: YearOptions;
  readonly #random: SeededRandom;
  readonly #watchers: Watcher[] = [];
  readonly #told = new Set<string>();

  constructor(world: World, options: YearOptions) {
    this.world = world;
    this.#options = options;
    this.#random = createSeededRandom(options.seed ^ 0xdead);
    this.business = new YearBusiness(world, options);
    this.calls = new CallTally(world);
  }

  get operator() {
    return this.business.operator;
  }

  get book() {
    const book = this.world.vendors.xero.world.book(operatorId);
    if (book === undefined) throw new Error('There are no books.');
    return book;
  }

  eachNight(watcher: Watcher): void {
    this.#watchers.push(watcher);
  }

  /** Two months of business that nobody is told of; then somebody connects and brings them over. */
  async openEarlier(): Promise<void> {
    const { world } = this;
    const { time, dice } = world.engine;
    prepareBook(this.book);
    dice.isQuiet = true;
    while (time.nowEpochMs() < Date.parse(connectedAt)) {
      this.business.planDay();
      await this.pass(dayMs);
    }
    world.people.connect(operatorId, 'stora');
    time.after(500, () => world.people.connect(operatorId, 'xero'));
    await this.pass(minuteMs);
    world.schedules.isRare = true;
    world.schedules.start();
    dice.isQuiet = false;
    this.#swallowSome();
    await this.#bringEarlier();
  }

  /** Business of a day, and the night after it. */
  async day(number: number): Promise<void> {
    const { time } = this.world.engine;
    const beginsAtEpochMs = Date.parse(connectedAt) + number * dayMs;
    if (time.nowEpochMs() < beginsAtEpochMs) await this.pass(beginsAtEpochMs - time.nowEpochMs());
    this.#closeMonth();
    await this.#connectAgain();
    this.business.planDay();
    this.#killSome();
    await this.pass(beginsAtEpochMs + dayMs - time.nowEpochMs());
    this.calls.take();
    await this.#tellNights(number);
  }

  async pass(ms: number): Promise<void> {
    const { time } = this.world.engine;
    let isOver = false;
    time.after(ms, () => {
      isOver = true;
    });
    await time.run(() => isOver);
  }

  /** All months once more when everything rests, with nothing in the way. */
  async proveAll(): Promise<Night> {
    const { world } = this;
    world.engine.dice.isQuiet = true;
    this.isSwallowed = () => false;
    await this.#connectAgain();
    await this.pass(3 * hourMs);
    const first = (await this.#night())?.runId;
    world.people.reconcile(operatorId, monthsUpTo(world.engine.time.nowEpochMs()));
    for (let waited = 0; waited < 10 * 60; waited += 1) {
      await this.pass(minuteMs);
      const night = await this.#night();
      if (night?.status === 'done' && night.runId !== first) return night;
    }
    throw new Error('The last comparison did not end.');
  }

  #night(): Promise<Night | undefined> {
    return this.world.stores.bare.nights.get(operatorId, 'xero');
  }

  async #bringEarlier(): Promise<void> {
    const { world } = this;
    const beganAtEpochMs = world.engine.time.nowEpochMs();
    world.people.directBackfill(operatorId, 'start');
    while (world.engine.time.nowEpochMs() < beganAtEpochMs + backfillAtMostMs) {
      await this.pass(5_000);
      const run = await world.stores.bare.backfills.get(operatorId, 'xero');
      if (run?.status !== 'done') continue;
      const minutes = (Date.parse(run.endedAt ?? '') - beganAtEpochMs) / minuteMs;
      this.backfill = { run, minutes };
      this.calls.take();
      this.backfillLiveCalls = this.calls.byLane['xero live'] ?? 0;
      return;
    }
    throw new Error('The backfill did not end.');
  }

  /** On the tenth the accountant closes the month before. */
  #closeMonth(): void {
    const now = new Date(this.world.engine.time.nowEpochMs());
    if (now.getUTCDate() !== 10) return;
    const lockDay = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 0))
      .toISOString()
      .slice(0, 10);
    const { book } = this;
    book.organisation = { ...book.organisation, periodLockDay: lockDay };
    this.lockings.push({ atEpochMs: now.getTime(), lockDay });
  }

  /**
   * Schedules fire every twenty minutes here instead of every five. Two answers of a refresh that are lost one
   * after the other outlive what Xero grants; the owner is told of it, and connects in the morning.
   */
  async #connectAgain(): Promise<void> {
    const { people, stores } = this.world;
    for (const { provider, status } of await stores.bare.connections.list(operatorId)) {
      if (status !== 'needs_reconnect') continue;
      this.reconnected += 1;
      people.connect(operatorId, provider);
      await this.pass(minuteMs);
    }
  }

  #swallowSome(): void {
    const { vendors } = this.world;
    const deliver = vendors.deliver;
    const decided = new Map<string, boolean>();
    vendors.deliver = async (request) => {
      const body = await request.text();
      const { id } = (JSON.parse(body) as { event: { id: string } }).event;
      if (!decided.has(id)) decided.set(id, this.#isLost(id));
      if (decided.get(id)) return new Response(null, { status: 200 });
      const { url, headers } = request;
      return deliver(new Request(url, { method: 'POST', headers, body }));
    };
  }

  #isLost(eventId: string): boolean {
    const { dice } = this.world.engine;
    const event = this.world.vendors.stora.world.webhooks.events.findLast(
      ({ id }) => id === eventId,
    );
    if (event === undefined) return false;
    const { hasFaults, lostOfAll = usuallyLost } = this.#options;
    const isByChance = !dice.isQuiet && hasFaults && this.#random.chance(lostOfAll);
    const isLost = isByChance || this.isSwallowed(event);
    if (isLost) this.lost.push(event);
    return isLost;
  }

  /** Now and then a worker is killed in the middle of what it does. */
  #killSome(): void {
    if (!this.#options.hasFaults || !this.#random.chance(killsPerDay)) return;
    const { time } = this.world.engine;
    const { applyChanges, writeBack, reconcileBooks } = this.world.functions;
    if (this.#random.chance(0.25)) {
      // The night of London begins between two and four.
      time.after((18 + this.#random.below(2)) * hourMs, () => this.#kill(reconcileBooks, 3_000));
      return;
    }
    const pool = this.#random.pick([applyChanges, applyChanges, writeBack]);
    this.business.lives.onceActed = () => this.#kill(pool, 30);
  }

  /** As soon as it works. */
  #kill(pool: { kill(): number }, triesAtMost: number): void {
    const { time } = this.world.engine;
    let tries = 0;
    const kill = () => {
      tries += 1;
      const killed = pool.kill();
      this.killed += killed;
      if (killed === 0 && tries < triesAtMost)
        time.after(200 + this.#random.below(triesAtMost), kill);
    };
    time.after(this.#random.below(2_000), kill);
  }

  async #tellNights(day: number): Promise<void> {
    const latest = await this.world.stores.bare.nights.latest(operatorId, 'xero', 5);
    for (const night of latest.toReversed()) {
      if (this.#told.has(night.runId)) continue;
      this.#told.add(night.runId);
      for (const watcher of this.#watchers) await watcher({ day, night });
    }
  }
}

/** From that of the start date on. */
export function monthsUpTo(epochMs: number): string[] {
  const last = new Date(epochMs).toISOString().slice(0, 7);
  const months: string[] = [];
  const month = new Date('2025-10-01T00:00:00Z');
  while (month.toISOString().slice(0, 7) <= last) {
    months.push(month.toISOString().slice(0, 7));
    month.setUTCMonth(month.getUTCMonth() + 1);
  }
  return months;
}
