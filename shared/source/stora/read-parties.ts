import { optional } from '../../domain/source/optional.ts';
import type { SourceContact } from '../../domain/source/records.ts';
import { clean } from './clean-text.ts';
import { isExpandedContact, readContact } from './read-contact.ts';
import type { StoraContact } from './stora-resources.ts';

interface Named {
  contact?: StoraContact | null | undefined;
  site?: { id: string; name?: string | null | undefined } | null | undefined;
}

/** Whose a record of the sales side is, and where; in full where it was told in full. */
export function partiesOf({ contact, site }: Named): {
  contactId?: string;
  contact?: SourceContact;
  siteId?: string;
  siteName?: string;
} {
  const isFull = contact != null && isExpandedContact(contact);
  return {
    ...optional('contactId', contact?.id),
    ...optional('contact', isFull ? readContact(contact) : undefined),
    ...optional('siteId', site?.id),
    ...optional('siteName', clean(site?.name)),
  };
}
