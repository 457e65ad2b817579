import type { Preview, PreviewedDocument, PreviewLine } from '../../contracts/preview.ts';
import { type CsvCell, csvLine } from '../csv.ts';
import { currencyDigits, formatMinor } from '../money/decimal.ts';
import { fateWords, unclearWords } from './fate-words.ts';
import { matchReport } from './match-report.ts';

const previewColumns = [
  'kind',
  'number',
  'date',
  'customer',
  'site',
  'currency',
  'total',
  'tax',
  'result',
  'reason',
  'remedy',
  'description',
  'account',
  'tax type',
  'net',
  'line tax',
  'payment',
  'payment account',
  'id',
];

/** The preview as a table: a row for each line of a document, one for a document without lines. */
export function previewCsv(preview: Preview): string[] {
  const rows = preview.documents.flatMap((document) =>
    document.lines.length === 0
      ? [documentRow(preview, document, undefined)]
      : document.lines.map((line) => documentRow(preview, document, line)),
  );
  return [previewColumns, ...rows].map(csvLine);
}

function documentRow(
  { target }: Preview,
  document: PreviewedDocument,
  line: PreviewLine | undefined,
): CsvCell[] {
  const { currency, payment } = document;
  // The payment stands beside the first line, so that sums of the column are right.
  const isFirst = line === undefined || line === document.lines[0];
  const amount = (minor: number | undefined): CsvCell =>
    minor === undefined ? '' : { number: formatMinor(minor, currencyDigits(currency)) };
  const words = fateWords(document.fate, target);
  return [
    document.kind.replace('_', ' '),
    document.number ?? '',
    document.day ?? '',
    document.customer,
    document.site ?? '',
    currency,
    amount(isFirst ? document.totalMinor : undefined),
    amount(isFirst ? document.taxMinor : undefined),
    document.isBeforeStart ? `${words.short} (before the start date: stays out)` : words.short,
    words.message,
    words.remedy,
    line?.description ?? '',
    line?.accountCode ?? '',
    line?.taxType ?? '',
    amount(line?.netMinor),
    amount(line?.taxMinor),
    amount(isFirst ? payment?.amountMinor : undefined),
    isFirst ? (payment?.accountCode ?? '') : '',
    document.sourceId,
  ];
}

const adoptionColumns = [
  'kind',
  'number or name',
  'date',
  'customer',
  'total',
  'result',
  'difference',
  'what to do',
  'id',
];

/** The match report as a table: every document, and the customers about whom a person is asked. */
export function adoptionCsv(preview: Preview): string[] {
  const { target } = preview;
  const documents = preview.documents.map((document): CsvCell[] => {
    const { kind, number = '', day = '', customer, currency, totalMinor, fate } = document;
    const words = fateWords(fate, target);
    const total = { number: formatMinor(totalMinor, currencyDigits(currency)) };
    const { message, remedy, short } = words;
    return [
      kind.replace('_', ' '),
      number,
      day,
      customer,
      total,
      short,
      message,
      remedy,
      document.sourceId,
    ];
  });
  const customers = matchReport(preview).customers.unclear.map((contact): CsvCell[] => {
    const { message = '', remedy = '' } = unclearWords(contact, target) ?? {};
    const { name, sourceId } = contact;
    return ['customer', name, '', name, '', 'needs you', message, remedy, sourceId];
  });
  return [adoptionColumns, ...documents, ...customers].map(csvLine);
}
