import type { LedgerSettings } from '../../../shared/contracts/settings.ts';
import type { FinishedRun } from '../history.ts';
import { viewOf } from './run-view.ts';

/** What an operator chose to have in the ledger beside the documents. */
export interface Settlement {
  hasPayments: boolean;
  hasAllocations: boolean;
  hasNotes: boolean;
}

/** As they were stored last; a run changes them before it begins and never after. */
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
  const isFinal = settings?.invoiceStatus !== 'DRAFT';
  return {
    hasPayments: isFinal && (settings?.postPayments ?? true),
    hasAllocations: isFinal,
    hasNotes: settings?.historyNotes ?? true,
  };
}
