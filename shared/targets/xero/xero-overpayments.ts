import type { OverpaymentDraft } from '../../domain/ledger/drafts.ts';
import type { LedgerOverpayment, LedgerOverpayments } from '../../ports/ledger/overpayments.ts';
import type { WriteKey, Written } from '../../ports/writes.ts';
import type { XeroApi } from './xero-api.ts';
import { overpaymentBody, referenceMark } from './xero-bodies.ts';
import { overpaymentsOfContact } from './xero-look-up-paths.ts';
import type { XeroLookUps } from './xero-look-ups.ts';
import { minorOf } from './xero-readers.ts';
import { xeroBankTransaction } from './xero-resources.ts';
import { mapWritten, only } from './xero-written.ts';

/** The scope without which Xero takes no bank transactions, and the reason why not every stage has them. */
export const overpaymentScope = 'accounting.banktransactions';

/** At Xero money beyond what is due is a bank transaction of the customer, of a type of its own. */
export class XeroOverpayments implements LedgerOverpayments {
  readonly #api: XeroApi;
  readonly #lookUps: XeroLookUps;

  constructor(api: XeroApi, lookUps: XeroLookUps) {
    this.#api = api;
    this.#lookUps = lookUps;
  }

  async find(of: {
    contactTargetId: string;
    reference: string;
    currency: string;
  }): Promise<LedgerOverpayment | undefined> {
    const known = await this.#lookUps.find(overpaymentsOfContact, [of.contactTargetId]);
    const mark = referenceMark(of.reference);
    const own = known
      .filter(({ Status }) => Status !== 'DELETED' && Status !== 'VOIDED')
      .find(({ LineItems }) => (LineItems ?? []).some((line) => line.Description?.includes(mark)));
    return own && { targetId: own.BankTransactionID, amountMinor: minorOf(own.Total, of.currency) };
  }

  async create(draft: OverpaymentDraft, key: WriteKey): Promise<Written<LedgerOverpayment>> {
    const written = await this.#api.write(
      {
        method: 'PUT',
        path: '/BankTransactions',
        key: 'BankTransactions',
        elements: [overpaymentBody(draft)],
        idempotencyKey: key,
      },
      xeroBankTransaction,
    );
    return mapWritten(only(written), (made) => ({
      targetId: made.BankTransactionID,
      amountMinor: minorOf(made.Total, draft.currency),
    }));
  }
}
