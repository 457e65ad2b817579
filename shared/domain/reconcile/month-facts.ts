import type { Difference } from '../../contracts/difference-item.ts';
import type { RecordKind } from '../../contracts/ids.ts';
import type { Link } from '../../contracts/link-item.ts';
import type { Mismatch } from '../../contracts/mismatch.ts';
import type {
  AcceptedMismatch,
  CurrencyProof,
  MonthProof,
  ProofRow,
} from '../../contracts/month-proof.ts';
import type { LedgerSettings } from '../../contracts/settings.ts';

/** A payment as the ledger lists it, where it tells on which account. */
export interface ListedPayment {
  invoiceTargetId: string;
  accountCode: string | undefined;
  amountMinor: number;
  /** Where it is ours, id of the invoice and sum: such a one went where we sent it. */
  reference?: string | undefined;
}

/** What the source says of a record that is in no list of the month. */
export type AtSource =
  | 'known'
  /** Asked for by its id, and not there. */
  | 'gone'
  /** Nobody asked. */
  | 'unread';

/** Everything that both sides, and we, know of one month. */
export interface MonthFacts {
  /** `YYYY-MM`. */
  month: string;
  settings: LedgerSettings;
  /** Dated in the month, at the source and in the ledger. */
  source: readonly ProofRow[];
  ledger: readonly ProofRow[];
  /**
   * Documents of the ledger that are not in its list of the month, whatever their day: those that are linked from
   * rows of the source, those that stand under the number of a row that would be missing, and the invoices that
   * credit notes of the month credit. What is linked and in neither list is unknown to the ledger.
   */
  elsewhere: readonly ProofRow[];
  /** Documents of the source to which rows of the ledger of this month refer, dated in another month. */
  elsewhereSource: readonly ProofRow[];
  /** As it counts in the company at hand (`link-in-account.ts`). */
  linkOf(kind: RecordKind, sourceId: string): Link | undefined;
  /** A person is asked about it, or left it as it is. */
  issueOf(kind: RecordKind, sourceId: string): { cause: string } | undefined;
  /** What a look at the ledger found, and whether a person wants it so. */
  handEdit(kind: RecordKind, sourceId: string): Pick<Difference, 'what' | 'accepted'> | undefined;
  /** A message for it waits, it stands aside, it came about a moment ago, or nobody knows the end of a write. */
  isUnderWay(kind: RecordKind, sourceId: string): boolean;
  atSource(kind: ProofRow['kind'], sourceId: string): AtSource;
  /** Empty where the ledger does not list them. */
  payments: readonly ListedPayment[];
  accepted: readonly AcceptedMismatch[];
  /** How the ledger names an account or a tax type. */
  labelOf(by: 'account' | 'tax', key: string): string | undefined;
  /** When the first of both sides' lists was read; what was written since may be on none of them. */
  readFromEpochMs?: number;
}

/** What a month comes to; `found` counts what nobody accepted. */
export interface Proved extends Pick<MonthProof, 'openSourceIds' | 'others'> {
  mismatches: Mismatch[];
  accepted: Mismatch[];
  currencies: CurrencyProof[];
  found: Record<string, number>;
}
