import type { SeededRandom } from '../../../infra/local/vendors/common/seeded-random.ts';
import { issueCreditNote } from '../../../infra/local/vendors/stora/billing/credit-note-actions.ts';
import {
  markUncollectible,
  payInvoice,
  voidInvoice,
} from '../../../infra/local/vendors/stora/billing/invoice-actions.ts';
import {
  changeInvoice,
  overpayInvoice,
} from '../../../infra/local/vendors/stora/billing/late-changes.ts';
import { raiseSpecial } from '../../../infra/local/vendors/stora/billing/raise-special.ts';
import type { Invoice } from '../../../infra/local/vendors/stora/core/resources.ts';
import type { Operator } from '../../../infra/local/vendors/stora/core/world.ts';
import type { World } from '../../simulation/world/world.ts';
import { codes } from './chart.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** What becomes of an invoice, in shares of all. */
const shares = {
  atOnce: 0.695,
  late: 0.2,
  inParts: 0.04,
  credited: 0.025,
  changed: 0.006,
  overpaid: 0.006,
  voided: 0.01,
  badDebt: 0.018,
} as const;
type Life = keyof typeof shares;

/** Of those that are paid, so many are credited in part afterwards. */
const creditedAfter = 0.022;
const desk = { name: 'person' };

/** Draws the life of each invoice when it is raised, and lets it happen at the source in the weeks to come. */
export class InvoiceLives {
  /** What happened, by kind. */
  readonly counts: Record<string, number> = {};
  /** Called once, after the next thing that somebody does. */
  onceActed: (() => void) | undefined;
  readonly #world: World;
  readonly #operator: Operator;
  readonly #random: SeededRandom;
  /** What is still to come, by invoice. */
  readonly #planned = new Map<string, number>();

  constructor(world: World, operator: Operator, random: SeededRandom) {
    this.#world = world;
    this.#operator = operator;
    this.#random = random;
  }

  count(what: string): void {
    this.counts[what] = (this.counts[what] ?? 0) + 1;
  }

  /** Nothing happens to it at the source any more. */
  isAtRest(invoiceId: string): boolean {
    return (this.#planned.get(invoiceId) ?? 0) === 0;
  }

  /** At an instant, by a person at the source; webhooks leave afterwards. */
  at(epochMs: number, act: () => void): void {
    const { time } = this.#world.engine;
    time.at(epochMs, () => {
      time.actor = desk;
      act();
      this.#world.vendors.afterwards();
      this.onceActed?.();
      this.onceActed = undefined;
    });
  }

  later(invoiceId: string, epochMs: number, act: (invoice: Invoice) => void): void {
    this.#planned.set(invoiceId, (this.#planned.get(invoiceId) ?? 0) + 1);
    this.at(epochMs, () => {
      this.#planned.set(invoiceId, (this.#planned.get(invoiceId) ?? 1) - 1);
      const invoice = this.#operator.tables.invoices.get(invoiceId);
      if (invoice !== undefined) act(invoice);
    });
  }

  paidAtOnce(invoice: Invoice): void {
    this.count('invoices');
    this.#payLater(invoice.id, this.#in(3 * minuteMs, 40 * minuteMs));
  }

  begin(invoice: Invoice): void {
    this.count('invoices');
    if (invoice.status === 'paid') return;
    this.#lives[this.#drawLife()](invoice);
  }

  #drawLife(): Life {
    let rest = this.#random.next();
    for (const [life, share] of Object.entries(shares)) {
      if (rest < share) return life as Life;
      rest -= share;
    }
    return 'atOnce';
  }

