import type { RecordKind, Target } from '../../contracts/ids.ts';
import type { Link, LinkKey } from '../../contracts/link-item.ts';
import type { PreviewedContact } from '../../contracts/preview.ts';
import type { LedgerSettings } from '../../contracts/settings.ts';
import { isSameName } from '../../domain/apply/namesake.ts';
import type { Catalogue } from '../../domain/ledger/drafts.ts';
import { holderKey } from '../../domain/links/holder.ts';
import { linkInAccount } from '../../domain/links/link-in-account.ts';
import { newLink } from '../../domain/links/new-link.ts';
import { mapContact } from '../../domain/mapping/map-contact.ts';
import { judgeContact } from '../../domain/preview/judge-contact.ts';
import { invoicesNeeded, type SourceDocument } from '../../domain/preview/judge-document.ts';
import type { SourceContact, SourceInvoice } from '../../domain/source/records.ts';
import type { LedgerContact } from '../../ports/ledger/contacts.ts';
import type { LedgerDocument } from '../../ports/ledger/documents.ts';
import type { Ledger } from '../../ports/ledger/ledger.ts';
import type { RecordLinks } from '../../ports/links.ts';
import type { Source } from '../../ports/source.ts';
import { isAloneAtSource } from '../post-to-ledger/alone-at-source.ts';

/** Where a page is read and looked up. */
export interface Reading {
  operatorId: string;
  target: Target;
  accountId: string | undefined;
  links: RecordLinks;
  source: Source;
  ledger: Ledger;
  catalogue: Catalogue;
  settings: LedgerSettings;
}

/** What is known beside the documents of a page. */
export interface PageFacts {
  linkOf(kind: RecordKind, sourceId: string): Link;
  found: Record<'invoice' | 'credit_note', LedgerDocument[]>;
  /** By their id at the source: of credit notes, and those of the page. */
  invoices: Map<string, SourceInvoice>;
  /** Those of the pages before, and the customers of this one. */
  contacts: PreviewedContact[];
}

/**
 * Looks up what is needed to judge documents: their links, what stands under their numbers, the invoices
 * of credit notes, and which contact each customer would be. All of it reads only.
 */
export async function gatherFacts(
  reading: Reading,
  documents: SourceDocument[],
  known: PreviewedContact[],
): Promise<PageFacts> {
  const linkOf = await linksOf(reading, documents);
  const open = documents.filter(({ kind, record }) => isAbsent(linkOf(kind, record.id)));
  const { ledger } = reading;
  return {
    linkOf,
    found: {
      invoice: await findAll(numbersOf(open, 'invoice'), (some) => ledger.invoices.find(some)),
      credit_note: await findAll(
        numbersOf(open, 'credit_note'),
        async (some) => (await ledger.credits?.find(some)) ?? [],
      ),
    },
    invoices: await invoicesOf(reading, open, documents),
    contacts: [...known, ...(await newContacts(reading, { documents, linkOf, known }))],
  };
}

function isAbsent({ targetId }: Link): boolean {
  return targetId === undefined;
}

async function linksOf(
  { operatorId, target, accountId, links }: Reading,
  documents: SourceDocument[],
): Promise<PageFacts['linkOf']> {
  const keyOf = (kind: RecordKind, sourceId: string): LinkKey => {
    return { operatorId, target, kind, sourceId };
  };
  const customers = new Set(documents.map(({ record }) => record.contactId));
  const keys = [
    ...documents.map(({ kind, record }) => keyOf(kind, record.id)),
    ...[...customers].map((contactId) => keyOf('contact', contactId)),
  ];
  const stored = keys.length === 0 ? [] : await links.getMany(keys);
  const nameOf = ({ kind, sourceId }: LinkKey) => `${kind} ${sourceId}`;
  const byName = new Map(keys.map((key, at) => [nameOf(key), stored[at]]));
  return (kind, sourceId) => {
    const key = keyOf(kind, sourceId);
    return linkInAccount(byName.get(nameOf(key)) ?? newLink(key), accountId);
  };
}

