import type { LedgerSettings } from '../../contracts/settings.ts';
import type { Catalogue, LineDraft } from '../ledger/drafts.ts';
import { isExactProduct } from '../money/times.ts';
import { optional } from '../source/optional.ts';
import { chooseAccount } from './choose-account.ts';
import { chooseTax } from './choose-tax.ts';
import { type CodedLine, ledgerCode } from './ledger-code.ts';
import { type Mapped, mapped, rejected } from './result.ts';
import type { TaxedDraft } from './spread-tax.ts';

export interface MappableLine extends CodedLine {
  description: string;
  /** Of the ledger itself, for what the source has no line for. */
  accountCode?: string;
  /** It is outside of every tax. */
  isUntaxed?: boolean;
  /** With up to four decimals. */
  quantity: number;
  unitMinor: number;
  taxMinor: number;
  totalMinor: number;
}

export interface LineContext {
  settings: LedgerSettings;
  catalogue: Catalogue;
  tracking?: { categoryName: string; optionName: string };
}

/** Maps each line, or tells of the first that cannot be mapped. */
export function mapLines(lines: MappableLine[], context: LineContext): Mapped<LineDraft[]> {
  const drafts: LineDraft[] = [];
  for (const line of lines) {
    const draft = mapLine(line, context);
    if (!draft.ok) return draft;
    drafts.push(draft.value);
  }
  return mapped(drafts);
}

/** As {@link mapLines}, beside what the source says of each line's total and tax. */
export function mapTaxedLines(lines: MappableLine[], context: LineContext): Mapped<TaxedDraft[]> {
  const drafts = mapLines(lines, context);
  if (!drafts.ok) return drafts;
  return mapped(
    drafts.value.flatMap((draft, index) => {
      const line = lines[index];
      return line === undefined
        ? []
        : [{ draft, totalMinor: line.totalMinor, taxMinor: line.taxMinor }];
    }),
  );
}

function mapLine(line: MappableLine, context: LineContext): Mapped<LineDraft> {
  const { settings, catalogue } = context;
  const code = line.accountCode ?? ledgerCode(line, settings);
  const account = chooseAccount(code, settings, catalogue);
  if (!account.ok) return account;
  const isDeposit = line.isDeposit === true && settings.depositAccountCode !== undefined;
  if (isDeposit && line.taxMinor !== 0)
    return rejected('deposit_taxed', `${line.taxMinor} of ${line.totalMinor}`);
  const isUntaxed = isDeposit || line.isUntaxed === true;
  const tax = chooseTax({ ...line, isUntaxed, account: account.value }, settings, catalogue);
  if (!tax.ok) return tax;
  return mapped({
    description: line.description,
    ...quantityAndUnit(line),
    accountCode: account.value.code,
    ...tax.value,
    ...optional('tracking', context.tracking),
  });
}

/**
 * A discount, a part of a month or a rounding makes quantity × price differ from the total: then one unit is
 * the total, so that the ledger has nothing to round.
 */
function quantityAndUnit(line: MappableLine): { quantity: number; unitAmountMinor: number } {
  const { quantity, unitMinor, totalMinor } = line;
  return quantity > 0 && isExactProduct(quantity, unitMinor, totalMinor)
    ? { quantity, unitAmountMinor: unitMinor }
    : { quantity: 1, unitAmountMinor: totalMinor };
}
