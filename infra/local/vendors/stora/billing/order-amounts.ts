import { money, taxInside } from '../core/money.ts';
import type { Money, OrderLine } from '../core/resources.ts';

/** Whole percent contained in the price: UK VAT, insurance premium tax, none on deposits. */
export const taxRatePercentByLineType: Readonly<Record<string, number>> = {
  unit_type: 20,
  product: 20,
  protection: 12,
  security_deposit: 0,
};

export interface OrderLineInput {
  readonly id: string;
  readonly type: string;
  readonly itemId: string;
  readonly priceMinor: number;
  readonly quantity: number;
  readonly discountMinor: number;
  readonly currency: string;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** An order line; its total is price × quantity BEFORE the discount, as documented. */
export function buildOrderLine(input: OrderLineInput): OrderLine {
  const { currency } = input;
  const totalMinor = input.priceMinor * input.quantity;
  const taxMinor = taxInside(totalMinor, taxRatePercentByLineType[input.type] ?? 0);
  return {
    id: input.id,
    created_at: input.createdAt,
    discount_total: money(input.discountMinor, currency),
    item: { id: input.itemId },
    price: money(input.priceMinor, currency),
    quantity: input.quantity,
    tax: money(taxMinor, currency),
    total: money(totalMinor, currency),
    total_excluding_tax: money(totalMinor - taxMinor, currency),
    type: input.type,
    updated_at: input.updatedAt,
  };
}

export type OrderAmounts = Readonly<
  Record<
    | 'one_time_total'
    | 'one_time_total_excluding_tax'
    | 'subtotal'
    | 'tax'
    | 'total'
    | 'total_discount'
    | 'total_excluding_tax',
    Money
  >
>;

/** Sums of an order: deposits are one-time; total = subtotal − total_discount + tax. */
export function orderAmounts(lines: readonly OrderLine[], currency: string): OrderAmounts {
  const oneTime = lines.filter((line) => line.type === 'security_deposit');
  const recurring = lines.filter((line) => line.type !== 'security_deposit');
  const oneTimeMinor = oneTime.reduce((sum, line) => sum + line.total.amount, 0);
  const discountMinor = recurring.reduce((sum, line) => sum + line.discount_total.amount, 0);
  const grossMinor = recurring.reduce((sum, line) => sum + line.total.amount, 0);
  const taxMinor = recurring.reduce((sum, line) => sum + discountedTaxMinor(line), 0);
  const totalMinor = grossMinor - discountMinor;
  return {
    one_time_total: money(oneTimeMinor, currency),
    one_time_total_excluding_tax: money(oneTimeMinor, currency),
    subtotal: money(totalMinor - taxMinor + discountMinor, currency),
    tax: money(taxMinor, currency),
    total: money(totalMinor, currency),
    total_discount: money(discountMinor, currency),
    total_excluding_tax: money(totalMinor - taxMinor, currency),
  };
}

function discountedTaxMinor(line: OrderLine): number {
  const rate = taxRatePercentByLineType[line.type] ?? 0;
  return taxInside(line.total.amount - line.discount_total.amount, rate);
}
