import type { ContactChange, ContactDraft } from '../ledger/drafts.ts';
import { optional } from '../source/optional.ts';
import type { SourceContact } from '../source/records.ts';

/** Ledgers take names of at most so many characters, and no two active contacts of one name. */
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

const noDetails = { emailAddress: '', phoneNumber: '', taxNumber: '', companyNumber: '' };
const noAddress = { line1: '', line2: '', city: '', region: '', postalCode: '', country: '' };

/**
 * A known contact as the source has it now. `brought`: the details that the source had when they were
 * last brought to the ledger. What has gone since is emptied there, as the ledger keeps what is left
 * out; what the source never had may be a person's own entry and is let be. An address counts as a
 * whole: the rest of a former one below a new street would be wrong. Links from before this was noted
 * do not say, and all that the source lacks is emptied.
 */
export function mapContactChange(
  contact: SourceContact,
  name: string,
  brought: string[] = [...Object.keys(noDetails), 'address'],
): ContactChange {
  const { address, ...draft } = mapContact(contact, name);
  const gone = Object.entries(noDetails).filter(([detail]) => brought.includes(detail));
  const hasAddress = address !== undefined || brought.includes('address');
  return {
    ...Object.fromEntries(gone),
    ...draft,
    ...(hasAddress ? { address: { ...noAddress, ...address } } : {}),
  };
}

/** Names of the details that the source has of a contact; no values. */
export function detailsOf(contact: SourceContact): string[] {
  const draft = mapContact(contact);
  return [...Object.keys(noDetails), 'address'].filter((detail) => detail in draft);
}

/** For two customers of one name: the end of the source's id tells them apart, always the same way. */
export function suffixedName(contact: SourceContact): string {
  const suffix = ` (${contact.id.slice(-6)})`;
  return contact.name.slice(0, nameLengthMax - suffix.length) + suffix;
}
