import type { Target } from '../../contracts/ids.ts';
import type { Preview, PreviewedDocument, PreviewStep } from '../../contracts/preview.ts';
import type { LedgerSettings } from '../../contracts/settings.ts';
import { addDays, localDay } from '../../domain/mapping/local-day.ts';
import { rejected } from '../../domain/mapping/result.ts';
import { customerOf } from '../../domain/preview/judge-contact.ts';
import { judgeDocument, type SourceDocument } from '../../domain/preview/judge-document.ts';
import { documentsAtMost } from '../../domain/preview/limits.ts';
import { inLedgerZone } from '../../domain/settings/follow-zone.ts';
import { optional } from '../../domain/source/optional.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Ledger, LedgerFor } from '../../ports/ledger/ledger.ts';
import type { RecordLinks } from '../../ports/links.ts';
import type { DocumentPage, SourceFor } from '../../ports/source.ts';
import { gatherFacts, type PageFacts, type Reading } from './gather-facts.ts';

export interface JudgeDeps {
  links: RecordLinks;
  sourceFor: SourceFor;
  /** Undefined: that target is no ledger. */
  ledgers: Record<Target, LedgerFor | undefined>;
  clock: Clock;
}

/** A preview that has more to read. */
export type OpenPreview = Preview & { next: PreviewStep };

/** A source that cannot choose by time gives all that it has: beyond so many pages the rest is left out. */
const pagesAtMost = 100;
/** Credit notes have room beside the invoices, however many those are. */
const shareOfInvoices = 0.8;

/** Reads one page of the source, looks up what the ledger has of it, and adds what becomes of it. */
export async function judgePage(
  deps: JudgeDeps,
  preview: OpenPreview,
  stored: LedgerSettings,
): Promise<Preview> {
  const reading = await openReading(deps, preview, stored);
  const page = await listPage(reading, preview);
  const { taken, isCut } = choose(page, preview, reading.settings);
  const facts = await gatherFacts(reading, taken, preview.contacts);
  const documents = taken.map((document) => judged(document, facts, reading));
  const next = nextStep(page, preview, documents.length);
  const { next: _done, ...rest } = preview;
  const { accounts, taxRates } = reading.catalogue;
  return {
    ...rest,
    ...optional('next', next),
    readAtEpochMs: deps.clock.nowEpochMs(),
    documents: [...preview.documents, ...documents],
    contacts: facts.contacts,
    accountNames: Object.fromEntries(accounts.flatMap(({ code, name }) => pair(code, name))),
    taxNames: Object.fromEntries(taxRates.map(({ taxType, name }) => [taxType, name])),
    unreadable: preview.unreadable + page.unreadable + unreadableIn(page),
    isCut: preview.isCut || isCut,
  };
}

function pair(code: string | undefined, name: string): Array<[string, string]> {
  return code === undefined ? [] : [[code, name]];
}

async function openReading(
  deps: JudgeDeps,
  { operatorId, target, accountId }: Preview,
  stored: LedgerSettings,
): Promise<Reading> {
  const ledger = ledgerOf(deps, { operatorId, target, accountId });
  const catalogue = await ledger.catalogue.read();
  const settings = inLedgerZone(stored, catalogue) ?? stored;
  const source = deps.sourceFor(operatorId);
  return { operatorId, target, accountId, links: deps.links, source, ledger, catalogue, settings };
}

function ledgerOf(
  { ledgers }: JudgeDeps,
  {
    operatorId,
    target,
    accountId,
  }: { operatorId: string; target: Target; accountId?: string | undefined },
): Ledger {
  const ledgerFor = ledgers[target];
  if (ledgerFor === undefined) throw new Error(`The target ${target} is no ledger.`);
  return ledgerFor(operatorId, accountId);
}

/** A day wider on each side: the days of a document are those of the operator's zone. */
function listPage(
  { source }: Reading,
  { next, from, to, begunAtEpochMs }: OpenPreview,
): Promise<DocumentPage> {
  return source.listDocuments({
    ...next,
    createdFrom: `${addDays(from, -1)}T00:00:00.000Z`,
    createdBefore: `${addDays(to, 2)}T00:00:00.000Z`,
    happenedAt: new Date(begunAtEpochMs).toISOString(),
  });
}

/** Those of the span that were not seen on a page before, as many as there is room for. */
function choose(
  page: DocumentPage,
  preview: OpenPreview,
  settings: LedgerSettings,
): { taken: SourceDocument[]; isCut: boolean } {
  const known = new Set(preview.documents.map(({ sourceId }) => sourceId));
  const inSpan = page.entries
    .flatMap(({ shown }) => (shown.ok ? [shown.value] : []))
    .filter(({ record }) => !known.has(record.id) && isInSpan(record.issuedAt, preview, settings));
  const taken = inSpan.slice(0, roomFor(preview.next.kind, preview));
  const isLeft = page.next !== undefined && stepBehind(page, preview, taken.length) === undefined;
  return { taken, isCut: inSpan.length > taken.length || isLeft };
}

function isInSpan(
  issuedAt: string,
  { from, to }: Preview,
  { timeZone = 'UTC' }: LedgerSettings,
): boolean {
  const day = localDay(issuedAt, timeZone);
  return from <= day && day <= to;
}

function roomFor(kind: PreviewStep['kind'], { documents, purpose }: Preview): number {
  const atMost = documentsAtMost[purpose];
  const limit = kind === 'invoice' ? Math.floor(atMost * shareOfInvoices) : atMost;
  return Math.max(0, limit - documents.length);
}

/** The next page of the same list; undefined: there is none, or no room for it. */
function stepBehind(
  page: DocumentPage,
  preview: OpenPreview,
  added: number,
): PreviewStep | undefined {
  const { kind, page: number } = preview.next;
  const hasRoom = roomFor(kind, preview) > added && number < pagesAtMost;
  return page.next !== undefined && hasRoom ? { kind, page: page.next } : undefined;
}

/** Invoices first, then credit notes. */
function nextStep(
  page: DocumentPage,
  preview: OpenPreview,
  added: number,
): PreviewStep | undefined {
  const behind = stepBehind(page, preview, added);
  if (behind !== undefined || preview.next.kind === 'credit_note') return behind;
  return { kind: 'credit_note', page: 1 };
}

function unreadableIn({ entries }: DocumentPage): number {
  return entries.filter(({ shown }) => !shown.ok).length;
}

function judged(
  document: SourceDocument,
  facts: PageFacts,
  { settings, catalogue, ledger }: Reading,
): PreviewedDocument {
  const { contactId } = document.record;
  const customer = facts.contacts.find(({ sourceId }) => sourceId === contactId);
  const invoiceId = document.kind === 'credit_note' ? document.record.invoiceId : undefined;
  const shown = judgeDocument(document, {
    settings,
    catalogue,
    takes: {
      payments: ledger.payments !== undefined,
      credits: ledger.credits !== undefined,
      tracking: ledger.tracking !== undefined,
    },
    link: facts.linkOf(document.kind, document.record.id),
    found: facts.found[document.kind],
    customer:
      customer === undefined
        ? rejected('contact_missing')
        : customerOf(customer, facts.linkOf('contact', contactId)),
    invoice: invoiceId === undefined ? undefined : facts.invoices.get(invoiceId),
  });
  return { ...shown, customer: customer?.name ?? shown.customer };
}
