import type { CreditNote, Invoice } from '../../../infra/local/vendors/stora/core/resources.ts';
import type { Operator } from '../../../infra/local/vendors/stora/core/world.ts';
import type { StoredEvent } from '../../../infra/local/vendors/stora/webhooks/stored-event.ts';
import type { BookedDocument, BookedLine, Books, Money } from './books.ts';
import { dayInLondon } from './books.ts';
import { connectedAt } from './year-plan.ts';
import type { Locking } from './year-scene.ts';

/** What the tables of the source say, and when the accountant closed which period. */
export interface StoraFacts {
  operator: Operator;
  events: readonly StoredEvent[];
  lockings: readonly Locking[];
  /** Where a document stands in the ledger that a lock moved to another day; undefined: on its own. */
  movedTo(id: string, ownDay: string): string | undefined;
  /** The day of a note that closes an invoice, which is that on which somebody told us. */
  closedOn(id: string, ownDay: string): string;
}

/*
 * An accountant's own sheet: which code goes on which account, and which tax is on it. Written down here once
 * more, by hand: were it taken from the settings or the mapping, it would repeat their mistakes.
 */
const sheet: Readonly<Record<string, readonly [account: string, taxType: string]>> = {
  'RENT-BRS': ['210', 'OUTPUT2'],
  'RENT-BTH': ['211', 'OUTPUT2'],
  'RENT-CDF': ['212', 'OUTPUT2'],
  GOODS: ['201', 'OUTPUT2'],
  FEE: ['404', 'OUTPUT2'],
  'INS-EX': ['265', 'EXEMPTOUTPUT'],
  PLANT: ['201', 'OUTPUT2'],
  260: ['260', 'TAX001'],
  820: ['820', 'NONE'],
};
const bank = '095';
const badDebts = ['477', 'NONE'] as const;

/** How the books are to look, by the source's tables. */
export function storaBooks(facts: StoraFacts): Books {
  const { operator, events } = facts;
  const { invoices, creditNotes } = operator.tables;
  const histories = Map.groupBy(
    events.filter(({ type }) => type.startsWith('invoice.')),
    ({ data }) => (data.invoice as Invoice).id,
  );
  const documents = [...invoices.values()].flatMap((invoice) =>
    invoiceDocuments(invoice, histories.get(invoice.id) ?? [], facts),
  );
  const notes = [...creditNotes.values()].map((note) => noteDocument(note, facts));
  const refunds = [...creditNotes.values()].flatMap(refundOf);
  const posted = [...invoices.values()].filter((invoice) => !isForPerson(invoice));
  const received = posted.flatMap((invoice) =>
    paymentsOf(invoice, histories.get(invoice.id) ?? []),
  );
  return { documents: [...documents, ...notes], moneys: [...received, ...refunds] };
}

/** Void with money on it before anybody was connected: nothing is posted, and a person is asked. */
export function isForPerson({ status, voided_at: voidedAt, amount_paid: paid }: Invoice): boolean {
  return status === 'void' && paid.amount > 0 && (voidedAt ?? '') < connectedAt;
}

/** The invoice itself, and the note that writes it off or stands for its voiding. */
function invoiceDocuments(
  invoice: Invoice,
  history: readonly StoredEvent[],
  facts: StoraFacts,
): BookedDocument[] {
  const own = invoiceDocument(invoice, facts);
  if (invoice.status === 'draft' || isForPerson(invoice)) return [];
  if (invoice.status === 'void') {
    const voidedAt = invoice.voided_at ?? '';
    if (voidedAt < connectedAt) return [];
    const isCredited = invoice.amount_paid.amount > 0 || isLocked(own.day, voidedAt, facts);
    const paidMinor = invoice.amount_paid.amount;
    // What came in before stays with the customer: of the invoice itself nothing is due.
    const note = {
      ...own,
      ...closing(own, { word: 'void', at: voidedAt }, facts),
      lines: own.lines,
    };
    return isCredited
      ? [
          { ...own, openMinor: 0 },
          { ...note, openMinor: paidMinor },
        ]
      : [];
  }
  const dueMinor = invoice.amount_due.amount;
  if (invoice.status !== 'uncollectible' || dueMinor === 0) return [own];
  const givenUp = history.findLast(({ type }) => type === 'invoice.marked_uncollectible');
  const [account, taxType] = badDebts;
  const site = siteOf(invoice, facts);
  const line = { account, taxType, site, netMinor: dueMinor, taxMinor: 0 };
  // Before anybody was connected the source does not say when: it is written off when it is brought over.
  const at = latest(givenUp?.created_at ?? '', connectedAt);
  const note = closing(own, { word: 'write-off', at }, facts);
  return [
    { ...own, openMinor: 0 },
    { ...note, lines: [line], totalMinor: dueMinor, openMinor: 0 },
  ];
}