function numbersOf(documents: SourceDocument[], kind: SourceDocument['kind']): string[] {
  return documents
    .filter((document) => document.kind === kind)
    .flatMap(({ record }) => record.number ?? []);
}

/** Nothing is asked for nothing. */
async function findAll(
  numbers: string[],
  find: (numbers: string[]) => Promise<LedgerDocument[]>,
): Promise<LedgerDocument[]> {
  return numbers.length === 0 ? [] : find(numbers);
}

async function invoicesOf(
  { source }: Reading,
  open: SourceDocument[],
  documents: SourceDocument[],
): Promise<Map<string, SourceInvoice>> {
  const invoices = new Map(
    documents.flatMap((one) => (one.kind === 'invoice' ? [[one.record.id, one.record]] : [])),
  );
  for (const invoiceId of invoicesNeeded(open)) {
    const shown = await source.getInvoice(invoiceId);
    if (shown?.ok) invoices.set(invoiceId, shown.value.record);
  }
  return invoices;
}

async function newContacts(
  reading: Reading,
  page: {
    documents: SourceDocument[];
    linkOf: PageFacts['linkOf'];
    known: PreviewedContact[];
  },
): Promise<PreviewedContact[]> {
  const { documents, linkOf, known } = page;
  const seen = new Set(known.map(({ sourceId }) => sourceId));
  const customers = new Map(
    documents.map(({ record }) => [record.contactId, record.contact] as const),
  );
  const contacts: SourceContact[] = [];
  for (const [contactId, embedded] of customers) {
    if (seen.has(contactId)) continue;
    const contact = embedded ?? (await readContact(reading.source, contactId));
    if (contact !== undefined) contacts.push(contact);
  }
  const open = contacts.filter(({ id }) => isAbsent(linkOf('contact', id)));
  const found = await findContacts(reading, open);
  const others = [
    ...contacts,
    ...known.map(({ sourceId, ...rest }) => ({ id: sourceId, ...rest })),
  ];
  const judged: PreviewedContact[] = [];
  for (const contact of contacts) {
    const rivals = others
      .filter(({ id, name }) => id !== contact.id && isSameName(name, contact.name))
      .map(({ id, name, email }) => ({ id, name, metadata: {}, ...(email ? { email } : {}) }));
    const context = {
      rivals,
      matching: reading.settings.contactMatching,
      isAloneAtSource: await isAloneAtSource(contact, found, reading),
    };
    judged.push(judgeContact(contact, { link: linkOf('contact', contact.id), found, context }));
  }
  return judged;
}

async function readContact(source: Source, contactId: string): Promise<SourceContact | undefined> {
  const shown = await source.getContact(contactId);
  return shown?.ok ? shown.value.record : undefined;
}

/** By number, and the rest by name: somebody's own entries from before bear no number of ours. */
async function findContacts(reading: Reading, contacts: SourceContact[]): Promise<LedgerContact[]> {
  if (contacts.length === 0) return [];
  const { contacts: ledgerContacts } = reading.ledger;
  const numbered = await ledgerContacts.findByNumber(contacts.map(({ id }) => id));
  const rest = contacts.filter(
    ({ id }) => !numbered.some(({ contactNumber }) => contactNumber === id),
  );
  const names = rest.map((contact) => mapContact(contact).name);
  const named = names.length === 0 ? [] : await ledgerContacts.findByName(names);
  return [...numbered, ...(await withHolders(reading, named))];
}

/** A contact that a customer is linked to stays theirs, also where its number was taken away. */
async function withHolders(
  { operatorId, target, links }: Reading,
  contacts: LedgerContact[],
): Promise<LedgerContact[]> {
  const free = contacts.filter(({ contactNumber }) => !contactNumber);
  if (free.length === 0) return contacts;
  const key = { operatorId, target, kind: 'contact', sourceId: '' } as const;
  const holders = await links.getMany(free.map(({ targetId }) => holderKey(key, targetId)));
  const holderOf = new Map(free.map(({ targetId }, at) => [targetId, holders[at]?.targetId]));
  return contacts.map((contact) => ({
    ...contact,
    contactNumber: contact.contactNumber || holderOf.get(contact.targetId),
  }));
}
