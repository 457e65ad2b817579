import { type DocumentRow, documentItem } from '../../contracts/document-item.ts';
import type { DocumentPage, DocumentPlace, Documents } from '../../ports/documents.ts';
import { type ItemKey, keys, operatorPartition, prefixes } from './keys.ts';
import { listPage } from './list-page.ts';
import type { Table } from './table.ts';

/** Documents in the operator's partition, in order of the instant at which they were raised. */
export class DynamoDocuments implements Documents {
  readonly #table: Table;

  constructor(parts: { table: Table }) {
    this.#table = parts.table;
  }

  async putAll(rows: DocumentRow[]): Promise<void> {
    await this.#table.putMany(rows.map((row) => ({ key: keyOf(row), fields: row })));
  }

  async page({
    operatorId,
    target,
    issued = '',
    after,
    atMost,
  }: DocumentPlace): Promise<DocumentPage> {
    const pk = operatorPartition(operatorId);
    const prefix = `${prefixes.document}${target}#${issued}`;
    const query = { pk, prefix, schema: documentItem, isNewestFirst: true, after, atMost };
    const { found, next } = await listPage(this.#table, query, keyOf);
    return { documents: found, next };
  }

  placeOf(row: DocumentRow): string {
    return keyOf(row).sk;
  }
}

function keyOf(row: DocumentRow): ItemKey {
  return keys.document(row);
}
