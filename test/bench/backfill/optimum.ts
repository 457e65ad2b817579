/** What a run has to bring into an empty ledger. */
export interface Load {
  invoices: number;
  creditNotes: number;
  customers: number;
  hasHistoryNotes: boolean;
}

/** As many elements as Xero takes in one call, and numbers of customers as fit into one address. */
const together = 50;
const numbersPerLookUp = 20;
/** Organisation, accounts, tax rates, tracking, currencies. */
const settingsCalls = 5;
/** Of Xero's and of Stora's 60 a minute. */
const laneCallsPerMinute = 60 * 0.8;
const documentsPerPage = 100;
/** Of Xero's 5,000, which are given back a day after they were taken. */
const laneCallsPerDay = 5_000 * 0.8;
const minutesPerDay = 24 * 60;

/**
 * The fewest calls to Xero that keep every rule: what is created is looked for first; part payments are
 * looked for; fifty go together; each credit note is set against its invoice, and each history note is
 * written, by a call of its own, as Xero has no other.
 */
export function leastCalls({ invoices, creditNotes, customers, hasHistoryNotes }: Load): number {
  const calls = (count: number, size: number) => Math.ceil(count / size);
  const ofInvoices = 4 * calls(invoices, together);
  const ofCreditNotes = 3 * calls(creditNotes, together) + creditNotes;
  const ofCustomers = calls(customers, numbersPerLookUp) + calls(customers, together);
  const ofNotes = hasHistoryNotes ? invoices + creditNotes : 0;
  return settingsCalls + ofCustomers + ofInvoices + ofCreditNotes + ofNotes;
}

/**
 * How long the lane takes for them. It begins a call while fewer than four fifths of the cap are used, by
 * whomever: live calls meanwhile take theirs. The second walk comes after them and reads each page at Stora
 * once. What is beyond the calls of a day comes the day after.
 */
export function optimumMinutes(load: Load, liveCalls: number): number {
  const { invoices, creditNotes } = load;
  const pages = Math.ceil(invoices / documentsPerPage) + Math.ceil(creditNotes / documentsPerPage);
  const calls = leastCalls(load) + liveCalls;
  const days = Math.floor(calls / laneCallsPerDay);
  return days * minutesPerDay + (calls - days * laneCallsPerDay + pages) / laneCallsPerMinute;
}
