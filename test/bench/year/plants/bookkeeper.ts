import type {
  Allocation,
  Book,
  Contact,
  LedgerDocument,
  Line,
  Outcome,
  Payment,
  Scene,
} from '../../../../infra/local/vendors/xero/core/book.ts';
import {
  allocateCredit,
  removeAllocation,
} from '../../../../infra/local/vendors/xero/ledger/allocations.ts';
import {
  createContact,
  mergeContacts,
  updateContact,
} from '../../../../infra/local/vendors/xero/ledger/contacts.ts';
import {
  createDocument,
  updateDocument,
} from '../../../../infra/local/vendors/xero/ledger/documents.ts';
import type {
  DocumentInput,
  LineInput,
  TrackingInput,
} from '../../../../infra/local/vendors/xero/ledger/inputs.ts';
import {
  createPayment,
  deletePayment,
} from '../../../../infra/local/vendors/xero/ledger/payments.ts';
import type { YearScene } from '../year-scene.ts';

/** Somebody who works in the ledger, by the same rules as on its pages. */
export class Bookkeeper {
  readonly #year: YearScene;

  constructor(year: YearScene) {
    this.#year = year;
  }

  get book(): Book {
    return this.#year.book;
  }

  /** Which stands in the books with this reference. @throws where there is none. */
  document(reference: string): LedgerDocument {
    const found = this.find(reference);
    if (found === undefined) throw new Error(`${reference} is not in the ledger.`);
    return found;
  }

  find(reference: string): LedgerDocument | undefined {
    return [...this.book.documents.values()].find(
      (one) =>
        one.reference === reference && (one.status === 'AUTHORISED' || one.status === 'PAID'),
    );
  }

  /** Our note that closes an invoice. */
  closingOf(invoiceId: string): LedgerDocument | undefined {
    return [...this.book.documents.values()].find(
      ({ reference, status }) => reference.startsWith(`${invoiceId}:`) && status !== 'VOIDED',
    );
  }

  contactOf(contactNumber: string): Contact {
    const found = [...this.book.contacts.values()].find(
      (one) => one.contactNumber === contactNumber,
    );
    if (found === undefined) throw new Error(`${contactNumber} is no customer in the ledger.`);
    return found;
  }

  paymentsOf(documentId: string): Payment[] {
    return [...this.book.payments.values()].filter(
      (one) => one.documentId === documentId && one.status === 'AUTHORISED',
    );
  }

  allocationsOf(creditNoteId: string): Allocation[] {
    return [...this.book.allocations.values()].filter((one) => one.creditNoteId === creditNoteId);
  }

  isLocked(day: string): boolean {
    const { periodLockDay, endOfYearLockDay } = this.book.organisation;
    return [periodLockDay, endOfYearLockDay].some((lock) => lock !== undefined && day <= lock);
  }

