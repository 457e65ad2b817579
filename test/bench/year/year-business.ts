import {
  createSeededRandom,
  type SeededRandom,
} from '../../../infra/local/vendors/common/seeded-random.ts';
import {
  bookUnit,
  updateContact,
} from '../../../infra/local/vendors/stora/billing/booking-actions.ts';
import { issueCreditNote } from '../../../infra/local/vendors/stora/billing/credit-note-actions.ts';
import { billPeriod } from '../../../infra/local/vendors/stora/billing/month-end-run.ts';
import { moveOut } from '../../../infra/local/vendors/stora/billing/move-out.ts';
import { raiseSpecial } from '../../../infra/local/vendors/stora/billing/raise-special.ts';
import type { Invoice, Subscription } from '../../../infra/local/vendors/stora/core/resources.ts';
import type { Operator } from '../../../infra/local/vendors/stora/core/world.ts';
import type { World } from '../../simulation/world/world.ts';
import { codes } from './chart.ts';
import { InvoiceLives } from './invoice-lives.ts';
import { operatorId } from './year-plan.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
/** An anniversary of the 29th is that of the 28th, so that each month has it. */
const lastAnniversary = 28;

/** How often in a day of 500 units. */
const perDay = {
  moveIns: 0.33,
  moveOuts: 0.3,
  goods: 1,
  exempt: 0.6,
  free: 0.04,
  contactChanges: 1.5,
};

/** What the people of a storage company do at the source, drawn from numbers of its own. */
export class YearBusiness {
  readonly lives: InvoiceLives;
  /** Customers to whom nothing happens of itself. */
  readonly spared = new Set<string>();
  readonly #world: World;
  readonly #random: SeededRandom;
  readonly #size: number;
  /** Month in which a subscription was billed last. */
  readonly #billed = new Map<string, string>();

  constructor(world: World, given: { seed: number; units: number }) {
    this.#world = world;
    this.#random = createSeededRandom(given.seed ^ 0x5e4a);
    this.#size = given.units / 500;
    this.lives = new InvoiceLives(world, this.operator, createSeededRandom(given.seed ^ 0x11fe));
  }

  get operator(): Operator {
    const operator = this.#world.vendors.stora.world.operators.get(operatorId);
    if (operator === undefined) throw new Error('There is no operator.');
    return operator;
  }

  /** Plans what happens within the day that begins now; what follows from it may come weeks later. */
  planDay(): void {
    const { subscriptions } = this.operator.tables;
    for (const one of subscriptions.values())
      if (this.#isDue(one)) this.#within(10, 100, () => this.#bill(one.id));
    this.#often(perDay.moveIns, () => this.#moveIn());
    this.#often(perDay.moveOuts, () => this.#moveOut());
    this.#often(perDay.goods, () => this.#sell('Disc padlock', { code: codes.goods, lines: 2 }));
    this.#often(perDay.exempt, () => this.#sell('Goods in transit cover', { code: codes.exempt }));
    this.#often(perDay.free, () => this.#sell('Welcome box', { code: codes.goods, isFree: true }));
    this.#often(perDay.contactChanges, () => this.#changeContact());
  }

  #isDue({ id, starts_at: startsAt, cancelled }: Subscription): boolean {
    const today = new Date(this.#nowEpochMs).toISOString();
    const anniversary = Math.min(lastAnniversary, Number(startsAt.slice(8, 10)));
    if (cancelled || Number(today.slice(8, 10)) !== anniversary) return false;
    return this.#billed.get(id) !== today.slice(0, 7);
  }

  #bill(id: string): void {
    const subscription = this.operator.tables.subscriptions.get(id);
    const plan = this.operator.plans.get(id);
    if (subscription === undefined || plan === undefined || subscription.cancelled) return;
    this.#noteBilled(id);
    const due = { subscription, plan };
    this.lives.begin(billPeriod(this.#stora, this.operator, due));
  }

  #moveIn(): void {
    const free = [...this.operator.tables.units.values()].some(
      ({ status }) => status === 'available',
    );
    if (!free) return;
    const number = this.#random.below(1_000_000);
    const site = this.#random.pick([...this.operator.tables.sites.values()]);
    const hasRoom = [...this.operator.tables.units.values()].some(
      (unit) => unit.status === 'available' && unit.site.id === site.id,
    );
    const { subscription, invoice } = bookUnit(this.#stora, this.operator, {
      contact: { email: `guest.${number}@example.com`, full_name: `Guest ${number}` },
      siteId: hasRoom ? site.id : undefined,
      withProtection: this.#random.chance(0.6),
    });
    this.#noteBilled(subscription.id);
    this.lives.paidAtOnce(invoice);
  }

