import type { LedgerSettings } from '../../contracts/settings.ts';

/** In which status credit notes are posted; as invoices, where nothing else is chosen. */
export function creditNoteStatusOf(
  settings: Pick<LedgerSettings, 'creditNoteStatus' | 'invoiceStatus'>,
): LedgerSettings['invoiceStatus'] {
  return settings.creditNoteStatus ?? settings.invoiceStatus;
}
