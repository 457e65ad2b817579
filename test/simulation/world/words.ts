/** What a person added to the name of a tracking option. */
export const movedSuffix = ' (moved)';

/** With the id of the record: what Xero says of one that it does not take. */
export const notTaken = 'This is not taken:';

/** Stands in the account number of a contact who is no customer of ours. */
export const strangersNumber = 'SOMEBODY-ELSE';

/** Stands in the account number of a contact that a person made. */
export const handMade = 'BY-HAND';

/** Code of the rent at the source, and the account that an operator has it go to for a while. */
export const rentCode = '200';
export const rentElsewhere = '404';

/** The last day of a period that somebody closes, and the first one after it. */
export const lockedUntil = '2027-12-31';
export const dayAfterLock = '2028-01-01';

/** Reference of a document that stands in the ledger from a file; its first part is no form of ours. */
export function importedFor(sourceId: string): string {
  return `CSV ${sourceId}`;
}
