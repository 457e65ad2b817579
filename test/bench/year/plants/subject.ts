import type { RecordKind } from '../../../../shared/contracts/ids.ts';
import type { MismatchClass } from '../../../../shared/contracts/mismatch.ts';

/** What a night has to list, counted from both sides' own tables. */
export interface Listed {
  class: MismatchClass;
  kind: RecordKind;
  /** At the source; of what only the ledger knows its id there. */
  id: string;
  /** Ledger less source. */
  differenceMinor: number;
  /** `YYYY-MM`; undefined: the night lists it itself, as no month shows it. */
  month: string | undefined;
}

/** What stands at the source, and in the ledger a day later, before anything is planted. */
export type Begin = 'nothing' | 'open' | 'paid' | 'credited' | 'refunded' | 'written_off';

/** Records of the source that a difference is planted on; nothing else happens to them. */
export interface Subject {
  contactId: string;
  /** '' where nothing was raised yet. */
  invoiceId: string;
  noteId?: string;
}
