/** Stora's money as it appears in a body. */
export function storaPounds(amountMinor: number): {
  amount: number;
  currency: string;
  formatted: string;
} {
  return {
    amount: amountMinor,
    currency: 'GBP',
    formatted: `£${Math.trunc(amountMinor / 100)}.${String(amountMinor % 100).padStart(2, '0')}`,
  };
}
