import type { Book, Contact, ContactDetails, Outcome, Scene, Stamp } from '../core/book.ts';
import { refuse } from '../core/book.ts';
import type { ContactInput } from './inputs.ts';

/** Creates a contact; a taken name or contact number is refused (PUT). */
export function createContact(scene: Scene, input: ContactInput): Outcome<Contact> {
  const id = input.ContactID;
  return id !== undefined && scene.book.contacts.has(id.toLowerCase())
    ? updateContact(scene, id, input)
    : storeContact(scene, blankContact(scene.stamp), input);
}

/** Updates the contact found by id, number or name, else creates one (POST). */
export function upsertContact(scene: Scene, input: ContactInput): Outcome<Contact> {
  const known = findContact(scene.book, input);
  if (known !== undefined) return storeContact(scene, known, input);
  if (input.ContactID !== undefined) return refuse(contactNotFound);
  return storeContact(scene, blankContact(scene.stamp), input);
}

/** Updates one contact by id (POST with the id in the path). */
export function updateContact(
  scene: Scene,
  contactId: string,
  input: ContactInput,
): Outcome<Contact> {
  const known = scene.book.contacts.get(contactId.toLowerCase());
  return known === undefined ? refuse(contactNotFound) : storeContact(scene, known, input);
}

/** The contact that an invoice names. Any field beside the id changes the contact, and drops its contact persons. */
export function resolveDocumentContact(
  scene: Scene,
  input: ContactInput | undefined,
): Outcome<Contact> {
  if (input === undefined || !namesSomebody(input)) return refuse(contactMissing);
  const known = findContact(scene.book, input);
  if (known?.status === 'ARCHIVED') return refuse(contactArchived);
  const isBareReference = Object.keys(input).every((key) => key === 'ContactID');
  if (known !== undefined && isBareReference) return { ok: true, value: known };
  return upsertContact(scene, { ...input, ContactPersons: input.ContactPersons ?? [] });
}

/** Finds by id, else by number, else by the name of an active contact. */
export function findContact(book: Book, input: ContactInput): Contact | undefined {
  if (input.ContactID !== undefined) return book.contacts.get(input.ContactID.toLowerCase());
  const all = [...book.contacts.values()];
  const number = input.ContactNumber;
  const byNumber = number ? all.find((contact) => contact.contactNumber === number) : undefined;
  return byNumber ?? (input.Name ? findActiveByName(book, input.Name) : undefined);
}

/** Merges a contact into another one, as a person does: its documents move over, it is archived. */
export function mergeContacts(
  { book, stamp }: Scene,
  from: Contact,
  into: Contact,
): Outcome<Contact> {
  if (from.contactId === into.contactId || into.status !== 'ACTIVE')
    return refuse('Merge into another contact that is active.');
  for (const document of book.documents.values()) {
    if (document.contactId === from.contactId)
      book.documents.set(document.id, { ...document, contactId: into.contactId });
  }
  const merged: Contact = {
    ...from,
    status: 'ARCHIVED',
    mergedToContactId: into.contactId,
    updatedEpochMs: stamp.nowEpochMs,
  };
  book.contacts.set(from.contactId, merged);
  book.contacts.set(into.contactId, { ...into, isCustomer: into.isCustomer || from.isCustomer });
  return { ok: true, value: merged };
}

const contactMissing = 'A Contact must be specified for this type of transaction';
const contactNotFound = 'The contact with the specified contact details could not be found.';
const contactArchived =
  'The contact with the specified contact details has been archived. The contact must be un-archived before creating new invoices or credit notes.';

function storeContact(scene: Scene, base: Contact, input: ContactInput): Outcome<Contact> {
  const merged = mergeContact(base, input, scene.stamp);
  const messages = checkContact(scene.book, merged);
  if (messages.length > 0) return refuse(...messages);
  scene.book.contacts.set(merged.contactId, merged);
  return { ok: true, value: merged };
}

