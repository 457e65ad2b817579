import type { Book, LedgerDocument } from '../core/book.ts';
import { formatDecimal } from '../core/decimal.ts';
import type { XeroWorld } from '../core/world.ts';
import { settlementOf } from '../ledger/settlement.ts';
import type { View, ViewObject } from '../reading/views.ts';

/** Everything stored for one organisation, decimals as text: for tests and for people. */
export function organisationState(world: XeroWorld, book: Book): ViewObject {
  const documents = [...book.documents.values()];
  const shown = (kind: LedgerDocument['kind']): readonly View[] =>
    documents.filter((each) => each.kind === kind).map((each) => documentState(book, each));
  return {
    organisation: {
      slug: book.slug,
      tenantId: book.tenantId,
      name: book.organisation.name,
      periodLockDay: book.organisation.periodLockDay ?? null,
      endOfYearLockDay: book.organisation.endOfYearLockDay ?? null,
    },
    accounts: [...book.accounts.values()].map(({ code, name, type, status }) => ({
      code,
      name,
      type,
      status,
    })),
    trackingCategories: [...book.trackingCategories.values()].map((category) => ({
      name: category.name,
      status: category.status,
      options: category.options.map((option) => option.name),
    })),
    contacts: contactStates(book),
    invoices: shown('invoice'),
    creditNotes: shown('creditNote'),
    payments: paymentStates(book),
    allocations: allocationStates(book),
    bankTransactions: bankTransactionStates(book),
    connections: [...world.grants.connections.values()].filter(
      (connection) => connection.tenantId === book.tenantId,
    ).length,
    idempotencyMemorySize: world.idempotency.size(world.nowEpochMs),
    requests: world.counts(book.slug),
    limits: { ...world.limiter.settings },
    faults: { ...world.faults.settings },
  };
}

function documentState(book: Book, document: LedgerDocument): View {
  const { paidMinor, creditedMinor, leftMinor } = settlementOf(book, document);
  const contact = book.contacts.get(document.contactId);
  const { totals } = document;
  return {
    id: document.id,
    number: document.number,
    type: document.type,
    status: document.status,
    reference: document.reference,
    url: document.url ?? null,
    contactId: document.contactId,
    contactNumber: contact?.contactNumber ?? null,
    contactName: contact?.name ?? null,
    date: document.day,
    dueDate: document.dueDay ?? null,
    lineAmountTypes: document.lineAmountTypes,
    currencyCode: document.currencyCode,
    subTotal: formatDecimal(totals.subTotalMinor, 2),
    totalTax: formatDecimal(totals.totalTaxMinor, 2),
    total: formatDecimal(totals.totalMinor, 2),
    amountPaid: formatDecimal(paidMinor, 2),
    amountCredited: formatDecimal(creditedMinor, 2),
    amountDue: formatDecimal(leftMinor, 2),
    lines: document.lines.map((line) => ({
      description: line.description,
      quantity: formatDecimal(line.quantity, 4),
      unitAmount: formatDecimal(line.unitAmount, 4),
      lineAmount: formatDecimal(line.lineAmountMinor, 2),
      taxAmount: formatDecimal(line.taxAmountMinor, 2),
      accountCode: line.accountCode ?? null,
      taxType: line.taxType ?? null,
      tracking: line.tracking.map(({ name, option }) => ({ name, option })),
    })),
    history: (book.history.get(document.id) ?? []).map(({ changes, details }) => ({
      changes,
      details,
    })),
  };
}

function contactStates(book: Book): readonly View[] {
  return [...book.contacts.values()].map((contact) => ({
    contactId: contact.contactId,
    contactNumber: contact.contactNumber ?? null,
    name: contact.name,
    status: contact.status,
    emailAddress: contact.details.emailAddress ?? null,
    mergedToContactId: contact.mergedToContactId ?? null,
  }));
}

function paymentStates(book: Book): readonly View[] {
  return [...book.payments.values()].map((payment) => ({
    paymentId: payment.paymentId,
    documentNumber: book.documents.get(payment.documentId)?.number ?? null,
    accountCode: book.accounts.get(payment.accountId)?.code ?? null,
    date: payment.day,
    amount: formatDecimal(payment.amountMinor, 2),
    reference: payment.reference,
    status: payment.status,
  }));
}

function allocationStates(book: Book): readonly View[] {
  return [...book.allocations.values()].map((allocation) => ({
    allocationId: allocation.allocationId,
    creditNoteNumber: book.documents.get(allocation.creditNoteId)?.number ?? null,
    invoiceNumber: book.documents.get(allocation.invoiceId)?.number ?? null,
    date: allocation.day,
    amount: formatDecimal(allocation.amountMinor, 2),
  }));
}

function bankTransactionStates(book: Book): readonly View[] {
  return [...book.bankTransactions.values()].map((one) => ({
    type: one.type,
    contactNumber: book.contacts.get(one.contactId)?.contactNumber ?? null,
    accountCode: book.accounts.get(one.accountId)?.code ?? null,
    date: one.day,
    amount: formatDecimal(one.amountMinor, 2),
    description: one.description,
    status: one.status,
  }));
}
