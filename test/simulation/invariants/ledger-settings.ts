import type { LedgerSettings } from '../../../shared/contracts/settings.ts';
import type { FinishedRun } from '../history.ts';
import { type Occurred, viewOf } from './run-view.ts';

/** What an operator chose to have in the ledger beside the documents. */
export interface Settlement {
  hasPayments: boolean;
  /** Documents are posted as drafts at the end. */
  hasDrafts: boolean;
  /** What is given up is written off. */
  writesOff: boolean;
  /** What is paid beyond what is due stands there as money on account. */
  keepsMore: boolean;
  /** Where voiding is not possible, a credit note takes its place. */
  creditsVoids: boolean;
  /** A document that changed at the source is left to a person. */
  asksOfChanges: boolean;
  /** A document whose day is locked goes to the first day that is open. */
  movesToOpenDay: boolean;
  /** The same of credit notes. */
  hasNoteDrafts: boolean;
  /** Credit notes may be approved while their invoices wait for that. */
  isNoteStatusOwn: boolean;
  /** What becomes of a credit that its own invoice has no use for. */
  rest: LedgerSettings['postPaymentCredit'];
}

/** As they were stored last; the status in which documents are posted changes on the way. */
export function settingsOf(run: FinishedRun, operatorId: string): Settlement {
  const settings = settingsStored(run, operatorId).at(-1);
  const status = settings?.creditNoteStatus ?? settings?.invoiceStatus;
  return {
    hasPayments: settings?.postPayments ?? true,
    hasDrafts: settings?.invoiceStatus === 'DRAFT',
    writesOff: settings?.uncollectible === 'credit',
    keepsMore: settings?.overpayment === 'post',
    creditsVoids: settings?.voidedDocument === 'void_or_credit',
    movesToOpenDay: settings?.lockedPeriod === 'next_open_day',
    asksOfChanges: settings?.changedDocument === 'issue',
    hasNoteDrafts: status === 'DRAFT',
    isNoteStatusOwn: settings?.creditNoteStatus !== undefined,
    rest: settings?.postPaymentCredit ?? 'leave_open',
  };
}

/** All that were stored, however and by whom, the latest last. */
export function settingsStored(run: FinishedRun, operatorId: string): LedgerSettings[] {
  return viewOf(run)
    .of('stored')
    .flatMap((stored) => settingsIn(stored) ?? [])
    .filter((settings) => settings.operatorId === operatorId);
}

/** The settings that stand after it; a change names what stood before it, too. */
export function settingsIn(stored: Occurred<'stored'>): LedgerSettings | undefined {
  const { store, method, input, output } = stored;
  if (store !== 'settings' || output === false) return undefined;
  if (method === 'put') return input as LedgerSettings;
  if (method !== 'change' && method !== 'save') return undefined;
  const [, next] = input as [LedgerSettings, LedgerSettings];
  return next;
}
