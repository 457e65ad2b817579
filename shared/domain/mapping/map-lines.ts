import type { LedgerSettings } from '../../contracts/settings.ts';
import type { Catalogue, LineDraft } from '../ledger/drafts.ts';
import { optional } from '../source/optional.ts';
import { chooseAccount } from './choose-account.ts';
import { chooseTax } from './choose-tax.ts';
import { type Mapped, mapped } from './result.ts';
import type { TaxedDraft } from './spread-tax.ts';

export interface MappableLine {
  description: string;
  accountingCode?: string;
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
  const account = chooseAccount(line.accountingCode, context.settings, context.catalogue);
  if (!account.ok) return account;
  const tax = chooseTax({ ...line, account: account.value }, context.settings, context.catalogue);
  if (!tax.ok) return tax;
  return mapped({
    description: line.description,
    ...quantityAndUnit(line),
    accountCode: account.value.code,
    ...tax.value,
    ...optional('tracking', context.tracking),
  });
}

/** A discount or a rounding makes quantity × price differ from the total: then one unit is the total. */
function quantityAndUnit(line: MappableLine): { quantity: number; unitAmountMinor: number } {
  const isPlain = line.quantity > 0 && line.quantity * line.unitMinor === line.totalMinor;
  return isPlain
    ? { quantity: line.quantity, unitAmountMinor: line.unitMinor }
    : { quantity: 1, unitAmountMinor: line.totalMinor };
}
