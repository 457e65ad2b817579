/** What one side has, in one shape: made of that side's own tables, and of nothing that the product says. */
export interface Books {
  documents: BookedDocument[];
  moneys: Money[];
}

export interface BookedDocument {
  /** Id at the source; of what closes an invoice the word behind it. */
  id: string;
  kind: 'invoice' | 'credit_note';
  number: string;
  /** ISO day, in the ledger's zone. */
  day: string;
  lines: BookedLine[];
  totalMinor: number;
  /** Of an invoice: what nobody has paid or credited yet. */
  openMinor: number;
}

export interface BookedLine {
  account: string;
  taxType: string;
  site: string;
  netMinor: number;
  taxMinor: number;
}

/** Received on an invoice, or paid back on a credit note, which is below nought. */
export interface Money {
  documentId: string;
  day: string;
  account: string;
  amountMinor: number;
}

const day = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London' });

/** Where all of the sites are. */
export function dayInLondon(iso: string): string {
  return day.format(new Date(iso));
}
