import {
  createSeededRandom,
  type SeededRandom,
} from '../../../../infra/local/vendors/common/seeded-random.ts';
import type { MismatchClass } from '../../../../shared/contracts/mismatch.ts';
import { mismatchClass } from '../../../../shared/contracts/mismatch.ts';
import type { Night } from '../../../../shared/contracts/night-item.ts';
import type { Planting } from '../planting.ts';
import { operatorId } from '../year-plan.ts';
import type { EndedNight, YearScene } from '../year-scene.ts';
import { Bookkeeper } from './bookkeeper.ts';
import { Desk } from './desk.ts';
import { judgeNight, type Standing as Planned, type Said } from './judge-night.ts';
import type { Plant, Planted } from './plant.ts';
import { plants } from './plants.ts';
import { Press } from './press.ts';
import type { Listed, Subject } from './subject.ts';

export interface PlantOptions {
  seed: number;
  perDay: number;
  /** Each of the table once, in its order, and then nothing. */
  isOnce?: boolean;
  /** Fewer, of all or of a class, are told as wrong. */
  atLeast?: { all: number; ofEachClass: number };
}

interface Standing extends Planted {
  plant: Plant;
  subject: Subject;
  /** On which somebody does something about it; undefined: the night has done it. */
  mendOn: number;
  isToBeAccepted: boolean;
  /** A night came to its end since. */
  isSeen: boolean;
}

/** London is ahead of it in summer, and its night begins at two there. */
const dayEndsAfterMs = 16.5 * 3_600_000;
/** What these classes are is brought over by the night that finds them. */
const repaired: ReadonlySet<string> = new Set<MismatchClass>([
  'missing',
  'webhook_lost',
  'record_without_link',
]);

