import { optional } from '../../domain/source/optional.ts';
import type { SourceAddress, SourceContact } from '../../domain/source/records.ts';
import { clean } from './clean-text.ts';
import type { StoraContact } from './stora-resources.ts';

const lifecycles = ['lead', 'customer', 'churned'] as const;

const personTypes = new Set(['domestic', 'student']);
const organisationTypes = new Set(['company', 'charity', 'local_authority']);

/** Undefined for a type that we do not know. */
function formOf(type: string): 'person' | 'organisation' | undefined {
  if (personTypes.has(type)) return 'person';
  return organisationTypes.has(type) ? 'organisation' : undefined;
}

/** Reads a full contact. A contact without a name goes by its e-mail address, else by its id. */
export function readContact(contact: StoraContact): SourceContact {
  const name = clean(contact.full_name) ?? clean(contact.email) ?? contact.id;
  const address = readAddress(contact.address ?? {});
  return {
    id: contact.id,
    name,
    metadata: contact.metadata ?? {},
    ...optional('email', clean(contact.email)),
    ...optional('phone', clean(contact.phone_number)),
    ...optional('taxId', clean(contact.tax_id)),
    ...optional('companyNumber', clean(contact.company_registration_number)),
    ...optional('form', contact.type == null ? undefined : formOf(contact.type)),
    ...optional(
      'lifecycle',
      lifecycles.find((word) => word === contact.status),
    ),
    ...optional('leadSource', clean(contact.source)),
    ...optional('marketingSource', clean(contact.marketing_source)),
    ...optional('useCase', clean(contact.use_case)),
    ...optional('createdAt', clean(contact.created_at)),
    ...optional('updatedAt', clean(contact.updated_at)),
    ...optional('address', Object.keys(address).length > 0 ? address : undefined),
  };
}

/** A bare reference `{id}` is not a contact: it has neither times nor an address to write to. */
export function isExpandedContact(contact: StoraContact): boolean {
  return contact.created_at !== undefined || contact.email !== undefined;
}

function readAddress(address: NonNullable<StoraContact['address']>): SourceAddress {
  return {
    ...optional('line1', clean(address.line_1)),
    ...optional('line2', clean(address.line_2)),
    ...optional('city', clean(address.city)),
    ...optional('region', clean(address.state)),
    ...optional('postalCode', clean(address.postal_code)),
    ...optional('countryCode', clean(address.country_alpha2)),
  };
}