  /** The deposit is given back, all of it or without what was broken. */
  #moveOut(): void {
    const running = [...this.operator.tables.subscriptions.values()].filter(
      ({ cancelled }) => !cancelled,
    );
    if (running.length === 0) return;
    const { id, contact, tenancy } = this.#random.pick(running);
    moveOut(this.#stora, this.operator, tenancy.id);
    const first = [...this.operator.tables.invoices.values()].find(
      (invoice) => invoice.subscription?.id === id && depositOf(invoice) >= 0,
    );
    if (first === undefined || first.contact.id !== contact.id) return;
    const keeps = this.#random.chance(0.3);
    this.lives.later(first.id, this.#nowEpochMs + 3 * dayMs, (invoice) => {
      const lineIndex = depositOf(invoice);
      const fullMinor = invoice.line_items[lineIndex]?.total.amount ?? 0;
      if (invoice.status !== 'paid') return;
      const amountMinor = keeps ? Math.floor(fullMinor / 2) : fullMinor;
      issueCreditNote(this.#stora, this.operator, {
        invoiceId: invoice.id,
        lineIndex,
        amountMinor,
      });
      this.lives.count('deposits given back');
    });
  }

  #sell(description: string, of: { code: string; lines?: number; isFree?: boolean }): void {
    const { contacts, sites } = this.operator.tables;
    const priceMinor = 900 + this.#random.below(2_500);
    const invoice = raiseSpecial(this.#stora, this.operator, {
      contactId: this.#random.pick(this.#others(contacts.values())).id,
      siteId: this.#random.pick([...sites.values()]).id,
      description,
      lines: of.lines ?? 1,
      priceMinor,
      discountMinor: of.isFree ? priceMinor : this.#random.pick([0, 0, 99, 250]),
      taxRatePercent: of.code === codes.exempt ? 0 : 20,
      accountingCode: of.code,
      roundsOnce: false,
    });
    this.lives.begin(invoice);
  }

  #changeContact(): void {
    const known = this.#random.pick(this.#others(this.operator.tables.contacts.values()));
    const digits = String(this.#random.below(1_000)).padStart(3, '0');
    const change = this.#random.chance(0.5)
      ? { phone_number: `+447700900${digits}` }
      : { full_name: `${known.full_name ?? 'Guest'} ${digits}` };
    updateContact(this.#stora, this.operator, { id: known.id, ...change });
    this.lives.count('changes of customers');
  }

  #others<T extends { id: string }>(contacts: Iterable<T>): T[] {
    return [...contacts].filter(({ id }) => !this.spared.has(id));
  }

  #noteBilled(id: string): void {
    this.#billed.set(id, new Date(this.#nowEpochMs).toISOString().slice(0, 7));
  }

  /** So often on the average in a company of this size; mostly by day, a few after London's midnight of summer. */
  #often(perDayOf500: number, act: () => void): void {
    const expected = perDayOf500 * this.#size;
    const times = Math.floor(expected) + (this.#random.chance(expected % 1) ? 1 : 0);
    for (let time = 0; time < times; time += 1) {
      if (this.#random.chance(0.04)) this.#within(15 * 60 + 5, 15 * 60 + 55, act);
      else this.#within(2 * 60, 11 * 60, act);
    }
  }

  #within(fromMinute: number, toMinute: number, act: () => void): void {
    const afterMs = (fromMinute + this.#random.below((toMinute - fromMinute) * 60) / 60) * minuteMs;
    this.lives.at(this.#nowEpochMs + afterMs, act);
  }

  get #stora() {
    return this.#world.vendors.stora.world;
  }

  get #nowEpochMs(): number {
    return this.#world.engine.time.nowEpochMs();
  }
}

function depositOf({ line_items: lines }: Invoice): number {
  return lines.findIndex(({ accounting_code: code }) => code === codes.deposit);
}
