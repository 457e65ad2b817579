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
    return [...this.#rows]
      .toSorted(([left], [right]) => (left < right ? 1 : -1))
      .map(([, row]) => structuredClone(row));
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
    const own = this.all().filter(
      (row) =>
        row.operatorId === operatorId && row.target === target && row.issuedAt.startsWith(issued),
    );
    const behind = after === undefined ? own : own.filter((row) => sortKeyOf(row) < after);
    const documents = behind.slice(0, atMost);
    const last = documents.length < atMost ? undefined : documents.at(-1);
    return { documents, next: last && sortKeyOf(last) };
  }
}

function sortKeyOf({ operatorId, target, issuedAt, kind, sourceId }: DocumentRow): string {
  return `${operatorId}#${target}#${issuedAt}#${kind}#${sourceId}`;
}
