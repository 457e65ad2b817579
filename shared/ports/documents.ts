import type { DocumentRow } from '../contracts/document-item.ts';
import type { Target } from '../contracts/ids.ts';

export interface DocumentPlace {
  operatorId: string;
  target: Target;
  /** Only those whose `issuedAt` begins so: a year, a month, a day; absent: all. */
  issued?: string;
  /** Goes on there: the `next` of the page before. */
  after?: string | undefined;
  /** So many rows are read at most. */
  atMost: number;
}

export interface DocumentPage {
  documents: DocumentRow[];
  /** Undefined: nothing is behind it. */
  next: string | undefined;
}

/** What people look documents up in: one row each per target, newest first. */
export interface Documents {
  /** Each in the place of its row before. When it throws, some may stand there: it is called again with all. */
  putAll(rows: DocumentRow[]): Promise<void>;
  page(place: DocumentPlace): Promise<DocumentPage>;
  /** Where a page goes on that begins behind this row: an `after`. */
  placeOf(row: DocumentRow): string;
}