function checkContact(book: Book, contact: Contact): string[] {
  const messages: string[] = [];
  if (contact.mergedToContactId !== undefined && contact.status === 'ACTIVE')
    messages.push('A contact that was merged cannot be restored.');
  if (contact.name === '') messages.push('Contact Name cannot be empty.');
  if (contact.name.length > 255) messages.push('The Contact Name cannot exceed 255 characters.');
  if ((contact.contactNumber?.length ?? 0) > 50) {
    messages.push('The Contact Number cannot exceed 50 characters.');
  }
  const email = contact.details.emailAddress;
  if (email && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email))
    messages.push('Email address must be valid');
  return [...messages, ...checkTaken(book, contact)];
}

function checkTaken(book: Book, contact: Contact): string[] {
  const messages: string[] = [];
  const sameName = findActiveByName(book, contact.name);
  const isActive = contact.status === 'ACTIVE';
  if (isActive && sameName !== undefined && sameName.contactId !== contact.contactId) {
    messages.push(
      `The contact name ${contact.name} is already assigned to another contact. The contact name must be unique across all active contacts.`,
    );
  }
  const number = contact.contactNumber;
  const sameNumber = [...book.contacts.values()].find(
    (other) => other.contactNumber === number && other.contactId !== contact.contactId,
  );
  if (number !== undefined && sameNumber !== undefined) {
    messages.push(`The contact number ${number} is already assigned to another contact.`);
  }
  return messages;
}

function mergeContact(base: Contact, input: ContactInput, stamp: Stamp): Contact {
  return {
    ...base,
    contactNumber: input.ContactNumber || base.contactNumber,
    name: input.Name?.trim() ?? base.name,
    status: input.ContactStatus === 'ARCHIVED' ? 'ARCHIVED' : statusAfter(base, input),
    updatedEpochMs: stamp.nowEpochMs,
    details: mergeDetails(base.details, input),
  };
}

function statusAfter(base: Contact, input: ContactInput): Contact['status'] {
  return input.ContactStatus === 'ACTIVE' ? 'ACTIVE' : base.status;
}

function mergeDetails(base: ContactDetails, input: ContactInput): ContactDetails {
  return {
    accountNumber: input.AccountNumber ?? base.accountNumber,
    firstName: input.FirstName ?? base.firstName,
    lastName: input.LastName ?? base.lastName,
    companyNumber: input.CompanyNumber ?? base.companyNumber,
    emailAddress: input.EmailAddress ?? base.emailAddress,
    taxNumber: input.TaxNumber ?? base.taxNumber,
    addresses: mergeTyped(base.addresses, input.Addresses, 'AddressType'),
    phones: mergeTyped(base.phones, input.Phones, 'PhoneType'),
    contactPersons: input.ContactPersons ?? base.contactPersons,
  };
}

type Typed = Readonly<Record<string, string>>;

// One entry per type; what is left out stays, an empty text clears.
function mergeTyped(
  base: readonly Typed[] | undefined,
  input: readonly Typed[] | undefined,
  typeKey: string,
): readonly Typed[] | undefined {
  if (input === undefined) return base;
  const kept = base ?? [];
  const changed = input.map((entry) => ({
    ...kept.find((known) => known[typeKey] === entry[typeKey]),
    ...entry,
  }));
  const others = kept.filter((known) => !input.some((entry) => entry[typeKey] === known[typeKey]));
  return [...others, ...changed];
}

function blankContact(stamp: Stamp): Contact {
  return {
    contactId: stamp.uuid(),
    contactNumber: undefined,
    status: 'ACTIVE',
    name: '',
    isCustomer: false,
    updatedEpochMs: stamp.nowEpochMs,
    details: {},
  };
}

function findActiveByName(book: Book, name: string): Contact | undefined {
  const wanted = name.trim().toLowerCase();
  for (const contact of book.contacts.values()) {
    if (contact.status === 'ACTIVE' && contact.name.toLowerCase() === wanted) return contact;
  }
  return undefined;
}

function namesSomebody(input: ContactInput): boolean {
  return Boolean(input.ContactID || input.ContactNumber || input.Name);
}
