import * as z from 'zod/mini';
import { ApiError, invalidContent } from '../api/api-error.ts';
import type { ApiAnswer, ApiCall, ApiRoute } from '../api/api-route.ts';
import { deletedAnswer, envelope } from '../api/api-route.ts';
import { patchMetadata, requireMetadata } from '../api/metadata.ts';
import { emailSchema, enumSchema, metadataSchema, readBody } from '../api/read-body.ts';
import { createContact, deleteContact, updateContact } from '../billing/booking-actions.ts';
import type { Address, Contact } from '../core/resources.ts';
import { anyOf, atOrAfter, before, metadataMatches, oneOfKnown } from '../reading/list-query.ts';
import { presentContact } from '../reading/present.ts';
import { readRoutes, requireRecord } from '../reading/read-routes.ts';

/** Contacts: the only resource with a complete create, change and delete. */
export function contactRoutes(): ApiRoute[] {
  return [
    ...readRoutes<Contact>({
      path: '/contacts',
      singular: 'contact',
      plural: 'contacts',
      scope: 'public.contact:read',
      table: (operator) => operator.tables.contacts,
      present: presentContact,
      sortKeys: {
        created_at: (contact) => contact.created_at,
        updated_at: (contact) => contact.updated_at,
        full_name: (contact) => contact.full_name ?? '',
      },
      filters: contactFilters,
      queryFilter: (query) => {
        const isMatching = metadataMatches(query);
        return (contact) => isMatching(contact.metadata);
      },
      csv: contactsCsv,
    }),
    { method: 'POST', path: '/contacts', scope: 'public.contact:write', handle: create },
    { method: 'PATCH', path: '/contacts/{id}', scope: 'public.contact:write', handle: update },
    { method: 'DELETE', path: '/contacts/{id}', scope: 'public.contact:write', handle: remove },
  ];
}

const types = ['domestic', 'company', 'student', 'charity', 'local_authority'];
const sources = [
  'pre_open',
  'incomplete_booking',
  'registered_interest',
  'price_interest',
  'quotation_request',
  'booking',
  'popup',
  'external_enquiry',
  'phone',
  'walkin',
  'import',
  'other',
];
const marketingSources = [
  'used_before',
  'recommendation',
  'received_leaflet',
  'seen_building_signs',
  'seen_advert',
  'facebook_marketplace',
  'google_search',
  'other_online_search',
  'social_media',
  'email',
  'radio',
  'other',
];
const useCases = ['business_needs', 'moving_home', 'more_space', 'refurb', 'travelling', 'other'];

const contactFilters = {
  email: anyOf<Contact>((contact) => contact.email),
  search: (raw: string) => (contact: Contact) =>
    `${contact.full_name ?? ''} ${contact.email}`.toLowerCase().includes(raw.toLowerCase()),
  type: oneOfKnown<Contact>(types, (contact) => contact.type),
  source: oneOfKnown<Contact>(sources, (contact) => contact.source),
  marketing_source: oneOfKnown<Contact>(marketingSources, (contact) => contact.marketing_source),
  use_case: oneOfKnown<Contact>(useCases, (contact) => contact.use_case),
  status: oneOfKnown<Contact>(['lead', 'customer', 'churned'], (contact) => contact.status),
  created_after: atOrAfter<Contact>((contact) => contact.created_at),
  created_before: before<Contact>((contact) => contact.created_at),
  updated_after: atOrAfter<Contact>((contact) => contact.updated_at),
  updated_before: before<Contact>((contact) => contact.updated_at),
};

const optionalText = z.optional(z.nullable(z.string()));
const optionalEnum = (values: readonly string[]) => z.optional(z.nullable(enumSchema(values)));

const changeableFields = {
  full_name: optionalText,
  phone_number: optionalText,
  tax_id: optionalText,
  company_registration_number: optionalText,
  address: z.optional(
    z.nullable(
      z.object({
        line_1: optionalText,
        line_2: optionalText,
        city: optionalText,
        postal_code: optionalText,
        state: optionalText,
        country_alpha2: optionalText,
      }),
    ),
  ),
  type: optionalEnum(types),
  source: optionalEnum(sources),
  marketing_source: optionalEnum(marketingSources),
  use_case: optionalEnum(useCases),
  metadata: z.optional(metadataSchema),
};

