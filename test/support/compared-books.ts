interface LedgerState {
  contacts: Array<{ name: string; emailAddress: string | null; status: string }>;
  invoices: Array<Record<string, unknown>>;
  creditNotes: Array<Record<string, unknown>>;
  payments: Array<{ documentNumber: string; amount: string; status: string }>;
  allocations: Array<{ invoiceNumber: string; amount: string }>;
}

const shown = [
  'number',
  'status',
  'contactName',
  'date',
  'total',
  'totalTax',
  'amountPaid',
  'amountCredited',
  'amountDue',
];

/** What an accountant would compare of two ledgers: no ids, no order. */
export function comparedBooks(ledger: LedgerState) {
  const document = (one: Record<string, unknown>) =>
    Object.fromEntries(shown.map((name) => [name, one[name]]));
  const sorted = (all: unknown[]) => all.map((one) => JSON.stringify(one)).sort();
  return {
    contacts: sorted(
      ledger.contacts.map(({ name, emailAddress, status }) => [name, emailAddress, status]),
    ),
    invoices: sorted(ledger.invoices.map(document)),
    creditNotes: sorted(ledger.creditNotes.map(document)),
    payments: sorted(ledger.payments.map((one) => [one.documentNumber, one.amount, one.status])),
    allocations: sorted(ledger.allocations.map((one) => [one.invoiceNumber, one.amount])),
  };
}
