import type { AmendmentDraft } from '../../domain/ledger/drafts.ts';
import type { LedgerAmendments } from '../../ports/ledger/amendments.ts';
import type { LedgerDocument } from '../../ports/ledger/documents.ts';
import type { WriteKey, Written } from '../../ports/writes.ts';
import type { XeroApi } from './xero-api.ts';
import { amendmentBody } from './xero-bodies.ts';
import { readLedgerInvoice } from './xero-readers.ts';
import { xeroInvoice } from './xero-resources.ts';
import { mapWritten, only } from './xero-written.ts';

export class XeroAmendments implements LedgerAmendments {
  readonly #api: XeroApi;

  constructor(api: XeroApi) {
    this.#api = api;
  }

  async amend(draft: AmendmentDraft, key: WriteKey): Promise<Written<LedgerDocument>> {
    const written = await this.#api.write(
      {
        method: 'POST',
        path: `/Invoices/${draft.targetId}?unitdp=4`,
        key: 'Invoices',
        elements: [amendmentBody(draft)],
        idempotencyKey: key,
      },
      xeroInvoice,
    );
    return mapWritten(only(written), readLedgerInvoice);
  }
}
