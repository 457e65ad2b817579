import type { RecordKind } from '../../contracts/ids.ts';

/** What people call a record of each kind. */
export const kindNames: Readonly<Record<RecordKind, string>> = {
  contact: 'Customer',
  invoice: 'Invoice',
  credit_note: 'Credit note',
  deal: 'Deal',
  order: 'Booking',
  tenancy: 'Tenancy',
};