function closing(
  { id, number, totalMinor }: BookedDocument,
  { word, at }: { word: 'void' | 'write-off'; at: string },
  facts: StoraFacts,
): Omit<BookedDocument, 'lines' | 'openMinor'> {
  const day = facts.closedOn(`${id}:${word}`, dayInLondon(at));
  return { id: `${id}:${word}`, kind: 'credit_note', number: `${number} ${word}`, day, totalMinor };
}

function invoiceDocument(invoice: Invoice, facts: StoraFacts): BookedDocument {
  const { id, number, finalized_at: finalizedAt, total, amount_due: due } = invoice;
  const ownDay = dayInLondon(finalizedAt ?? '');
  const site = siteOf(invoice, facts);
  return {
    id,
    kind: 'invoice',
    number,
    day: facts.movedTo(id, ownDay) ?? ownDay,
    lines: invoice.line_items.map((line) =>
      bookedLine(line.accounting_code, {
        site,
        totalMinor: line.total.amount,
        taxMinor: line.tax.amount,
      }),
    ),
    totalMinor: total.amount,
    openMinor: due.amount,
  };
}

/** A note names no code: each of its lines is called as the line that it credits. */
function noteDocument(note: CreditNote, facts: StoraFacts): BookedDocument {
  const { id, number, created_at: createdAt, total } = note;
  const invoice = facts.operator.tables.invoices.get(note.invoice.id);
  const ownDay = dayInLondon(createdAt);
  const site = siteOf(note, facts);
  return {
    id,
    kind: 'credit_note',
    number,
    day: facts.movedTo(id, ownDay) ?? ownDay,
    lines: note.line_items.map((line) => {
      const of = invoice?.line_items.find(({ description }) => description === line.description);
      const sums = { totalMinor: line.amount.amount, taxMinor: line.tax.amount };
      return bookedLine(of?.accounting_code ?? null, { site, ...sums });
    }),
    totalMinor: total.amount,
    openMinor: 0,
  };
}

function bookedLine(
  code: string | null,
  { site, totalMinor, taxMinor }: { site: string; totalMinor: number; taxMinor: number },
): BookedLine {
  const [account, taxType] = sheet[code ?? ''] ?? ['none', 'none'];
  return { account, taxType, site, netMinor: totalMinor - taxMinor, taxMinor };
}

function latest(one: string, other: string): string {
  return one < other ? other : one;
}

function siteOf({ site }: Pick<Invoice, 'site'>, { operator }: StoraFacts): string {
  return operator.tables.sites.get(site.id)?.name ?? '';
}

function isLocked(day: string, at: string, { lockings }: StoraFacts): boolean {
  const inForce = lockings.findLast(({ atEpochMs }) => atEpochMs <= Date.parse(at));
  return inForce !== undefined && day <= inForce.lockDay;
}

/** Each growth of what was received, when it came about; the source has no payments. */
function paymentsOf(invoice: Invoice, history: readonly StoredEvent[]): Money[] {
  let before = 0;
  return history.flatMap(({ data, created_at: createdAt }) => {
    const { amount_paid: paid, paid_at: paidAt } = data.invoice as Invoice;
    const amountMinor = paid.amount - before;
    before = paid.amount;
    if (amountMinor === 0) return [];
    const day = dayInLondon(paidAt ?? createdAt);
    return [{ documentId: invoice.id, day, account: bank, amountMinor }];
  });
}

/** After payment it is paid back, as the operator wants it. */
function refundOf({ id, type, total, created_at: createdAt }: CreditNote): Money[] {
  if (type === 'pre_payment') return [];
  const day = dayInLondon(createdAt);
  return [{ documentId: id, day, account: bank, amountMinor: -total.amount }];
}
