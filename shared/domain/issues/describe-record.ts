import type { Issue } from '../../contracts/issue-items.ts';
import type { Link } from '../../contracts/link-item.ts';
import type { ChangeMessage } from '../../contracts/messages.ts';
import { recordTraits } from '../../contracts/record-traits.ts';
import { isDocument, type SourceRecord } from '../source/records.ts';

/** By what a person knows a record, what it belongs to, and what is at stake. */
export type RecordDescription = Pick<
  Issue,
  | 'label'
  | 'day'
  | 'contactId'
  | 'invoiceId'
  | 'amountMinor'
  | 'currency'
  | 'customer'
  | 'site'
  | 'issuedAt'
>;

export interface KnownOfRecord {
  kind: Link['kind'];
  /** Where it could be read. */
  record: SourceRecord | undefined;
  messages: ReadonlyArray<Pick<ChangeMessage, 'resource' | 'occurredAt'>>;
  /** What an earlier issue said, and under which label the ledger knows it. */
  former: RecordDescription | undefined;
  link: Pick<Link, 'targetLabel'> | undefined;
}

/** Describes a record by the best that is known of it, also where it could not be read. */
export function describeRecord(known: KnownOfRecord): RecordDescription {
  const { kind, former = {}, link } = known;
  const day = dayOf(known) ?? former.day;
  if (kind === 'contact') return told({ day, customer: nameOf(known) ?? former.customer });
  const read = traitsOf(known);
  return told({
    ...stakesOf(known),
    label: read.label ?? link?.targetLabel ?? former.label,
    day,
    contactId: read.contactId ?? former.contactId,
    invoiceId: kind === 'credit_note' ? (read.invoiceId ?? former.invoiceId) : undefined,
  });
}

type Stakes = Pick<Traits, 'amountMinor' | 'currency' | 'customer' | 'site' | 'issuedAt'>;

/** What is at stake, and whose it is; of what could not be read, what an earlier issue said. */
function stakesOf({ kind, record, former = {} }: KnownOfRecord): Stakes {
  const { amountMinor, currency, customer, site, issuedAt } = former;
  if (record === undefined || !isDocument(record) || record.kind !== kind)
    return { amountMinor, currency, customer, site, issuedAt };
  const { totalMinor, contact, siteName, ...read } = record.record;
  return {
    amountMinor: totalMinor,
    currency: read.currency,
    customer: contact?.name ?? customer,
    site: siteName,
    issuedAt: read.issuedAt === '' ? undefined : read.issuedAt,
  };
}

function nameOf({ record }: KnownOfRecord): string | undefined {
  return record?.kind === 'contact' && record.record.name !== '' ? record.record.name : undefined;
}

type Traits = { [K in keyof RecordDescription]: RecordDescription[K] | undefined };

function traitsOf({ kind, record, messages }: KnownOfRecord): Traits {
  if (record?.kind === 'invoice' && kind === 'invoice') {
    const { number: label, contactId } = record.record;
    return { label, contactId };
  }
  if (record?.kind === 'credit_note' && kind === 'credit_note') {
    const { number: label, contactId, invoiceId } = record.record;
    return { label, contactId, invoiceId };
  }
  const resource = messages.findLast((message) => message.resource !== undefined)?.resource;
  const { number, contact, invoice } = recordTraits.parse(resource);
  return {
    label: number === undefined ? undefined : String(number),
    contactId: contact?.id,
    invoiceId: invoice?.id,
  };
}

function dayOf({ messages }: KnownOfRecord): string | undefined {
  return /^\d{4}-\d{2}-\d{2}/.exec(messages.at(-1)?.occurredAt ?? '')?.[0];
}

function told(traits: Traits): RecordDescription {
  const known = Object.entries(traits).filter(([, value]) => value !== undefined);
  return Object.fromEntries(known);
}
