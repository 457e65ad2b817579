import type { Link } from '../../contracts/link-item.ts';
import type { PreviewedDocument, PreviewFate } from '../../contracts/preview.ts';
import type { LedgerSettings } from '../../contracts/settings.ts';
import {
  documentOfNumber,
  type FoundDocument,
  isSameDocument,
  takenDetail,
} from '../apply/adopt.ts';
import { endOfCreditNote } from '../apply/decide-credit-note.ts';
import { decideInvoice } from '../apply/decide-invoice.ts';
import type { Outcome } from '../apply/outcome.ts';
import type { Catalogue, CreditNoteDraft } from '../ledger/drafts.ts';
import { checkSupported } from '../mapping/check-supported.ts';
import { chooseClearingAccount } from '../mapping/choose-account.ts';
import { dayOf, withoutLocks } from '../mapping/document-day.ts';
import { mapCreditNote } from '../mapping/map-credit-note.ts';
import { mapInvoice } from '../mapping/map-invoice.ts';
import type { DocumentSite } from '../mapping/place-site.ts';
import { type Mapped, mapped, rejected } from '../mapping/result.ts';
import { trackSite } from '../mapping/track-site.ts';
import { optional } from '../source/optional.ts';
import type { DocumentRecord, SourceCreditNote, SourceInvoice } from '../source/records.ts';
import { linesOf } from './line-amounts.ts';

export type SourceDocument = DocumentRecord;

/** A document under the same number in the ledger, as far as money stands on it. */
export type StandingDocument = FoundDocument & { paidMinor: number };

/** What is known beside a document when it is judged. */
export interface DocumentFacts {
  settings: LedgerSettings;
  catalogue: Catalogue;
  /** What this ledger takes. */
  takes: { payments: boolean; credits: boolean; tracking: boolean };
  link: Link;
  /** Those in the ledger that may bear its number. */
  found: StandingDocument[];
  /** The customer there, or a mark of its own for one that would be made; or why there is none. */
  customer: Mapped<string>;
  /** The invoice of a credit note; undefined: it is not known. */
  invoice: SourceInvoice | undefined;
}

/**
 * What would become of a document, by the same decisions as those of posting; nothing is written. One
 * from before the start is judged all the same, and marked: it tells what others like it would be.
 */
export function judgeDocument(document: SourceDocument, facts: DocumentFacts): PreviewedDocument {
  const day = dayOf(document.record.issuedAt, facts.settings);
  const isBefore = day.ok && day.value < facts.settings.startDate;
  if (!isBefore) return judged(document, facts);
  const settings = { ...facts.settings, startDate: day.value };
  return { ...judged(document, { ...facts, settings }), isBeforeStart: true };
}

function judged(document: SourceDocument, facts: DocumentFacts): PreviewedDocument {
  const shown = shownOf(document, facts);
  if (facts.link.targetId !== undefined) return { ...shown, fate: { kind: 'known' } };
  const ended = endOf(document, facts);
  if (ended !== undefined) return { ...shown, fate: fateOf(ended) };
  const own = draftOf(document, facts);
  const isLocked = !own.ok && own.cause === 'locked_period';
  const catalogue = withoutLocks(facts.catalogue);
  // What stands there already is linked all the same, which writes nothing.
  const draft = isLocked ? draftOf(document, { ...facts, catalogue }) : own;
  if (!draft.ok) return { ...shown, fate: parkedBy(draft) };
  const standing = documentOfNumber(draft.value, facts.found);
  if (!own.ok && standing === undefined) return { ...shown, fate: parkedBy(own) };
  const fate = fateBeside(draft.value, standing);
  if (fate.kind === 'different') return { ...shown, fate };
  const lines = fate.kind === 'new' ? linesOf(draft.value, facts.catalogue) : [];
  return withPayment({ ...shown, fate, lines }, { document, standing, facts });
}

