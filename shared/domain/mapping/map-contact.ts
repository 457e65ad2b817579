import type { ContactDraft } from '../ledger/drafts.ts';
import { optional } from '../source/optional.ts';
import type { SourceContact } from '../source/records.ts';

/** Xero: a name has at most 255 characters and is unique among active contacts. */
const nameLengthMax = 255;

/** Contact as the ledger takes it. `ContactNumber` is the source's id and the natural key. */
export function mapContact(contact: SourceContact, name = contact.name): ContactDraft {
  const address = contact.address;
  return {
    contactNumber: contact.id,
    name: name.slice(0, nameLengthMax),
    ...optional('emailAddress', contact.email),
    ...optional('phoneNumber', contact.phone),
    ...optional('taxNumber', contact.taxId),
    ...optional('companyNumber', contact.companyNumber),
    ...optional(
      'address',
      address && {
        ...optional('line1', address.line1),
        ...optional('line2', address.line2),
        ...optional('city', address.city),
        ...optional('region', address.region),
        ...optional('postalCode', address.postalCode),
        ...optional('country', address.countryCode),
      },
    ),
  };
}

/** For two customers of one name: the end of the source's id tells them apart, always the same way. */
export function suffixedName(contact: SourceContact): string {
  const suffix = ` (${contact.id.slice(-6)})`;
  return contact.name.slice(0, nameLengthMax - suffix.length) + suffix;
}
