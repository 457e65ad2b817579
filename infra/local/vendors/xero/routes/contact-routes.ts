import { type ApiAnswer, notFoundAnswer } from '../api/answers.ts';
import { type ApiCall, type ApiRoute, answerList, listParameter } from '../api/api-call.ts';
import { type Batch, runBatch } from '../api/batch.ts';
import type { Contact } from '../core/book.ts';
import { createContact, updateContact, upsertContact } from '../ledger/contacts.ts';
import { type ContactInput, contactInput } from '../ledger/inputs.ts';
import { checkEfficient } from '../reading/high-volume.ts';
import { listRecords, readListQuery } from '../reading/listing.ts';
import { contactView, type ViewObject } from '../reading/views.ts';

/** Contacts: PUT creates, POST creates or updates. */
export const contactRoutes: readonly ApiRoute[] = [
  { method: 'GET', path: '/Contacts', handle: getContacts },
  { method: 'GET', path: '/Contacts/:id', handle: getContact },
  {
    method: 'PUT',
    path: '/Contacts',
    handle: (call) =>
      runBatch(
        call,
        batch((input) => createContact(call, input)),
      ),
  },
  {
    method: 'POST',
    path: '/Contacts',
    handle: (call) =>
      runBatch(
        call,
        batch((input) => upsertContact(call, input)),
      ),
  },
  { method: 'POST', path: '/Contacts/:id', handle: postContact },
];

function getContacts(call: ApiCall): ApiAnswer {
  const { searchParams } = call.url;
  const ids = listParameter(call, 'IDs');
  const withArchived = searchParams.get('includeArchived') === 'true';
  const query = readListQuery(call.url, call.headers);
  if (call.isHighVolume) checkEfficient('Contacts', query, { hasValues: ids !== undefined });
  const term = searchParams.get('searchTerm')?.toLowerCase();
  const records = [...call.book.contacts.values()].filter(
    (contact) =>
      (withArchived || contact.status === 'ACTIVE') &&
      (ids === undefined || ids.has(contact.contactId)) &&
      (!term || searchable(contact).includes(term)),
  );
  const { items, pagination } = listRecords(records, query, contactFields);
  const view = query.page === undefined ? (each: Contact) => contactView(each) : fullView;
  const content = { Contacts: items.map(view) };
  return answerList(call, pagination === undefined ? content : { pagination, ...content });
}

function getContact(call: ApiCall): ApiAnswer {
  const contact = namedContact(call);
  return contact === undefined
    ? notFoundAnswer
    : answerList(call, { Contacts: [fullView(contact)] });
}

// Lists without `page` leave out where a contact was merged to.
function fullView(contact: Contact): ViewObject {
  const { mergedToContactId } = contact;
  return {
    ...contactView(contact),
    ...(mergedToContactId === undefined ? {} : { MergedToContactID: mergedToContactId }),
  };
}

function postContact(call: ApiCall): ApiAnswer {
  const contact = namedContact(call);
  if (contact === undefined) return notFoundAnswer;
  const { contactId } = contact;
  return runBatch(
    call,
    batch((input) => updateContact(call, contactId, input)),
  );
}

function batch(apply: Batch<ContactInput, Contact>['apply']): Batch<ContactInput, Contact> {
  return {
    key: 'Contacts',
    schema: contactInput,
    apply,
    view: (contact) => contactView(contact),
    echo: echoContact,
    errorFlag: 'HasValidationErrors',
  };
}

function echoContact(input: ContactInput): ViewObject {
  return {
    ContactID: input.ContactID ?? '00000000-0000-0000-0000-000000000000',
    ...(input.ContactNumber === undefined ? {} : { ContactNumber: input.ContactNumber }),
    Name: input.Name ?? '',
  };
}

// The path takes the ContactID or the ContactNumber.
function namedContact(call: ApiCall): Contact | undefined {
  const [name = ''] = call.parameters;
  const byId = call.book.contacts.get(name.toLowerCase());
  return byId ?? [...call.book.contacts.values()].find((each) => each.contactNumber === name);
}

function contactFields(contact: Contact) {
  return {
    ContactID: contact.contactId,
    ContactNumber: contact.contactNumber,
    ContactStatus: contact.status,
    Name: contact.name,
    FirstName: contact.details.firstName,
    LastName: contact.details.lastName,
    EmailAddress: contact.details.emailAddress,
    AccountNumber: contact.details.accountNumber,
    IsCustomer: contact.isCustomer,
    UpdatedDateUTC: new Date(contact.updatedEpochMs),
  };
}

function searchable(contact: Contact): string {
  const { firstName = '', lastName = '', emailAddress = '' } = contact.details;
  return [contact.name, contact.contactNumber ?? '', firstName, lastName, emailAddress]
    .join('\n')
    .toLowerCase();
}