function shownOf(
  { kind, record }: SourceDocument,
  { settings, invoice }: DocumentFacts,
): Omit<PreviewedDocument, 'fate'> {
  const day = dayOf(record.issuedAt, settings);
  return {
    kind,
    sourceId: record.id,
    ...optional('number', record.number),
    ...(day.ok ? { day: day.value } : {}),
    customer: record.contact?.name ?? '',
    ...optional('site', record.siteName ?? invoice?.siteName),
    currency: record.currency,
    totalMinor: record.totalMinor,
    taxMinor:
      kind === 'invoice'
        ? record.taxMinor
        : record.lines.reduce((sum, line) => sum + line.taxMinor, 0),
    lines: [],
  };
}

/** How it ends before anything is made of it; undefined when it goes on. */
function endOf(document: SourceDocument, { settings, link }: DocumentFacts): Outcome | undefined {
  if (document.kind === 'credit_note') return endOfCreditNote(document.record, link, settings);
  const plan = decideInvoice(document.record, link, settings);
  return plan.kind === 'end' ? plan.outcome : undefined;
}

function parkedBy({ cause, detail }: Extract<Mapped<unknown>, { ok: false }>): PreviewFate {
  return { kind: 'parked', cause, detail };
}

function fateOf(outcome: Outcome): PreviewFate {
  if (outcome.kind === 'parked') {
    const { cause, detail } = outcome;
    return { kind: 'parked', cause, detail };
  }
  return { kind: 'left_out', reason: outcome.kind === 'skipped' ? outcome.reason : '' };
}

/** As it would be sent now; or why it would not. */
export function draftOf(document: SourceDocument, facts: DocumentFacts): Mapped<CreditNoteDraft> {
  const { record } = document;
  const supported = checkSupported(record, facts.catalogue, facts.settings);
  if (!supported.ok) return supported;
  if (!facts.customer.ok) return facts.customer;
  const { settings, catalogue, takes } = facts;
  const site = siteOf(document, facts);
  const place = takes.tracking ? trackSite(site, settings, catalogue) : mapped({});
  if (!place.ok) return place;
  const context = { settings, catalogue, contactTargetId: facts.customer.value, ...place.value };
  if (document.kind === 'invoice') return mapInvoice(document.record, context);
  if (!takes.credits) return rejected('credit_notes_not_taken');
  if (facts.invoice === undefined) return rejected('invoice_not_posted');
  return mapCreditNote(document.record, facts.invoice, context);
}

function siteOf(document: SourceDocument, { invoice }: DocumentFacts): DocumentSite {
  const isOwn = document.kind === 'invoice' || document.record.siteName !== undefined;
  return isOwn ? document.record : (invoice ?? document.record);
}

function fateBeside(draft: CreditNoteDraft, standing: StandingDocument | undefined): PreviewFate {
  if (standing === undefined) return { kind: 'new' };
  if (isSameDocument(standing, draft)) return { kind: 'equal' };
  return { kind: 'different', detail: takenDetail(standing, draft) };
}

/** Money that the source has and the ledger would get; a draft there takes none. */
function withPayment(
  shown: PreviewedDocument,
  context: {
    document: SourceDocument;
    standing: StandingDocument | undefined;
    facts: DocumentFacts;
  },
): PreviewedDocument {
  const { document, standing, facts } = context;
  const { settings, catalogue, takes } = facts;
  if (document.kind !== 'invoice' || !takes.payments || !settings.postPayments) return shown;
  if (settings.invoiceStatus === 'DRAFT') return shown;
  const amountMinor = document.record.paidMinor - (standing?.paidMinor ?? 0);
  if (amountMinor <= 0) return shown;
  const { currency, paymentMethod: method } = document.record;
  const account = chooseClearingAccount(settings, catalogue, { currency, method });
  // The document itself goes in, and its payment is what a person is asked about.
  if (!account.ok) return { ...shown, fate: parkedBy(account) };
  return { ...shown, payment: { accountCode: account.value, amountMinor } };
}

/** Ids of the invoices whose lines tell the accounts of credit notes. */
export function invoicesNeeded(documents: SourceDocument[]): string[] {
  const own = new Set(documents.map(({ record }) => record.id));
  const notes = documents.flatMap((one): SourceCreditNote[] =>
    one.kind === 'credit_note' ? [one.record] : [],
  );
  return [...new Set(notes.map(({ invoiceId }) => invoiceId))].filter((id) => !own.has(id));
}
