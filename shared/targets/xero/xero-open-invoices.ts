import type { LedgerDocument } from '../../ports/ledger/documents.ts';
import type { LedgerOpenInvoices } from '../../ports/ledger/open-invoices.ts';
import { openInvoicesOfContact } from './xero-look-up-paths.ts';
import type { XeroLookUps } from './xero-look-ups.ts';
import { readLedgerInvoice } from './xero-readers.ts';

export class XeroOpenInvoices implements LedgerOpenInvoices {
  readonly #lookUps: XeroLookUps;

  constructor(lookUps: XeroLookUps) {
    this.#lookUps = lookUps;
  }

  async of(contactTargetId: string): Promise<LedgerDocument[]> {
    const found = await this.#lookUps.find(openInvoicesOfContact, [contactTargetId]);
    // Bills share the list.
    return found
      .filter(({ Type }) => Type === 'ACCREC')
      .map(readLedgerInvoice)
      .filter(({ dueMinor, status }) => dueMinor > 0 && status === 'AUTHORISED');
  }
}
