import { moneyWords } from '../money/money-words.ts';
import { isOutOfBooks } from './out-of-books.ts';

/** The parts of a document in the ledger that decide whether it is the one we mean. */
export interface FoundDocument {
  number: string;
  reference: string | undefined;
  contactTargetId: string;
  day: string | undefined;
  currency: string;
  totalMinor: number;
  taxMinor: number;
  status: string;
}

interface WantedDocument {
  number: string;
  reference: string;
  contactTargetId: string;
  date: string;
  trueDate?: string;
  currency: string;
  totalMinor: number;
  taxMinor: number;
  status: 'AUTHORISED' | 'DRAFT';
}

/**
 * Whether a document found under the wanted number is ours (our reference, from a write whose answer
 * was lost) or the same one by other means (imported from a file): equal customer, currency, total, tax,
 * day, and as far in the books as we would have brought it.
 */
export function isSameDocument(found: FoundDocument, wanted: WantedDocument): boolean {
  return documentDifferences(found, wanted).length === 0;
}

/**
 * The document that stands under a number. One out of the books gives its number free, unless it is our
 * own that somebody voided.
 */
export function documentOfNumber<F extends FoundDocument>(
  wanted: Pick<WantedDocument, 'number' | 'reference'>,
  found: F[],
): F | undefined {
  const holders = found.filter((document) => document.number === wanted.number);
  return (
    holders.find((document) => !isOutOfBooks(document)) ??
    holders.find((document) => document.reference === wanted.reference)
  );
}

/** What speaks against it, in words for the person who has to compare them. */
function documentDifferences(found: FoundDocument, wanted: WantedDocument): string[] {
  const isOurs = found.reference === wanted.reference;
  const imported = isOurs ? [] : importDifferences(found, wanted);
  return [...moneyDifferences(found, wanted), ...imported];
}

/** The fact of an issue: the number, and what is different. */
export function takenDetail(found: FoundDocument, wanted: WantedDocument): string {
  return [wanted.number, ...documentDifferences(found, wanted)].join('; ');
}

function moneyDifferences(found: FoundDocument, wanted: WantedDocument): string[] {
  if (found.currency === wanted.currency && found.totalMinor === wanted.totalMinor) return [];
  return [`total ${amountOf(found)} there, ${amountOf(wanted)} here`];
}

function importDifferences(found: FoundDocument, wanted: WantedDocument): string[] {
  const isInBooks = found.status !== 'DRAFT' && found.status !== 'SUBMITTED';
  return [
    ...(found.currency !== wanted.currency || found.taxMinor === wanted.taxMinor
      ? []
      : [`tax ${taxOf(found)} there, ${taxOf(wanted)} here`]),
    ...(found.contactTargetId === wanted.contactTargetId ? [] : ['another customer']),
    ...(found.day === wanted.date || found.day === (wanted.trueDate ?? wanted.date)
      ? []
      : [`dated ${found.day ?? 'nowhere'} there, ${wanted.trueDate ?? wanted.date} here`]),
    ...(isInBooks || wanted.status === 'DRAFT' ? [] : ['not approved there']),
    ...(isOfOtherRecord(found, wanted) ? ['posted for another document of the source'] : []),
  ];
}

/** Its reference has the form of our own: it was posted for something else, under this number. */
function isOfOtherRecord(found: FoundDocument, wanted: WantedDocument): boolean {
  const form = /^[a-z]+_/.exec(wanted.reference)?.[0];
  return form !== undefined && (found.reference ?? '').startsWith(form);
}

function taxOf({ taxMinor, currency }: { taxMinor: number; currency: string }): string {
  return amountOf({ totalMinor: taxMinor, currency });
}

function amountOf({ totalMinor, currency }: { totalMinor: number; currency: string }): string {
  return moneyWords(totalMinor, currency);
}