  readonly #lives: Record<Life, (invoice: Invoice) => void> = {
    atOnce: ({ id }) => {
      this.#payLater(id, this.#in(5 * minuteMs, 60 * minuteMs));
      if (this.#random.chance(creditedAfter / shares.atOnce))
        this.later(id, this.#in(3 * dayMs, 20 * dayMs), (one) => this.#creditPaid(one));
    },
    late: ({ id }) => {
      this.#payLater(id, this.#in(dayMs, 18 * dayMs));
      if (this.#random.chance(0.2)) this.at(this.#in(dayMs, 12 * dayMs), () => this.#fee(id));
    },
    inParts: ({ id }) => {
      this.later(id, this.#in(dayMs, 6 * dayMs), (one) => this.#payPart(one));
      this.#payLater(id, this.#in(7 * dayMs, 20 * dayMs));
    },
    credited: ({ id }) => {
      this.later(id, this.#in(2 * hourMs, 3 * dayMs), (one) => this.#creditOpen(one));
      this.#payLater(id, this.#in(4 * dayMs, 10 * dayMs));
    },
    changed: ({ id }) => {
      this.later(id, this.#in(hourMs, 5 * hourMs), (one) => {
        if (one.status !== 'open' || one.amount_due.amount !== one.total.amount) return;
        changeInvoice(this.#stora, this.#operator, { invoiceId: id, percent: 90 });
        this.count('changed before payment');
      });
      this.#payLater(id, this.#in(2 * dayMs, 9 * dayMs));
    },
    overpaid: ({ id }) =>
      this.later(id, this.#in(hourMs, 3 * dayMs), (one) => {
        if (one.status !== 'open') return;
        const beyondMinor = 100 + this.#random.below(5_000);
        overpayInvoice(this.#stora, this.#operator, { invoiceId: id, beyondMinor });
        this.count('overpaid');
      }),
    voided: ({ id }) => {
      if (this.#random.chance(0.3))
        this.later(id, this.#in(dayMs, 2 * dayMs), (one) => this.#payPart(one));
      const days = this.#random.pick([3, 3, 5, 30, 45]);
      this.later(id, this.#amidMonth(days), (one) => {
        if (one.status !== 'open' || one.pre_payment_credit_notes_amount.amount > 0) return;
        voidInvoice(this.#stora, this.#operator, id);
        this.count('voided');
      });
    },
    badDebt: ({ id }) => {
      if (this.#random.chance(0.4))
        this.later(id, this.#in(2 * dayMs, 9 * dayMs), (one) => this.#payPart(one));
      this.later(id, this.#amidMonth(30 + this.#random.below(15)), (one) => {
        if (one.status !== 'open') return;
        markUncollectible(this.#stora, this.#operator, id);
        this.count('given up');
        if (this.#random.chance(0.35)) this.#payAfterAll(id);
      });
    },
  };

  /** Within the month, which nobody has closed yet: what was written off can be taken back. */
  #payAfterAll(id: string): void {
    this.later(id, this.#in(2 * dayMs, 6 * dayMs), (one) => {
      if (one.status !== 'uncollectible') return;
      payInvoice(this.#stora, this.#operator, { invoiceId: id });
      this.count('paid after all');
    });
  }

  #payLater(id: string, epochMs: number): void {
    this.later(id, epochMs, (one) => {
      if (one.status !== 'open') return;
      payInvoice(this.#stora, this.#operator, { invoiceId: id });
      this.count('paid');
    });
  }

  #payPart({ id, status, amount_due: due }: Invoice): void {
    if (status !== 'open' || due.amount < 2) return;
    const amountMinor = 1 + this.#random.below(due.amount - 1);
    payInvoice(this.#stora, this.#operator, { invoiceId: id, amountMinor });
    this.count('paid in part');
  }

  #creditOpen({ id, status, amount_due: due }: Invoice): void {
    if (status !== 'open' || due.amount < 10) return;
    const amountMinor = 1 + this.#random.below(Math.ceil(due.amount / 3));
    issueCreditNote(this.#stora, this.#operator, { invoiceId: id, amountMinor });
    this.count('credited before payment');
  }

  #creditPaid(invoice: Invoice): void {
    const leftMinor = invoice.amount_paid.amount - invoice.post_payment_credit_notes_amount.amount;
    if (invoice.status !== 'paid' || leftMinor < 10) return;
    const amountMinor = this.#random.chance(0.2)
      ? leftMinor
      : 1 + this.#random.below(Math.ceil(leftMinor / 2));
    issueCreditNote(this.#stora, this.#operator, { invoiceId: invoice.id, amountMinor });
    this.count('credited after payment');
  }

  #fee(lateId: string): void {
    const late = this.#operator.tables.invoices.get(lateId);
    if (late?.status !== 'open') return;
    const fee = raiseSpecial(this.#stora, this.#operator, {
      contactId: late.contact.id,
      siteId: late.site.id,
      description: 'Late payment fee',
      lines: 1,
      priceMinor: 1_500,
      discountMinor: 0,
      taxRatePercent: 20,
      accountingCode: codes.fee,
      roundsOnce: false,
    });
    this.count('invoices');
    this.#payLater(fee.id, this.#in(dayMs, 15 * dayMs));
  }

  #in(leastMs: number, mostMs: number): number {
    return this.#nowEpochMs + leastMs + this.#random.below(mostMs - leastMs);
  }

  /** So many days from now, or a few more: from the 11th to the 20th, when last month is closed and this one not yet near. */
  #amidMonth(days: number): number {
    let epochMs = this.#nowEpochMs + days * dayMs;
    while (!isAmid(epochMs)) epochMs += dayMs;
    return epochMs + this.#random.below(2 * hourMs);
  }

  get #stora() {
    return this.#world.vendors.stora.world;
  }

  get #nowEpochMs(): number {
    return this.#world.engine.time.nowEpochMs();
  }
}

function isAmid(epochMs: number): boolean {
  const day = new Date(epochMs).getUTCDate();
  return day >= 11 && day <= 20;
}
