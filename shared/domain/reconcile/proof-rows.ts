import type { ProofRow } from '../../contracts/month-proof.ts';
import type { LedgerSettings } from '../../contracts/settings.ts';
import { contentMark, shapeMark } from '../apply/seal.ts';
import type { Catalogue, CreditNoteDraft } from '../ledger/drafts.ts';
import type { StandingDocument } from '../ledger/standing-document.ts';
import { checkSupported } from '../mapping/check-supported.ts';
import { dayOf, withoutLocks } from '../mapping/document-day.ts';
import { mapCreditNote } from '../mapping/map-credit-note.ts';
import { mapInvoice } from '../mapping/map-invoice.ts';
import { type DocumentSite, siteKey } from '../mapping/place-site.ts';
import { type Mapped, mapped, rejected } from '../mapping/result.ts';
import { trackSite } from '../mapping/track-site.ts';
import { linesOf } from '../preview/line-amounts.ts';
import { optional } from '../source/optional.ts';
import type { DocumentRecord, SourceCreditNote, SourceInvoice } from '../source/records.ts';

/** An invoice or a credit note of the source. */
export type SourceDocument = DocumentRecord;

export interface RowContext {
  settings: LedgerSettings;
  catalogue: Catalogue;
  /** The ledger marks documents by site. */
  takesTracking: boolean;
  /** Of the state that was read (`versionOf`). */
  fingerprint: string;
  /** Of a credit note: the invoice that it credits, where it is known; without it nobody can say its lines. */
  invoice?: SourceInvoice | undefined;
}

/**
 * A document of the source as it should stand in the ledger, made of what the source says by the mapping that
 * posts, never of what we wrote. Its day is its own: a lock moves what we write, not what happened.
 */
export function sourceProofRow(document: SourceDocument, context: RowContext): ProofRow {
  const { record } = document;
  const day = dayOf(record.issuedAt, context.settings);
  const site = siteOf(document, context);
  const place = placeOf(site, context);
  const draft = draftOf(document, place, context);
  const option = place.ok ? place.value.tracking?.optionName : site.siteName;
  const siteShown = context.takesTracking ? option : undefined;
  return {
    kind: document.kind,
    sourceId: record.id,
    ...optional('number', record.number),
    ...(day.ok ? { day: day.value } : {}),
    ...optional('customer', record.contact?.name),
    contactId: record.contactId,
    ...optional('site', siteShown),
    currency: record.currency,
    status: record.status,
    isOut: record.status === 'draft' || record.status === 'void',
    ...(document.kind === 'invoice' ? invoiceSums(document.record) : noteSums(document.record)),
    lines: draft.ok
      ? linesOf(draft.value, context.catalogue).map(({ description: _words, ...line }) => ({
          ...line,
          ...optional('site', siteShown),
        }))
      : [],
    fingerprint: context.fingerprint,
    ...(document.kind === 'invoice' ? { mark: contentMark(document.record) } : {}),
    ...(document.kind === 'credit_note' ? { credits: creditedBy(document.record) } : {}),
    ...(siteKey(site) in context.settings.siteOptions ? { isSiteChosen: true } : {}),
  };
}

type RowSums = Pick<
  ProofRow,
  'totalMinor' | 'taxMinor' | 'paidMinor' | 'creditedMinor' | 'dueMinor'
>;

function invoiceSums(invoice: SourceInvoice): RowSums {
  const { status, totalMinor, taxMinor, paidMinor, preCreditMinor: creditedMinor = 0 } = invoice;
  const isOwed = status === 'open' || status === 'uncollectible';
  const dueMinor = isOwed ? Math.max(0, totalMinor - paidMinor - creditedMinor) : 0;
  return { totalMinor, taxMinor, paidMinor, creditedMinor, dueMinor };
}

/** The source does not tell what became of a credit note. */
function noteSums({ totalMinor, lines }: SourceCreditNote): RowSums {
  const taxMinor = lines.reduce((sum, line) => sum + line.taxMinor, 0);
  return { totalMinor, taxMinor, paidMinor: 0, creditedMinor: 0, dueMinor: 0 };
}

function creditedBy({ invoiceId, timing }: SourceCreditNote): ProofRow['credits'] {
  return { invoiceSourceId: invoiceId, isBeforePayment: timing === 'pre_payment' };
}

/** As it would be posted into books that are open. */
function draftOf(
  document: SourceDocument,
  place: ReturnType<typeof placeOf>,
  { settings, catalogue, invoice }: RowContext,
): Mapped<CreditNoteDraft> {
  const supported = checkSupported(document.record, catalogue, settings);
  if (!supported.ok) return supported;
  if (!place.ok) return place;
  const open = {
    settings,
    catalogue: withoutLocks(catalogue),
    contactTargetId: '',
    ...place.value,
  };
  if (document.kind === 'invoice') return mapInvoice(document.record, open);
  if (invoice === undefined) return rejected('invoice_not_posted');
  return mapCreditNote(document.record, invoice, open);
}

function siteOf(document: SourceDocument, { invoice }: RowContext): DocumentSite {
  const isOwn = document.kind === 'invoice' || document.record.siteName !== undefined;
  return isOwn ? document.record : (invoice ?? document.record);
}

function placeOf(
  site: DocumentSite,
  { settings, catalogue, takesTracking }: RowContext,
): ReturnType<typeof trackSite> {
  return takesTracking ? trackSite(site, settings, catalogue) : mapped({});
}

/** A document as it stands in the ledger. */
export function ledgerProofRow(kind: ProofRow['kind'], document: StandingDocument): ProofRow {
  const { targetId, number, day, currency, totalMinor, taxMinor } = document;
  const { paidMinor, dueMinor, lines = [] } = document;
  const site = lines.find(({ tracking }) => tracking !== undefined)?.tracking?.optionName;
  return {
    kind,
    targetId,
    number,
    ...referredBy(document.reference ?? ''),
    ...optional('day', day),
    contactId: document.contactTargetId,
    ...optional('site', site),
    currency,
    status: document.status,
    isOut: outStates.has(document.status),
    totalMinor,
    taxMinor,
    paidMinor,
    creditedMinor: totalMinor - paidMinor - dueMinor,
    dueMinor,
    lines: lines.map((line) => ({
      accountCode: line.accountCode ?? '',
      taxType: line.taxType ?? '',
      ...optional('site', line.tracking?.optionName),
      netMinor: line.totalMinor - line.taxMinor,
      taxMinor: line.taxMinor,
    })),
    ...(document.lines === undefined
      ? {}
      : { mark: shapeMark({ totalMinor, taxMinor, lines: document.lines }) }),
  };
}

const outStates: ReadonlySet<string> = new Set(['DRAFT', 'SUBMITTED', 'VOIDED', 'DELETED']);

/** Ids of the source have a word in front; ours of closing credit notes say behind it what they are for. */
function referredBy(reference: string): Pick<ProofRow, 'sourceId' | 'closes'> {
  const [, sourceId, word] =
    /^([a-z]+_[\w-]+)(?::(write-off|void)(?:-\d+)?)?$/.exec(reference) ?? [];
  if (sourceId === undefined) return {};
  if (word === undefined) return { sourceId };
  return { closes: { sourceId, purpose: word === 'void' ? 'void' : 'bad_debt' } };
}