/** Body of a contact change. */
const contactUpdateSchema = z.object({ ...changeableFields, email: z.optional(emailSchema) });
/** Body of a new contact; orders accept the same inline. */
export const contactCreateSchema = z.object({ ...changeableFields, email: emailSchema });
export type ContactCreateBody = z.infer<typeof contactCreateSchema>;

/** Stores the contact of a parsed body. */
export function createContactFromBody(call: ApiCall, body: ContactCreateBody): Contact {
  refuseTakenEmail(call, body.email, null);
  const fields = { ...body, full_name: body.full_name ?? null };
  const metadata = patchMetadata({}, body.metadata);
  return createContact(call.world, call.operator, {
    ...definedFields(fields),
    email: body.email,
    full_name: fields.full_name,
    metadata,
  });
}

function create(call: ApiCall): ApiAnswer {
  const contact = createContactFromBody(call, readBody(contactCreateSchema, call.body));
  return renderContact(call, call.world.settings.createStatus, contact);
}

function update(call: ApiCall): ApiAnswer {
  const current = requireRecord(call.operator.tables.contacts, call.params.id);
  const body = readBody(contactUpdateSchema, call.body);
  if (body.email !== undefined) refuseTakenEmail(call, body.email, current.id);
  if (body.metadata !== undefined) requireMetadata(call, 'contact');
  const metadata = patchMetadata(current.metadata, body.metadata);
  const contact = updateContact(call.world, call.operator, {
    ...definedFields(body),
    id: current.id,
    metadata,
  });
  return renderContact(call, 200, contact);
}

function remove(call: ApiCall): ApiAnswer {
  const contact = requireRecord(call.operator.tables.contacts, call.params.id);
  if (!deleteContact(call.world, call.operator, contact)) throw new ApiError('conflict');
  return deletedAnswer(call, 'Contact');
}

function renderContact(call: ApiCall, status: number, contact: Contact): ApiAnswer {
  return { status, json: envelope(call, { contact: presentContact(call.world, contact) }) };
}

function refuseTakenEmail(call: ApiCall, email: string, ownId: string | null): void {
  if (!call.world.settings.uniqueContactEmails) return;
  const holder = [...call.operator.tables.contacts.values()].find((one) => one.email === email);
  if (holder !== undefined && holder.id !== ownId) {
    throw invalidContent('/email', 'value at `/email` is already taken');
  }
}

type ContactBody = z.infer<typeof contactUpdateSchema>;
type StoredFields = Partial<Omit<Contact, 'metadata' | 'id'>>;

/** Leaves out what the body leaves out and completes a partial address with nulls. */
function definedFields(body: ContactBody): StoredFields {
  const { address, metadata: _metadata, ...plain } = body;
  const given = Object.fromEntries(
    Object.entries(plain).filter(([, value]) => value !== undefined),
  );
  return address === undefined ? given : { ...given, address: completeAddress(address) };
}

function completeAddress(address: NonNullable<ContactBody['address']> | null): Address | null {
  if (address === null) return null;
  return {
    line_1: address.line_1 ?? null,
    line_2: address.line_2 ?? null,
    city: address.city ?? null,
    postal_code: address.postal_code ?? null,
    state: address.state ?? null,
    country_alpha2: address.country_alpha2 ?? null,
  };
}

function contactsCsv(contacts: readonly Contact[]): string {
  const columns = ['id', 'email', 'full_name', 'type', 'phone_number', 'created_at'] as const;
  const quote = (value: string | null): string => `"${(value ?? '').replace(/"/g, '""')}"`;
  const rows = contacts.map((contact) => columns.map((name) => quote(contact[name])).join(','));
  return `${[columns.join(','), ...rows].join('\n')}\n`;
}
