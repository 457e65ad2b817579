/** A document as it stands in the ledger, as far as decisions look at it (`LedgerDocument`). */
export interface StandingDocument {
  targetId: string;
  number: string;
  reference: string | undefined;
  contactTargetId: string;
  day: string | undefined;
  currency: string;
  totalMinor: number;
  taxMinor: number;
  paidMinor: number;
  dueMinor: number;
  status: string;
  lines?: Array<{
    description: string;
    accountCode: string | undefined;
    taxType: string | undefined;
    totalMinor: number;
    taxMinor: number;
    tracking?: { optionName: string };
  }>;
}