  /** Its header, or each of its lines; one that is not given back is taken off. */
  edit(
    document: LedgerDocument,
    change: DocumentInput,
    changeLine?: (line: LineInput, at: number) => LineInput | undefined,
  ): LedgerDocument {
    const lines =
      changeLine === undefined
        ? {}
        : {
            LineItems: document.lines.flatMap((line, at): LineInput[] => {
              const changed = changeLine(asInput(line), at);
              return changed === undefined ? [] : [changed];
            }),
          };
    return done(
      updateDocument({ ...this.#scene, unitPlaces: 4 }, document, { ...change, ...lines }),
    );
  }

  /** Takes back what was changed, to the letter. */
  restore(former: LedgerDocument): void {
    const updatedEpochMs = this.#scene.stamp.nowEpochMs;
    this.book.documents.set(former.id, { ...former, updatedEpochMs });
  }

  void(document: LedgerDocument): void {
    this.edit(document, { Status: 'VOIDED' });
  }

  /** As a draft is deleted. */
  remove(document: LedgerDocument): void {
    this.restore({ ...document, status: 'DELETED' });
  }

  /** The same document once more, with another number and whatever reference is wanted. */
  enter(of: LedgerDocument, reference: string, number: string): LedgerDocument {
    const input: DocumentInput = {
      ...(of.kind === 'invoice' ? { InvoiceNumber: number } : { CreditNoteNumber: number }),
      Type: of.type,
      Contact: { ContactID: of.contactId },
      Date: of.day,
      DueDate: of.dueDay,
      LineAmountTypes: of.lineAmountTypes,
      CurrencyCode: of.currencyCode,
      Reference: reference,
      Status: 'AUTHORISED',
      LineItems: of.lines.map((line) => ({ ...asInput(line), LineItemID: undefined })),
    };
    return done(createDocument({ ...this.#scene, unitPlaces: 4 }, of.kind, input));
  }

  pay(
    document: LedgerDocument,
    {
      amountMinor,
      account,
      reference = 'by hand',
      day,
    }: {
      amountMinor: bigint;
      account: string;
      reference?: string;
      day?: string;
    },
  ): Payment {
    const of =
      document.kind === 'invoice'
        ? { Invoice: { InvoiceID: document.id } }
        : { CreditNote: { CreditNoteID: document.id } };
    const input = { Account: { Code: account }, Amount: amountMinor, Reference: reference };
    return done(createPayment(this.#scene, { ...of, ...input, Date: day }));
  }

  unpay(payment: Payment): void {
    done(deletePayment(this.#scene, payment, { Status: 'DELETED' }));
  }

  allocate(note: LedgerDocument, { invoiceId, amountMinor, day }: Allocation): void {
    const input = { Invoice: { InvoiceID: invoiceId }, Amount: amountMinor, Date: day };
    done(allocateCredit(this.#scene, note, input));
  }

  unallocate(allocation: Allocation): void {
    done(removeAllocation(this.#scene, allocation));
  }

  /** The option of a site that its first line is not marked with. */
  otherSite({ lines }: LedgerDocument): TrackingInput {
    const [marked] = lines[0]?.tracking ?? [];
    for (const { trackingCategoryId, name, options } of this.book.trackingCategories.values()) {
      if (name !== 'Location') continue;
      const other = options.find((one) => one.trackingOptionId !== marked?.trackingOptionId);
      if (other === undefined) continue;
      const { trackingOptionId } = other;
      return { TrackingCategoryID: trackingCategoryId, TrackingOptionID: trackingOptionId };
    }
    throw new Error('There is no other site in the ledger.');
  }

  addContact(name: string): Contact {
    return done(createContact(this.#scene, { Name: name }));
  }

  setContactStatus({ contactId }: Contact, status: 'ACTIVE' | 'ARCHIVED'): void {
    done(updateContact(this.#scene, contactId, { ContactStatus: status }));
  }

  merge(from: Contact, into: Contact): void {
    done(mergeContacts(this.#scene, from, into));
  }

  /** Closes everything up to a day; undefined opens it. The accountant takes it down. */
  lock(lockDay: string | undefined): void {
    const { book } = this;
    book.organisation = { ...book.organisation, periodLockDay: lockDay };
    const atEpochMs = this.#scene.stamp.nowEpochMs;
    this.#year.lockings.push({ atEpochMs, lockDay: lockDay ?? '' });
  }

  get #scene(): Scene {
    const { world } = this.#year;
    const { random } = world.vendors.xero.world.settings;
    const stamp = {
      nowEpochMs: world.engine.time.nowEpochMs(),
      uuid: () => random.uuid(),
      user: 'Bookkeeper',
    };
    return { book: this.book, stamp };
  }
}

function asInput(line: Line): LineInput {
  return {
    LineItemID: line.lineItemId,
    Description: line.description,
    Quantity: line.quantity,
    UnitAmount: line.unitAmount,
    DiscountRate: line.discountRate,
    DiscountAmount: line.discountAmountMinor,
    TaxAmount: line.taxAmountMinor,
    AccountCode: line.accountCode,
    TaxType: line.taxType,
    ItemCode: line.itemCode,
    Tracking: line.tracking.map(({ trackingCategoryId, trackingOptionId }) => ({
      TrackingCategoryID: trackingCategoryId,
      TrackingOptionID: trackingOptionId,
    })),
  };
}

function done<T>(outcome: Outcome<T>): T {
  if (!outcome.ok)
    throw new Error(`The ledger does not let a person do that: ${outcome.messages.join(' ')}`);
  return outcome.value;
}
