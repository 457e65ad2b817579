import type { Rounding, TaxMode } from './source-arithmetic.ts';

/** A line of the source, and the account that it belongs to by the operator's settings. */
export interface Charge {
  description: string;
  code: string | null;
  isDeposit: boolean;
  taxes: readonly number[];
  quantity: number;
  priceMinor: number;
  discountMinor: number;
  isProration: boolean;
  totalMinor: number;
  taxMinor: number;
  /** Undefined: no account is set for it, and it has to be asked for. */
  account: string | undefined;
}

export interface How {
  rounding: Rounding;
  mode: TaxMode;
}

export function pounds(amount: number) {
  return { amount, currency: 'GBP' };
}
