import type { LedgerSettings } from '../../../shared/contracts/settings.ts';
import type { FinishedRun } from '../history.ts';
import { viewOf } from './run-view.ts';

/** What an operator chose to have in the ledger beside the documents. */
export interface Settlement {
  hasPayments: boolean;
  /** Documents are posted as drafts at the end. */
  hasDrafts: boolean;
  /** The same of credit notes. */
  hasNoteDrafts: boolean;
  /** What becomes of a credit that its own invoice has no use for. */
  rest: LedgerSettings['postPaymentCredit'];
}

/** As they were stored last; the status in which documents are posted changes on the way. */
export function settingsOf(run: FinishedRun, operatorId: string): Settlement {
  const put = viewOf(run)
    .of('stored')
    .findLast(
      ({ store, method, input }) =>
        store === 'settings' &&
        method === 'put' &&
        (input as LedgerSettings).operatorId === operatorId,
    );
  const settings = put?.input as LedgerSettings | undefined;
  const status = settings?.creditNoteStatus ?? settings?.invoiceStatus;
  return {
    hasPayments: settings?.postPayments ?? true,
    hasDrafts: settings?.invoiceStatus === 'DRAFT',
    hasNoteDrafts: status === 'DRAFT',
    rest: settings?.postPaymentCredit ?? 'leave_open',
  };
}
