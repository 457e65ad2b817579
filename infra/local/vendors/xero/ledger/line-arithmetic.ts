import type { Line, LineAmountTypes, Totals } from '../core/book.ts';
import { divideRounded, rescale } from '../core/decimal.ts';

export interface LineAmountsInput {
  /** Units of 10^-4; 1 when absent. */
  readonly quantity: bigint | undefined;
  /** Units of 10^-4; derived from the line amount when absent. */
  readonly unitAmount: bigint | undefined;
  readonly lineAmountMinor: bigint | undefined;
  /** Units of 10^-4 of a percent. */
  readonly discountRate: bigint | undefined;
  readonly discountAmountMinor: bigint | undefined;
}

export interface LineAmounts {
  readonly quantity: bigint;
  readonly unitAmount: bigint;
  /** What the line comes to, discount taken off. */
  readonly lineAmountMinor: bigint;
  readonly discountMinor: bigint;
}

/** Works out quantity, unit amount and line amount in integers; nothing checks them against one another here. */
export function computeLineAmounts(input: LineAmountsInput): LineAmounts {
  const quantity = input.quantity ?? oneQuantity;
  const unitAmount = input.unitAmount ?? unitFromLine(input, quantity);
  const fullMinor = divideRounded(quantity * unitAmount, squareToMinor);
  const discounted =
    lineFromInput(input) ?? discountedMinor(input, quantity * unitAmount, fullMinor);
  return {
    quantity,
    unitAmount,
    lineAmountMinor: discounted,
    discountMinor: fullMinor - discounted,
  };
}

/** Tax of one line, rounded half up per line as Xero does; the rate is in hundredths of a percent. */
export function computeLineTax(
  lineAmountMinor: bigint,
  rateHundredths: number,
  lineAmountTypes: LineAmountTypes,
): bigint {
  const rate = BigInt(Math.round(rateHundredths * 100));
  if (lineAmountTypes === 'NoTax') return 0n;
  return lineAmountTypes === 'Inclusive'
    ? divideRounded(lineAmountMinor * rate, wholeRate + rate)
    : divideRounded(lineAmountMinor * rate, wholeRate);
}

/** Adds the lines up to the document's totals. */
export function computeTotals(
  lines: readonly (Pick<Line, 'lineAmountMinor' | 'taxAmountMinor'> & { discountMinor: bigint })[],
  lineAmountTypes: LineAmountTypes,
): Totals {
  const lineSum = lines.reduce((sum, line) => sum + line.lineAmountMinor, 0n);
  const totalTaxMinor = lines.reduce((sum, line) => sum + line.taxAmountMinor, 0n);
  const totalDiscountMinor = lines.reduce((sum, line) => sum + line.discountMinor, 0n);
  const subTotalMinor = lineAmountTypes === 'Inclusive' ? lineSum - totalTaxMinor : lineSum;
  return {
    subTotalMinor,
    totalTaxMinor,
    totalMinor: subTotalMinor + totalTaxMinor,
    totalDiscountMinor,
  };
}

const oneQuantity = 10_000n;
// Quantity and unit amount have four places each, the product eight, the minor unit two.
const squareToMinor = 1_000_000n;
// 100 % in hundredths of hundredths of a percent.
const wholeRate = 1_000_000n;
// 100 % in units of 10^-4 of a percent.
const wholeDiscount = 1_000_000n;

// Without a unit amount the line amount given is the truth; the unit amount is only derived for display.
function lineFromInput(input: LineAmountsInput): bigint | undefined {
  return input.unitAmount === undefined ? input.lineAmountMinor : undefined;
}

function unitFromLine(input: LineAmountsInput, quantity: bigint): bigint {
  const line4 = rescale(input.lineAmountMinor ?? 0n, 2, 4);
  return quantity > 0n ? divideRounded(line4 * oneQuantity, quantity) : 0n;
}

function discountedMinor(input: LineAmountsInput, product: bigint, fullMinor: bigint): bigint {
  if (input.discountRate !== undefined) {
    const share = wholeDiscount - input.discountRate;
    return divideRounded(product * share, squareToMinor * wholeDiscount);
  }
  return fullMinor - (input.discountAmountMinor ?? 0n);
}
