import type { DocumentRow } from '../../shared/contracts/document-item.ts';
import type { DocumentPage, DocumentPlace, Documents } from '../../shared/ports/documents.ts';
import { Faults } from './faults.ts';

export class InMemoryDocuments implements Documents {
  readonly faults = new Faults();
  /** How often a page was read, and how many rows were put. */
  reads = 0;
  puts = 0;
  readonly #rows = new Map<string, DocumentRow>();

  /** Every row, newest first. */
  all(): DocumentRow[] {
    return [...this.#rows].toSorted(newestFirst).map(([, row]) => structuredClone(row));
  }

  async putAll(rows: DocumentRow[]): Promise<void> {
    this.faults.check('putAll');
    this.puts += rows.length;
    for (const row of rows) this.#rows.set(sortKeyOf(row), structuredClone(row));
  }

  async page(place: DocumentPlace): Promise<DocumentPage> {
    this.faults.check('page');
    this.reads += 1;
    const { operatorId, target, issued = '', after, atMost } = place;
    const begin = `${operatorId}#${target}#${issued}`;
    const behind = [...this.#rows]
      .filter(([key]) => key.startsWith(begin) && (after === undefined || key < after))
      .toSorted(newestFirst)
      .map(([, row]) => row);
    const documents = structuredClone(behind.slice(0, atMost));
    const last = documents.length < atMost ? undefined : documents.at(-1);
    return { documents, next: last && sortKeyOf(last) };
  }

  placeOf(row: DocumentRow): string {
    return sortKeyOf(row);
  }
}

function newestFirst([left]: [string, DocumentRow], [right]: [string, DocumentRow]): number {
  return left < right ? 1 : -1;
}

function sortKeyOf({ operatorId, target, issuedAt, kind, sourceId }: DocumentRow): string {
  return `${operatorId}#${target}#${issuedAt}#${kind}#${sourceId}`;
}
