import type { LineDraft } from '../ledger/drafts.ts';
import { shortMark, shortMarkLength } from '../short-mark.ts';
import { optional } from '../source/optional.ts';
import type { SourceInvoice } from '../source/records.ts';

/*
 * A link keeps of what was posted a seal of eight characters: four tell the content at the source, four
 * what was written for it into the ledger. The one finds what changed at the source since, the other what
 * somebody edited in the ledger: either is compared, never read back.
 */

/** What the ledger was to show, or shows: lines by account, tax, sum and words, and the sums of all. */
export interface Shape {
  totalMinor: number;
  taxMinor: number;
  lines: Array<{
    accountCode: string | undefined;
    taxType: string | undefined;
    totalMinor: number;
    description: string;
    tracking?: { optionName: string };
  }>;
}

/** What of an invoice leads to another document when it changes; payments and states do not. */
export function contentMark(invoice: SourceInvoice): string {
  const { number, currency, contactId, totalMinor, taxMinor, lines } = invoice;
  const parts = lines.map((line) => [
    line.description,
    line.accountingCode ?? '',
    line.quantity,
    line.priceMinor,
    line.taxMinor,
    line.totalMinor,
  ]);
  return shortMark(
    JSON.stringify([number ?? '', contactId, currency, totalMinor, taxMinor, parts]),
  );
}

/** The same for a document as it was sent and as it stands, if nobody edited it. */
export function shapeMark({ totalMinor, taxMinor, lines }: Shape): string {
  const parts = lines.map((line) => [
    line.accountCode ?? '',
    line.taxType ?? '',
    line.totalMinor,
    line.description.replace(/\s+/g, ' ').trim(),
  ]);
  return shortMark(JSON.stringify([totalMinor, taxMinor, parts]));
}

/**
 * Of what stands in the ledger; undefined where its lines are not shown. By this an edit of what has no seal is
 * seen: a credit note, or a document of somebody else's.
 */
export function standingMark({ lines, ...sums }: Partial<Shape> & Omit<Shape, 'lines'>) {
  return lines === undefined ? undefined : shapeMark({ ...sums, lines });
}

/** What a draft makes of the document. */
export function shapeOfDraft(draft: {
  totalMinor: number;
  taxMinor: number;
  lines: LineDraft[];
}): Shape {
  const lines = draft.lines.map((line) => ({
    accountCode: line.accountCode,
    taxType: line.taxType,
    totalMinor: Math.round(line.quantity * line.unitAmountMinor),
    description: line.description,
    ...optional('tracking', line.tracking),
  }));
  return { totalMinor: draft.totalMinor, taxMinor: draft.taxMinor, lines };
}

export function sealOf(invoice: SourceInvoice, shape: Shape): string {
  return contentMark(invoice) + shapeMark(shape);
}

export function contentIn(seal: string): string {
  return seal.slice(0, shortMarkLength);
}

export function shapeIn(seal: string): string {
  return seal.slice(shortMarkLength);
}

/** The mark of what a document showed when we wrote or linked it; undefined where nobody kept that. */
export function knownShape({
  seal,
  shape,
}: {
  seal?: string | undefined;
  shape?: string | undefined;
}): string | undefined {
  return seal === undefined ? shape : shapeIn(seal);
}