/** Plants the table over and over, one or more each day, and has each night judged. */
export class PlantedYear implements Planting {
  readonly desk: Desk;
  readonly keeper: Bookkeeper;
  readonly press: Press;
  readonly #year: YearScene;
  readonly #options: PlantOptions;
  readonly #random: SeededRandom;
  readonly #queue: Plant[] = [];
  #prepared: Array<{ plant: Plant; subject: Subject }> = [];
  #standing: Standing[] = [];
  readonly #accepted: Listed[] = [];
  /** Documents that are paid in the end, as if nothing had happened. */
  readonly #toPay: Array<{ invoiceId: string; on: number }> = [];
  readonly #wrong: string[] = [];
  readonly #ownNights = new Set<string>();
  readonly #counts = {
    planted: {} as Record<string, number>,
    listed: 0,
    endings: {} as Record<string, number>,
    nightsJudged: 0,
    skipped: 0,
  };

  constructor(year: YearScene, options: PlantOptions) {
    this.#year = year;
    this.#options = options;
    this.#random = createSeededRandom(options.seed ^ 0x91a7);
    this.desk = new Desk(year, this.#random);
    this.keeper = new Bookkeeper(year);
    this.press = new Press(year);
    if (options.isOnce) this.#queue.push(...aloneLast(plants));
  }

  async beforeDay(day: number): Promise<void> {
    await this.#mend(day);
    for (const one of this.#prepared.splice(0)) await this.#plant(one, day);
    this.#payRest(day);
    this.#prepare();
    const { time } = this.#year.world.engine;
    time.after(dayEndsAfterMs, () => {
      this.press.endDay();
      time.follow(this.press.lookAtLedger());
    });
  }

  async afterNight({ day, night }: EndedNight): Promise<void> {
    if (night.status !== 'done' || this.#ownNights.has(night.runId)) return;
    const { wrong } = await this.judge(night);
    const names = new Map(
      this.#standing.flatMap(({ plant, lists }) => lists.map(({ id }) => [id, plant.name])),
    );
    for (const one of wrong) {
      const [, id = ''] = /((?:inv|cred|con)_\w+)/.exec(one) ?? [];
      this.#wrong.push(`night after day ${day}: ${one} (${names.get(id) ?? 'nothing planted'})`);
    }
    this.#counts.nightsJudged += 1;
    for (const one of this.#standing) {
      this.#counts.listed += one.lists.length;
      one.isSeen = true;
      if (isRepairedByNight(one)) one.lists = [];
    }
  }

  /** What a night says, what it should say by what stands now, and where the two are not the same. */
  async judge(night: Night): Promise<{ said: Said; standing: Planned; wrong: string[] }> {
    const all = await this.#year.world.stores.bare.monthProofs.list(operatorId, 'xero');
    const said = { night, proofs: all.filter(({ runId }) => runId === night.runId) };
    const listed = this.#standing.flatMap(({ lists }) => lists);
    const standing = { listed, accepted: [...this.#accepted] };
    return { said, standing, wrong: judgeNight(said, standing) };
  }

  /** Has months compared at once, by hand; what that night says is judged and not taken down. */
  async judgeNow(months: string[]): Promise<string[]> {
    const { world } = this.#year;
    const before = await world.stores.bare.nights.get(operatorId, 'xero');
    world.people.reconcile(operatorId, months);
    for (let waited = 0; waited < 30; waited += 1) {
      await this.#year.pass(20_000);
      const night = await world.stores.bare.nights.get(operatorId, 'xero');
      if (night?.status !== 'done' || night.runId === before?.runId) continue;
      this.#ownNights.add(night.runId);
      return (await this.judge(night)).wrong;
    }
    throw new Error('The comparison did not end.');
  }

  async end(): Promise<void> {
    await this.#mend(Number.POSITIVE_INFINITY);
    await this.press.rest();
  }

  isAccepted(id: string): boolean {
    return this.#accepted.some((one) => one.id === id);
  }

  wrong(): string[] {
    const { atLeast } = this.#options;
    const { planted } = this.#counts;
    if (atLeast === undefined) return this.#wrong;
    const few = mismatchClass.options.filter((of) => (planted[of] ?? 0) < atLeast.ofEachClass);
    return [
      ...this.#wrong,
      ...few.map((of) => `only ${planted[of] ?? 0} of ${of} were planted`),
      ...(this.#all() < atLeast.all ? [`only ${this.#all()} were planted`] : []),
    ];
  }

  figures() {
    return { all: this.#all(), ...this.#counts, accepted: this.#accepted.length };
  }

  #all(): number {
    return Object.values(this.#counts.planted).reduce((sum, count) => sum + count, 0);
  }

  async #mend(day: number): Promise<void> {
    // A night that did not come to its end has said nothing: what is planted stays for the next.
    const isDue = (one: Standing) => one.mendOn <= day && (one.isSeen || one.plant.isAlone);
    const due = this.#standing.filter(isDue);
    this.#standing = this.#standing.filter((one) => !isDue(one));
    // What was closed is opened first.
    for (const one of due.toSorted((left, right) => aloneOf(right) - aloneOf(left))) {
      try {
        await this.#end(one, day);
      } catch (error) {
        // Recovery: what cannot be mended is told as wrong, and the year goes on.
        this.#wrong.push(`day ${day}: ${one.plant.name}: ${String(error)}`);
      }
    }
  }

  async #end(one: Standing, day: number): Promise<void> {
    const { subject, ending, mend, lists, isToBeAccepted } = one;
    const { endings } = this.#counts;
    if (isToBeAccepted) {
      for (const listed of lists) await this.press.accept(listed);
      this.#accepted.push(...lists);
      endings.accepted = (endings.accepted ?? 0) + 1;
      return;
    }
    await mend?.();
    endings[ending] = (endings[ending] ?? 0) + 1;
    if (subject.invoiceId !== '') this.#toPay.push({ invoiceId: subject.invoiceId, on: day + 1 });
    if (!one.isSeen && isRepairedByNight(one))
      this.#standing.push({ ...one, mendOn: day + 1, mend: () => undefined });
  }

  async #plant({ plant, subject }: { plant: Plant; subject: Subject }, day: number): Promise<void> {
    const { desk, keeper, press } = this;
    const ids = [subject.invoiceId, subject.noteId ?? ''].filter((id) => id !== '');
    const isThere = ids.every((id) => keeper.find(id) !== undefined);
    const place = { desk, keeper, press, random: this.#random, subject };
    const planted = isThere ? await plant.plant(place) : undefined;
    if (planted === undefined) {
      this.#counts.skipped += 1;
      return;
    }
    for (const { class: of } of planted.lists)
      this.#counts.planted[of] = (this.#counts.planted[of] ?? 0) + 1;
    this.#standing.push({
      ...planted,
      ...{ plant, subject },
      mendOn: day + 1 + (isWhole(plant) ? 0 : this.#random.below(2)),
      isToBeAccepted: plant.isAcceptable === true && this.#random.chance(0.25),
      isSeen: false,
    });
  }

  /** What nothing is planted on any more is paid, as in any other life. */
  #payRest(day: number): void {
    for (const one of this.#toPay.splice(0)) {
      if (one.on > day) {
        this.#toPay.push(one);
        continue;
      }
      const invoice = this.#year.operator.tables.invoices.get(one.invoiceId);
      if (invoice?.status === 'open' && this.#random.chance(0.8))
        this.desk.act(() => this.desk.pay(one.invoiceId));
    }
  }

  #prepare(): void {
    const drawn: Plant[] = [];
    while (drawn.length < this.#options.perDay) {
      const [next] = this.#queue;
      if (next === undefined && this.#options.isOnce) break;
      if (next === undefined) this.#queue.push(...this.#random.shuffle([...plants]));
      else if (next.isAlone && drawn.length > 0) break;
      else {
        drawn.push(next);
        this.#queue.shift();
        if (next.isAlone) break;
      }
    }
    this.#prepared = drawn.map((plant) => ({
      plant,
      subject: this.desk.begin(plant.begin, plant.code),
    }));
  }
}

/** What was closed is opened in the morning, and what the night has repaired is told of the next day. */
function isWhole({ class: of, isAlone }: Plant): boolean {
  return isAlone === true || repaired.has(of);
}

function isRepairedByNight({ plant }: Standing): boolean {
  return repaired.has(plant.class);
}

function aloneLast(table: readonly Plant[]): Plant[] {
  return table.toSorted((left, right) => Number(left.isAlone ?? 0) - Number(right.isAlone ?? 0));
}

function aloneOf({ plant }: Standing): number {
  return plant.isAlone ? 1 : 0;
}
