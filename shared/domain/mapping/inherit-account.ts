import type { Catalogue } from '../ledger/drafts.ts';
import type { SourceCreditNote, SourceInvoice, SourceLine } from '../source/records.ts';
import { type Mapped, mapped, rejected } from './result.ts';

type CreditLine = SourceCreditNote['lines'][number];

/**
 * The accounting code of a credited line, which has none of its own: that of the invoice line it credits.
 * The source does not say which that is, so each mark that the two may share narrows the choice, as long
 * as something is left. Lines of several accounts in the end are for a person: the first would be a guess.
 */
export function inheritedCode(
  line: CreditLine,
  invoice: SourceInvoice,
  catalogue: Catalogue,
): Mapped<string | undefined> {
  const codes = codesOf(invoice.lines);
  // An invoice with one account only leaves no doubt, whatever the credit line is called.
  if (codes.length < 2) return mapped(codes[0]);
  const named = namedAs(line.description, invoice.lines);
  if (named.length === 0) return mapped(byTaxAlone(line, invoice.lines));
  const matching = [
    (candidate: SourceLine) => isTaxedAs(line, candidate),
    (candidate: SourceLine) => candidate.totalMinor === line.amountMinor,
    (candidate: SourceLine) => Math.abs(candidate.totalMinor) >= Math.abs(line.amountMinor),
    (candidate: SourceLine) => isActive(candidate.accountingCode, catalogue),
  ].reduce(narrowed, named);
  const left = codesOf(matching);
  if (left.length < 2) return mapped(left[0]);
  return rejected('credit_line_ambiguous', left.map((code) => code ?? 'no code').join(', '));
}

/** The lines of that description, else those of it but for case and spaces. */
function namedAs(description: string, lines: SourceLine[]): SourceLine[] {
  const exact = lines.filter((line) => line.description === description);
  if (exact.length > 0) return exact;
  return lines.filter((line) => folded(line.description) === folded(description));
}

function folded(text: string): string {
  return text.trim().replace(/\s+/g, ' ').toLowerCase();
}

/**
 * Of a credit line of another name the tax alone may tell: insurance at 12 % credits no rent at 20 %.
 * Where it does not, the line has no code.
 */
function byTaxAlone(line: CreditLine, lines: SourceLine[]): string | undefined {
  const codes = codesOf(lines.filter((candidate) => isTaxedAs(line, candidate)));
  return codes.length === 1 ? codes[0] : undefined;
}

function narrowed(lines: SourceLine[], fits: (line: SourceLine) => boolean): SourceLine[] {
  const fitting = lines.filter(fits);
  return fitting.length > 0 ? fitting : lines;
}

/** Whether the line's own tax, in proportion, is the tax that was credited, but for rounding. */
function isTaxedAs(credit: CreditLine, { totalMinor, taxMinor }: SourceLine): boolean {
  if (totalMinor === 0) return false;
  const share = Math.abs((credit.amountMinor * taxMinor) / totalMinor);
  return Math.abs(share - Math.abs(credit.taxMinor)) <= 1;
}

function isActive(code: string | undefined, { accounts }: Catalogue): boolean {
  return (
    code === undefined || accounts.some((account) => account.code === code && account.isActive)
  );
}

function codesOf(lines: SourceLine[]): Array<string | undefined> {
  return [...new Set(lines.map(({ accountingCode }) => accountingCode))];
}
