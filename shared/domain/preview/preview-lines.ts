import type { Preview, PreviewedDocument } from '../../contracts/preview.ts';
import { targets } from '../../targets/registry.ts';
import { moneyWords } from '../money/money-words.ts';
import { fateWords, unclearWords } from './fate-words.ts';
import { matchReport } from './match-report.ts';
import { accountWords, counted, fateCounts, siteWords, taxWords } from './preview-words.ts';
import { balanceOf, type GroupTotal, totalsOf } from './totals.ts';

/** The preview for whoever reads a terminal. */
export function previewLines(preview: Preview): string[] {
  const { documents } = preview;
  const totals = totalsOf(documents);
  const accounts = totals.accounts.map((row) => {
    const { currency, debitMinor, creditMinor } = row;
    const sides = `debit ${moneyWords(debitMinor, currency)}, credit ${moneyWords(creditMinor, currency)}`;
    return `  ${accountWords(row.account, preview)}: ${sides}`;
  });
  const balances = balanceOf(totals.accounts).map(
    ({ currency, debitMinor, creditMinor }) =>
      `  Together: debit ${moneyWords(debitMinor, currency)}, credit ${moneyWords(creditMinor, currency)}`,
  );
  return [
    ...headLines(preview),
    'By account:',
    ...accounts,
    ...balances,
    'By tax rate:',
    ...totals.taxTypes.map((row) => groupLine(row, taxWords(row.name, preview))),
    'By site:',
    ...totals.sites.map((row) => groupLine(row, siteWords(row.name))),
    ...openLines(
      preview,
      documents.filter(({ fate }) => fate.kind === 'parked' || fate.kind === 'different'),
    ),
  ];
}

/** What is in the ledger already, and what is not quite. */
export function adoptionLines(preview: Preview): string[] {
  const { documents, customers } = matchReport(preview);
  const { name } = targets[preview.target];
  return [
    ...headLines(preview),
    `Documents: ${documents.equal} found equal, ${documents.known} linked before, ${documents.different.length} different, ${documents.onlyHere.length} not in ${name}, ${documents.leftOut} left out`,
    `Customers: ${customers.numbered} found by number, ${customers.recognised} recognised, ${customers.known} linked before, ${customers.onlyHere} not in ${name}, ${customers.unclear.length} unclear`,
    ...openLines(preview, documents.different),
    ...customers.unclear.map((contact) => {
      const { message = '', remedy = '' } = unclearWords(contact, preview.target) ?? {};
      return `  ${contact.name}: ${message} ${remedy}`;
    }),
  ];
}

function headLines(preview: Preview): string[] {
  const { from, to, documents, isCut, unreadable, target } = preview;
  const { name } = targets[target];
  const counts = fateCounts(preview);
  const before = documents.filter(({ isBeforeStart }) => isBeforeStart).length;
  return [
    `${from} to ${to}: ${counted(documents.length, 'document')}${isCut ? ', and there are more' : ''}`,
    `  ${counts.new} would go to ${name}, ${counts.equal + counts.known} are there, ${counts.different} differ, ${counts.parked} need you, ${counts.left_out} stay out`,
    ...(before > 0
      ? [`  ${before} are dated before the start and stay out; they show what others would be`]
      : []),
    ...(unreadable > 0 ? [`  ${counted(unreadable, 'record')} could not be read`] : []),
  ];
}

function groupLine({ currency, documents, netMinor, taxMinor }: GroupTotal, name: string): string {
  const sums = `${moneyWords(netMinor, currency)} and tax ${moneyWords(taxMinor, currency)}`;
  return `  ${name}: ${sums} in ${counted(documents, 'document')}`;
}

function openLines({ target }: Preview, documents: PreviewedDocument[]): string[] {
  if (documents.length === 0) return [];
  return [
    'For a person:',
    ...documents.map(({ number, sourceId, fate }) => {
      const { message, remedy } = fateWords(fate, target);
      return `  ${number ?? sourceId}: ${message} ${remedy}`;
    }),
  ];
}
