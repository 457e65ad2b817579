/** The parts of a document in the ledger that decide whether it is the one we mean. */
export interface FoundDocument {
  reference: string | undefined;
  contactTargetId: string;
  currency: string;
  totalMinor: number;
}

interface WantedDocument {
  reference: string;
  contactTargetId: string;
  currency: string;
  totalMinor: number;
}

/**
 * Whether a document found under the wanted number is ours (our reference, from a write whose answer
 * was lost) or the same one by other means (imported from a file): equal customer, currency, total.
 */
export function isSameDocument(found: FoundDocument, wanted: WantedDocument): boolean {
  const isEqualInMoney =
    found.totalMinor === wanted.totalMinor && found.currency === wanted.currency;
  if (found.reference === wanted.reference) return isEqualInMoney;
  return isEqualInMoney && found.contactTargetId === wanted.contactTargetId;
}
