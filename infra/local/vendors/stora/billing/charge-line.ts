import { money, taxInside } from '../core/money.ts';
import type { InvoiceLine } from '../core/resources.ts';

/** One charge; prices are tax-inclusive minor units. */
export interface ChargeLine {
  readonly description: string;
  readonly accountingCode: string | null;
  readonly unitPriceMinor: number;
  readonly quantity: number;
  readonly discountMinor: number;
  /** Whole percent contained in the price; 0 = untaxed. */
  readonly taxRatePercent: number;
  readonly isProration: boolean;
  /** Charged with the first invoice of the subscription only. */
  readonly isFirstPeriodOnly: boolean;
}

/** A plain charge with the given differences. */
export function chargeLine(
  given: Partial<ChargeLine> & Pick<ChargeLine, 'description' | 'unitPriceMinor'>,
): ChargeLine {
  return {
    accountingCode: null,
    quantity: 1,
    discountMinor: 0,
    taxRatePercent: 0,
    isProration: false,
    isFirstPeriodOnly: false,
    ...given,
  };
}

/** The charge as an invoice line: total = price × quantity − discount, tax inside the total. */
export function toInvoiceLine(charge: ChargeLine, currency: string): InvoiceLine {
  const totalMinor = charge.unitPriceMinor * charge.quantity - charge.discountMinor;
  const taxMinor = taxInside(totalMinor, charge.taxRatePercent);
  return {
    accounting_code: charge.accountingCode,
    description: charge.description,
    discount_total: money(charge.discountMinor, currency),
    price: money(charge.unitPriceMinor, currency),
    proration: charge.isProration,
    quantity: charge.quantity,
    tax: money(taxMinor, currency),
    total: money(totalMinor, currency),
    total_excluding_tax: money(totalMinor - taxMinor, currency),
    // The only documented example shows null; the vocabulary is unknown.
    type: null,
  };
}
