import type { DocumentRow } from '../../contracts/document-item.ts';
import type { Link } from '../../contracts/link-item.ts';
import { optional } from '../source/optional.ts';
import {
  isDocument,
  type SourceCreditNote,
  type SourceInvoice,
  type SourceRecord,
} from '../source/records.ts';

interface Seen {
  record: SourceRecord;
  /** As it was saved last. */
  link: Link;
  isParked: boolean;
  /** ISO time. */
  listedAt: string;
}

/** How a document is listed; undefined for what is none, or has no place in a list of documents yet. */
export function documentRow({ record, link, isParked, listedAt }: Seen): DocumentRow | undefined {
  if (!isDocument(record)) return undefined;
  const issuedAt = instantOf(record.record.issuedAt);
  if (issuedAt === undefined || record.record.status === 'draft') return undefined;
  const { operatorId, target, sourceId } = link;
  const { number, contact, siteName, currency, totalMinor } = record.record;
  return {
    operatorId,
    target,
    kind: record.kind,
    sourceId,
    issuedAt,
    ...optional('number', number),
    ...optional('customer', contact?.name),
    ...optional('site', siteName),
    currency,
    totalMinor,
    ...(record.kind === 'invoice' ? invoiceParts(record.record) : creditNoteParts(record.record)),
    isParked,
    ...postedParts(link),
    listedAt,
  };
}

function instantOf(time: string): string | undefined {
  const epochMs = Date.parse(time);
  return Number.isNaN(epochMs) ? undefined : new Date(epochMs).toISOString();
}

type SourceParts = Pick<DocumentRow, 'paidMinor' | 'dueMinor' | 'status'>;

function invoiceParts(invoice: SourceInvoice): SourceParts {
  const { status, totalMinor, paidMinor, preCreditMinor = 0 } = invoice;
  const owed = invoice.dueMinor ?? Math.max(0, totalMinor - paidMinor - preCreditMinor);
  const isOwed = status === 'open' || status === 'uncollectible';
  return {
    paidMinor,
    dueMinor: isOwed ? owed : 0,
    status: status === 'draft' ? 'open' : status,
  };
}

function creditNoteParts({ status }: SourceCreditNote): SourceParts {
  return { paidMinor: 0, dueMinor: 0, status: status === 'void' ? 'void' : 'issued' };
}

function postedParts({ targetId, accountId, posted }: Link) {
  if (targetId === undefined) return {};
  return {
    targetId,
    ...optional('accountId', accountId),
    ...optional('postedTotalMinor', posted?.totalMinor),
    ...optional('postedPaidMinor', posted?.paidMinor),
    ...(posted?.voided ? { isPostedVoid: true } : {}),
  };
}
