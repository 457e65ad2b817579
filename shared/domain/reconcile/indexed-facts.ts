import type { ProofRow } from '../../contracts/month-proof.ts';
import type { ListedPayment, MonthFacts } from './month-facts.ts';

/** The facts of a month, with what is asked for of each document at hand by its id in the ledger. */
export interface IndexedFacts extends MonthFacts {
  paymentsOf: ReadonlyMap<string, ListedPayment[]>;
  ledgerInvoices: ReadonlyMap<string, ProofRow>;
}

export function indexed(facts: MonthFacts): IndexedFacts {
  const invoices = [...facts.ledger, ...facts.elsewhere].filter(({ kind }) => kind === 'invoice');
  return {
    ...facts,
    paymentsOf: Map.groupBy(facts.payments, ({ invoiceTargetId }) => invoiceTargetId),
    ledgerInvoices: new Map(invoices.map((row) => [row.targetId ?? '', row])),
  };
}
