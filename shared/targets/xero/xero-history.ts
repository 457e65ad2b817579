import type { DocumentKind } from '../../contracts/ids.ts';
import type { LedgerHistory } from '../../ports/ledger/history.ts';
import type { WriteKey, Written } from '../../ports/writes.ts';
import type { XeroApi } from './xero-api.ts';
import { xeroHistoryRecord } from './xero-resources.ts';
import { mapWritten, only } from './xero-written.ts';

const lists: Record<DocumentKind, string> = { invoice: '/Invoices', credit_note: '/CreditNotes' };

export class XeroHistory implements LedgerHistory {
  readonly #api: XeroApi;

  constructor(api: XeroApi) {
    this.#api = api;
  }

  async notesOf(kind: DocumentKind, targetId: string): Promise<string[]> {
    const path = `${lists[kind]}/${targetId}/History`;
    const records = await this.#api.readOne(path, 'HistoryRecords', xeroHistoryRecord);
    return records.flatMap((found) => found.Details ?? []);
  }

  async add(
    kind: DocumentKind,
    targetId: string,
    note: { text: string; key: WriteKey },
  ): Promise<Written<true>> {
    const written = await this.#api.write(
      {
        method: 'PUT',
        path: `${lists[kind]}/${targetId}/History`,
        key: 'HistoryRecords',
        elements: [{ Details: note.text }],
        idempotencyKey: note.key,
      },
      xeroHistoryRecord,
    );
    return mapWritten(only(written), () => true);
  }
}
