/** What of an invoice in the ledger tells how it was paid. */
export interface PaidDocument {
  paidMinor: number;
}

/**
 * Whether what we would pay stands in the ledger already, entered by a person or matched from the bank:
 * more was paid there than we know of, and it reaches the sum that the source has. A credit that
 * settles the invoice is no payment, and stays a question.
 */
export function isPaymentEntered(
  found: PaidDocument,
  payment: { cumulativeMinor: number; postedMinor: number },
): boolean {
  const isReached = found.paidMinor >= payment.cumulativeMinor;
  return isReached && found.paidMinor > payment.postedMinor;
}
