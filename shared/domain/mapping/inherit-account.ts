import type { LedgerSettings } from '../../contracts/settings.ts';
import type { SourceCreditNote, SourceInvoice, SourceLine } from '../source/records.ts';
import { ledgerCode } from './ledger-code.ts';
import { type Mapped, mapped, rejected } from './result.ts';

type CreditLine = SourceCreditNote['lines'][number];
type Codes = Pick<LedgerSettings, 'accountMap' | 'depositAccountCode'>;

interface Credited {
  note: SourceCreditNote;
  invoice: SourceInvoice;
}

/**
 * The invoice line whose account a credited line goes to, as it has none of its own; undefined where it is
 * none of them. The source does not say which line that is, so what cannot be it is left out. Lines of
 * several accounts in the end are for a person: the first, or the one of the same amount, would be a guess.
 */
export function inheritedLine(
  line: CreditLine,
  { note, invoice }: Credited,
  settings: Codes,
): Mapped<SourceLine | undefined> {
  // An invoice with one account only leaves no doubt, whatever the credit line is called.
  if (codesOf(invoice.lines, settings).length < 2) return mapped(invoice.lines[0]);
  const named = namedAs(line.description, invoice.lines);
  if (named.length === 0) return mapped(byTaxAlone(line, invoice.lines, settings));
  const possible = [
    (candidate: SourceLine) => isTaxedAs(line, candidate),
    (candidate: SourceLine) => isPartOf(line, candidate),
    (candidate: SourceLine) => !isCreditedInFull(note, invoice) || isWhole(line, candidate),
  ].reduce(narrowed, named);
  const left = codesOf(possible, settings);
  if (left.length < 2) return mapped(possible[0]);
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
 * Where it does not, it is none of them.
 */
function byTaxAlone(
  line: CreditLine,
  lines: SourceLine[],
  settings: Codes,
): SourceLine | undefined {
  const fitting = lines.filter((candidate) => isTaxedAs(line, candidate));
  return codesOf(fitting, settings).length === 1 ? fitting[0] : undefined;
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

/** Nobody credits more of a line than it has, nor a charge where it is a discount. */
function isPartOf({ amountMinor }: CreditLine, { totalMinor }: SourceLine): boolean {
  const isSameSign = Math.sign(amountMinor) === Math.sign(totalMinor);
  return isSameSign && Math.abs(totalMinor) >= Math.abs(amountMinor);
}

function isWhole(credit: CreditLine, { totalMinor, taxMinor }: SourceLine): boolean {
  return credit.amountMinor === totalMinor && credit.taxMinor === taxMinor;
}

/** One credit note over the whole invoice, line by line: each of its lines credits one of that amount. */
function isCreditedInFull(note: SourceCreditNote, invoice: SourceInvoice): boolean {
  const credited = note.lines.map(({ description, amountMinor, taxMinor }) =>
    JSON.stringify([folded(description), amountMinor, taxMinor]),
  );
  const charged = invoice.lines.map(({ description, totalMinor, taxMinor }) =>
    JSON.stringify([folded(description), totalMinor, taxMinor]),
  );
  return JSON.stringify(credited.sort()) === JSON.stringify(charged.sort());
}

function codesOf(lines: SourceLine[], settings: Codes): Array<string | undefined> {
  return [...new Set(lines.map((line) => ledgerCode(line, settings)))];
}
