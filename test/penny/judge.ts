import * as z from 'zod/mini';
import type { Book, LedgerDocument, Outcome } from '../../infra/local/vendors/xero/core/book.ts';
import { createSampleBooks } from '../../infra/local/vendors/xero/data/sample-organisations.ts';
import { allocateCredit } from '../../infra/local/vendors/xero/ledger/allocations.ts';
import { createDocument } from '../../infra/local/vendors/xero/ledger/documents.ts';
import {
  allocationInput,
  documentInput,
  paymentInput,
} from '../../infra/local/vendors/xero/ledger/inputs.ts';
import { createPayment } from '../../infra/local/vendors/xero/ledger/payments.ts';
import { settlementOf } from '../../infra/local/vendors/xero/ledger/settlement.ts';
import { bookAccounts, bookRates } from './chart.ts';

/** What stands in the ledger for one document; minor units. */
export interface Posted {
  id: string;
  totalMinor: number;
  taxMinor: number;
  byAccount: Map<string, { totalMinor: number; taxMinor: number }>;
}

/**
 * The simulated ledger as judge: it parses what the product would send, to the text of each number, and does
 * its own arithmetic per line. It shares no code with the product.
 */
export class Judge {
  readonly #book: Book;
  #ids = 0;

  constructor() {
    const [sample] = createSampleBooks();
    if (sample === undefined) throw new Error('The sandbox has no sample.');
    const { organisation } = sample;
    const contact = {
      contactId: 'contact-1',
      contactNumber: 'con_1',
      status: 'ACTIVE',
      name: 'Ada',
      isCustomer: true,
      updatedEpochMs: 0,
      details: {},
    } as const;
    this.#book = {
      ...sample,
      organisation: { ...organisation, periodLockDay: undefined, endOfYearLockDay: undefined },
      accounts: new Map(bookAccounts().map((account) => [account.accountId, account])),
      taxRates: new Map(bookRates().map((rate) => [rate.taxType, rate])),
      contacts: new Map([[contact.contactId, contact]]),
    };
  }

  /** An empty set of books for the next case. */
  clear(): void {
    for (const table of ['documents', 'payments', 'allocations', 'history'] as const)
      this.#book[table].clear();
  }

  create(kind: 'invoice' | 'creditNote', body: unknown): Posted | string {
    const input = z.parse(documentInput, asSent(body));
    const scene = { ...this.#scene(), unitPlaces: 4 } as const;
    const created = createDocument(scene, kind, input);
    return created.ok ? posted(created.value) : created.messages.join('; ');
  }

  pay(body: unknown): string | undefined {
    return refusal(createPayment(this.#scene(), z.parse(paymentInput, asSent(body))));
  }

  allocate(creditNoteId: string, body: unknown): string | undefined {
    const note = this.#book.documents.get(creditNoteId);
    if (note === undefined) return 'no credit note';
    return refusal(allocateCredit(this.#scene(), note, z.parse(allocationInput, asSent(body))));
  }

  /** What is still due, or left of a credit note. */
  leftMinor(id: string): number {
    const document = this.#book.documents.get(id);
    return document === undefined ? 0 : Number(settlementOf(this.#book, document).leftMinor);
  }

  #scene() {
    const uuid = () => {
      this.#ids += 1;
      return `id-${this.#ids}`;
    };
    return { book: this.#book, stamp: { nowEpochMs: 0, uuid, user: 'product' } };
  }
}

/** Through text, as it travels; numbers stay the text they are. */
function asSent(body: unknown): unknown {
  const keepText = (_key: string, value: unknown, context?: { source?: string }) =>
    typeof value === 'number' ? (context?.source ?? String(value)) : value;
  return JSON.parse(JSON.stringify(body), keepText);
}

function posted({ id, totals, lines }: LedgerDocument): Posted {
  const byAccount: Posted['byAccount'] = new Map();
  for (const { accountCode = '', lineAmountMinor, taxAmountMinor } of lines) {
    const before = byAccount.get(accountCode) ?? { totalMinor: 0, taxMinor: 0 };
    byAccount.set(accountCode, {
      totalMinor: before.totalMinor + Number(lineAmountMinor),
      taxMinor: before.taxMinor + Number(taxAmountMinor),
    });
  }
  const { totalMinor, totalTaxMinor } = totals;
  return { id, totalMinor: Number(totalMinor), taxMinor: Number(totalTaxMinor), byAccount };
}

function refusal(outcome: Outcome<unknown>): string | undefined {
  return outcome.ok ? undefined : outcome.messages.join('; ');
}
