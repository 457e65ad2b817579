import type { SeededRandom } from '../../../../infra/local/vendors/common/seeded-random.ts';
import {
  createContact,
  updateContact,
} from '../../../../infra/local/vendors/stora/billing/booking-actions.ts';
import { issueCreditNote } from '../../../../infra/local/vendors/stora/billing/credit-note-actions.ts';
import {
  markUncollectible,
  payInvoice,
  voidInvoice,
} from '../../../../infra/local/vendors/stora/billing/invoice-actions.ts';
import { changeInvoice } from '../../../../infra/local/vendors/stora/billing/late-changes.ts';
import { raiseSpecial } from '../../../../infra/local/vendors/stora/billing/raise-special.ts';
import type { CreditNote, Invoice } from '../../../../infra/local/vendors/stora/core/resources.ts';
import { codes } from '../chart.ts';
import type { YearScene } from '../year-scene.ts';
import type { Begin, Subject } from './subject.ts';

/** Code that stands on nothing but on what is planted. */
export const plantedCode = 'PLANT';

/** Somebody who works at the source, where messages leave unless they are said to get lost. */
export class Desk {
  readonly #year: YearScene;
  readonly #random: SeededRandom;
  readonly #lost = new Set<string>();
  #customers = 0;

  constructor(year: YearScene, random: SeededRandom) {
    this.#year = year;
    this.#random = random;
    year.isSwallowed = ({ id }) => this.#lost.has(id);
  }

  /** As at the counter: webhooks leave afterwards. */
  act<T>(does: () => T): T {
    const { engine, vendors } = this.#year.world;
    engine.time.actor = { name: 'person' };
    const result = does();
    vendors.afterwards();
    return result;
  }

  /** The same, and none of its webhooks ever comes. */
  silently<T>(does: () => T): T {
    const { events } = this.#year.world.vendors.stora.world.webhooks;
    const before = events.length;
    return this.act(() => {
      const result = does();
      for (const { id } of events.slice(before)) this.#lost.add(id);
      return result;
    });
  }

  begin(begin: Begin, code?: string): Subject {
    const contactId = this.act(() => this.#newCustomer());
    const subject = { contactId, invoiceId: '' };
    if (begin === 'nothing') return subject;
    return this.act(() => {
      const { id: invoiceId } = this.raise(contactId, code);
      const begun = { ...subject, invoiceId };
      if (begin === 'paid' || begin === 'refunded') this.pay(invoiceId);
      if (begin === 'written_off') this.giveUp(invoiceId);
      if (begin !== 'credited' && begin !== 'refunded') return begun;
      return { ...begun, noteId: this.credit(invoiceId).id };
    });
  }

  raise(contactId: string, code?: string): Invoice {
    const { sites } = this.#operator.tables;
    return raiseSpecial(this.#stora, this.#operator, {
      contactId,
      siteId: this.#random.pick([...sites.values()]).id,
      description: 'Storage',
      lines: 2,
      priceMinor: 2_000 + this.#random.below(9_000),
      discountMinor: 0,
      taxRatePercent: 20,
      accountingCode: code ?? this.#random.pick([...codes.rent]),
      roundsOnce: false,
    });
  }

  pay(invoiceId: string, amountMinor?: number): void {
    payInvoice(this.#stora, this.#operator, { invoiceId, amountMinor });
  }

  void(invoiceId: string): void {
    voidInvoice(this.#stora, this.#operator, invoiceId);
  }

  giveUp(invoiceId: string): void {
    markUncollectible(this.#stora, this.#operator, invoiceId);
  }

  reduce(invoiceId: string): void {
    changeInvoice(this.#stora, this.#operator, { invoiceId, percent: 90 });
  }

  credit(invoiceId: string): CreditNote {
    const amountMinor = 500 + this.#random.below(900);
    return issueCreditNote(this.#stora, this.#operator, { invoiceId, amountMinor });
  }

  callAgain(contactId: string): void {
    const phone = `+447700900${String(this.#random.below(1_000)).padStart(3, '0')}`;
    updateContact(this.#stora, this.#operator, { id: contactId, phone_number: phone });
  }

  invoice(id: string): Invoice {
    const found = this.#operator.tables.invoices.get(id);
    if (found === undefined) throw new Error(`There is no invoice ${id}.`);
    return found;
  }

  note(id: string | undefined): CreditNote {
    const found = this.#operator.tables.creditNotes.get(id ?? '');
    if (found === undefined) throw new Error(`There is no credit note ${id}.`);
    return found;
  }

  /** As if there never had been any; gives back what puts it there again. */
  hide(kind: 'invoice' | 'credit_note', id: string): () => void {
    const { invoices, creditNotes } = this.#operator.tables;
    if (kind === 'invoice') {
      const hidden = this.invoice(id);
      invoices.delete(id);
      return () => invoices.set(id, hidden);
    }
    const hidden = this.note(id);
    creditNotes.delete(id);
    return () => creditNotes.set(id, hidden);
  }

  #newCustomer(): string {
    this.#customers += 1;
    const name = `Planted Customer ${this.#customers}`;
    const email = `planted.${this.#customers}@example.com`;
    const { id } = createContact(this.#stora, this.#operator, { full_name: name, email });
    this.#year.business.spared.add(id);
    return id;
  }

  get #stora() {
    return this.#year.world.vendors.stora.world;
  }

  get #operator() {
    return this.#year.operator;
  }
}
