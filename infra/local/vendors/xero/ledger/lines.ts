import type { Account, Book, Line, LineAmountTypes, Outcome, TaxRate } from '../core/book.ts';
import { refuse } from '../core/book.ts';
import { formatDecimal, rescale } from '../core/decimal.ts';
import type { LineInput } from './inputs.ts';
import { computeLineAmounts, computeLineTax, type LineAmounts } from './line-arithmetic.ts';
import { resolveLineTracking } from './tracking.ts';

export interface LineRules {
  readonly isSale: boolean;
  readonly lineAmountTypes: LineAmountTypes;
  /** Drafts may lack account and tax; documents to be approved may not. */
  readonly isDraft: boolean;
  /** Places kept of a unit amount: 2, or 4 with `unitdp=4`. */
  readonly unitPlaces: 2 | 4;
  readonly uuid: () => string;
}

export interface ComputedLine extends Line {
  readonly discountMinor: bigint;
}

/** Checks and computes every line; the messages of all lines are collected. */
export function computeLines(
  book: Book,
  inputs: readonly LineInput[],
  rules: LineRules,
): Outcome<readonly ComputedLine[]> {
  const outcomes = inputs.map((input) => computeLine(book, input, rules));
  const messages = new Set(outcomes.flatMap((outcome) => (outcome.ok ? [] : outcome.messages)));
  const lines = outcomes.flatMap((outcome) => (outcome.ok ? [outcome.value] : []));
  return messages.size > 0 ? refuse(...messages) : { ok: true, value: lines };
}

function computeLine(book: Book, input: LineInput, rules: LineRules): Outcome<ComputedLine> {
  const account = findAccount(book, input);
  const amounts = computeLineAmounts(roundedUnit(input, rules));
  const tracking = resolveLineTracking(book, input.Tracking ?? []);
  const taxType = input.TaxType || account?.taxType;
  const rate = taxType === undefined ? undefined : book.taxRates.get(taxType);
  const messages = [
    ...checkDescription(input, rules),
    ...checkAccount(input, account, rules),
    ...checkTax(taxType, rate, { account, rules }),
    ...checkAmounts(input, amounts),
    ...(tracking.ok ? [] : tracking.messages),
  ];
  if (messages.length > 0 || !tracking.ok) return refuse(...messages);
  const computedTax = computeLineTax(
    amounts.lineAmountMinor,
    rate?.rateHundredths ?? 0,
    rules.lineAmountTypes,
  );
  const isTaxed = rules.lineAmountTypes !== 'NoTax';
  return {
    ok: true,
    value: {
      lineItemId: input.LineItemID?.toLowerCase() ?? rules.uuid(),
      description: input.Description ?? '',
      ...amounts,
      discountRate: input.DiscountRate,
      discountAmountMinor: input.DiscountAmount,
      taxAmountMinor: isTaxed ? (input.TaxAmount ?? computedTax) : 0n,
      accountCode: account?.code,
      taxType,
      itemCode: input.ItemCode,
      tracking: tracking.value,
    },
  };
}

function roundedUnit(input: LineInput, rules: LineRules) {
  const unit = input.UnitAmount;
  const rounded =
    unit === undefined
      ? undefined
      : rescale(rescale(unit, 4, rules.unitPlaces), rules.unitPlaces, 4);
  return {
    quantity: input.Quantity,
    unitAmount: rounded,
    lineAmountMinor: input.LineAmount,
    discountRate: input.DiscountRate,
    discountAmountMinor: input.DiscountAmount,
  };
}

function findAccount(book: Book, input: LineInput): Account | undefined {
  for (const account of book.accounts.values()) {
    if (
      input.AccountCode ? account.code === input.AccountCode : account.accountId === input.AccountID
    ) {
      return account;
    }
  }
  return undefined;
}

function checkDescription(input: LineInput, rules: LineRules): string[] {
  if (rules.isDraft || input.Description?.trim()) return [];
  return ['The description field is mandatory for each line item.'];
}

function checkAccount(input: LineInput, account: Account | undefined, rules: LineRules): string[] {
  const code = input.AccountCode ?? input.AccountID;
  if (!code) return rules.isDraft ? [] : ['Account code or ID must be specified'];
  if (account?.status === 'ARCHIVED') {
    return [
      `Account code '${code}' has been archived, or has been deleted. Each line item must reference a valid account.`,
    ];
  }
  const isUsable =
    account !== undefined && account.type !== 'BANK' && !controlAccounts.has(account.systemAccount);
  return isUsable ? [] : [`Account code '${code}' is not a valid code for this document.`];
}

// Accounts receivable and payable are posted to by the document itself, never by a line.
const controlAccounts = new Set(['DEBTORS', 'CREDITORS']);

function checkTax(
  taxType: string | undefined,
  rate: TaxRate | undefined,
  context: { readonly account: Account | undefined; readonly rules: LineRules },
): string[] {
  const { account, rules } = context;
  if (taxType === undefined) return [];
  const isUsable =
    rate !== undefined && (rules.isSale ? rate.appliesToRevenue : rate.appliesToExpenses);
  if (!isUsable) {
    return [
      `The TaxType code '${taxType}' does not exist or cannot be used for this type of transaction.`,
    ];
  }
  const isLiability = account?.accountClass === 'LIABILITY';
  return isLiability && !rate.appliesToLiabilities
    ? [`The TaxType code '${taxType}' cannot be used with account code '${account.code}'.`]
    : [];
}

function checkAmounts(input: LineInput, amounts: LineAmounts): string[] {
  const messages: string[] = [];
  if (amounts.quantity < 0n) messages.push('Quantity must be greater than or equal to zero.');
  if (input.DiscountRate !== undefined && input.DiscountAmount !== undefined) {
    messages.push('Only one of DiscountRate or DiscountAmount can be specified for a line item.');
  }
  const rate = input.DiscountRate;
  if (rate !== undefined && (rate < 0n || rate > 1_000_000n)) {
    messages.push('The discount rate must be between 0 and 100.');
  }
  if (input.LineAmount !== undefined && input.LineAmount !== amounts.lineAmountMinor) {
    const given = formatDecimal(input.LineAmount, 2);
    const expected = formatDecimal(amounts.lineAmountMinor, 2);
    messages.push(`The line total ${given} does not match the expected line total ${expected}`);
  }
  return messages;
}
