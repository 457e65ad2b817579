// SPEC.md I21
import type { CreditNote, Invoice } from '../../../infra/local/vendors/stora/core/resources.ts';
import type { Book, LedgerDocument } from '../../../infra/local/vendors/xero/core/book.ts';
import type { Mismatch } from '../../../shared/contracts/mismatch.ts';
import type {
  CurrencyProof,
  MonthProof,
  SideStatement,
} from '../../../shared/contracts/month-proof.ts';
import type { FinishedRun, Invariant } from '../history.ts';
import { closedMinor, closingOf } from './closing-notes.ts';
import { operatorsConnected } from './i01-converge.ts';
import {
  booksOf,
  documentsFor,
  isImported,
  paymentsOn,
  sourceIdOf,
  sumMinor,
  survivorOf,
} from './ledger-books.ts';
import { settingsOf } from './ledger-settings.ts';
import { proofsPut } from './nights-played.ts';
import { viewOf } from './run-view.ts';
import { creditNoteDifferences, invoiceDifferences } from './same-documents.ts';
import { storaOperator } from './source-states.ts';

export const nightsProve: Invariant = {
  id: 'I21',
  title: 'What a night says of a month is what both sides have, with nothing left unexplained',
  check: (run) => [
    ...unexplained(run),
    ...operatorsConnected(run).flatMap((operatorId) => {
      const proofs = lastProofs(run, operatorId);
      if (proofs.length === 0) return [];
      return [
        ...wronglyListed(run, { operatorId, proofs }),
        ...notListed(run, { operatorId, proofs }),
        ...otherSums(run, { operatorId, proofs }),
      ];
    }),
  ],
};

/** Of each night, however it went. */
function unexplained(run: FinishedRun): string[] {
  return proofsPut(viewOf(run)).flatMap(({ kept, seq }) =>
    kept.currencies.flatMap(({ currency, unexplainedMinor, differenceMinor, explainedMinor }) =>
      unexplainedMinor === 0 && differenceMinor === explainedMinor
        ? []
        : [`${kept.month} of ${kept.operatorId} leaves ${unexplainedMinor} ${currency} at ${seq}`],
    ),
  );
}

interface Judged {
  operatorId: string;
  proofs: MonthProof[];
}

/** When everything rests both sides are compared once more; what stood then stands still. */
function lastProofs(run: FinishedRun, operatorId: string): MonthProof[] {
  const night = run.nights.find((one) => one.operatorId === operatorId);
  if (night?.status !== 'done') return [];
  return run.monthProofs.filter(
    (proof) => proof.operatorId === operatorId && proof.runId === night.runId,
  );
}

function wronglyListed(run: FinishedRun, { operatorId, proofs }: Judged): string[] {
  const contacts = run.nights.find((one) => one.operatorId === operatorId)?.mismatches ?? [];
  const all = [...proofs.flatMap(({ mismatches }) => mismatches), ...contacts];
  return all.flatMap((one) => {
    const because = excuse(run, operatorId, one);
    return because === undefined
      ? [
          `${one.kind} ${one.sourceId ?? one.targetId} is listed as ${one.class} (${one.source} / ${one.ledger})`,
        ]
      : [];
  });
}

/** Why it may be listed, by what the vendors' books and people show; undefined: nothing does. */
function excuse(run: FinishedRun, operatorId: string, one: Mismatch): string | undefined {
  const { sourceId = '', kind, targetId = '', class: what, fix } = one;
  const books = booksOf(run, operatorId);
  const document = books.flatMap((book) => book.documents.get(targetId) ?? [])[0];
  if (what === 'settings_changed') return 'asks for nothing';
  if (what === 'late' && document?.status === 'DRAFT') return 'a draft there';
  if (what === 'deleted_contact') return 'a merge';
  if (what === 'contact' && isMerged(run, operatorId, one)) return 'a merge';
  if (what === 'late' && isWritten(run, operatorId, sourceId))
    return 'nobody knows the end of a write';
  const hasIssue = run.issues.some(
    (issue) =>
      issue.operatorId === operatorId && issue.sourceId === sourceId && issue.kind === kind,
  );
  if (hasIssue) return 'an issue stands';
  if (what === 'missing' && fix === 'repair') return 'nobody promised to serve it';
  if (document !== undefined && isImported(document)) return 'entered by somebody';
  return undefined;
}

/** Its documents went over to the contact that a person merged it into. */
function isMerged(
  run: FinishedRun,
  operatorId: string,
  { source = '', ledger }: Mismatch,
): boolean {
  return booksOf(run, operatorId).some((book) => {
    const from = book.contacts.get(source);
    return from !== undefined && survivorOf(book, from).contactId === ledger;
  });
}

function isWritten(run: FinishedRun, operatorId: string, sourceId: string): boolean {
  const link = run.links.find((one) => one.operatorId === operatorId && one.sourceId === sourceId);
  return Object.values(link?.effects ?? {}).some(
    ({ state }) => state === 'sending' || state === 'failed',
  );
}

interface Side {
  kind: 'invoice' | 'creditNote';
  one: Invoice | CreditNote;
}

function documentsAtSource(run: FinishedRun, operatorId: string): Side[] {
  const tables = storaOperator(run, operatorId)?.tables;
  return [
    ...[...(tables?.invoices.values() ?? [])].map((one) => ({ kind: 'invoice' as const, one })),
    ...[...(tables?.creditNotes.values() ?? [])].map((one) => ({
      kind: 'creditNote' as const,
      one,
    })),
  ];
}

/** These would be seen in the sums of an accountant. */
const plain = /^(total|tax|paid|voided|customer) is |^it is /;

function notListed(run: FinishedRun, { operatorId, proofs }: Judged): string[] {
  const listed = new Set(
    proofs
      .flatMap(({ mismatches, accepted = [] }) => [...mismatches, ...accepted])
      .map(({ sourceId }) => sourceId),
  );
  const books = booksOf(run, operatorId);
  const settings = settingsOf(run, operatorId);
  const linked = new Set(run.links.flatMap(({ targetId }) => targetId ?? []));
  return documentsAtSource(run, operatorId).flatMap(({ kind, one }) => {
    const differences =
      kind === 'invoice'
        ? invoiceDifferences(one as Invoice, books, { siteName: '', settings, linked })
        : creditNoteDifferences(one as CreditNote, books, settings);
    const found = differences.filter((difference) => plain.test(difference));
    if (found.length === 0 || listed.has(one.id)) return [];
    return [`${kind} ${one.id} is not listed: ${found.join(', ')}`];
  });
}

function otherSums(run: FinishedRun, { operatorId, proofs }: Judged): string[] {
  const currencies = proofs.flatMap((proof) => proof.currencies);
  const said = { source: summed(currencies, 'source'), ledger: summed(currencies, 'ledger') };
  const months = new Set(proofs.map(({ month }) => month));
  const own = {
    source: sourceSums(run, operatorId, months),
    ledger: ledgerSums(run, operatorId, months),
  };
  return (['source', 'ledger'] as const).flatMap((side) =>
    (['postedMinor', 'creditedMinor', 'paidMinor'] as const).flatMap((what) =>
      own[side][what] === undefined || own[side][what] === said[side][what]
        ? []
        : [
            `${what} of ${operatorId} in the ${side} is ${own[side][what]}, and said to be ${said[side][what]}`,
          ],
    ),
  );
}

function summed(currencies: readonly CurrencyProof[], side: 'source' | 'ledger') {
  const total = (what: keyof SideStatement) =>
    currencies.reduce((sum, one) => sum + one[side][what], 0);
  return {
    postedMinor: total('postedMinor'),
    creditedMinor: total('creditedMinor'),
    paidMinor: total('paidMinor'),
  };
}

type Sums = { postedMinor: number; creditedMinor: number; paidMinor: number | undefined };

function sourceSums(run: FinishedRun, operatorId: string, months: Months): Sums {
  const books = booksOf(run, operatorId);
  const sums = { postedMinor: 0, creditedMinor: 0, paidMinor: undefined };
  for (const { kind, one } of documentsAtSource(run, operatorId)) {
    const total = one.total.amount;
    if (one.status === 'draft' || isElsewhere(books, { kind, one }, months)) continue;
    if (kind === 'creditNote') sums.creditedMinor += one.status === 'void' ? 0 : total;
    else if (one.status !== 'void') sums.postedMinor += total;
    // In the place of a voiding: it stands, and is credited.
    else if (books.some((book) => closedMinor(book, one.id, 'void') > 0))
      sums.postedMinor += postedOf(books, one.id);
  }
  for (const book of books)
    for (const document of book.documents.values())
      if (isIn(document, months) && closingOf(document) !== undefined)
        sums.creditedMinor += Number(document.totals.totalMinor);
  return sums;
}

function postedOf(books: Book[], sourceId: string): number {
  const [found] = documentsFor(books, { kind: 'invoice', sourceId });
  return Number(found?.document.totals.totalMinor ?? 0n);
}

type Months = ReadonlySet<string>;

function isIn({ status, day }: LedgerDocument, months: Months): boolean {
  return (status === 'AUTHORISED' || status === 'PAID') && months.has(day.slice(0, 7));
}

/** A lock has moved it to a day of which no night has come yet. */
function isElsewhere(books: Book[], { kind, one }: Side, months: Months): boolean {
  const found = documentsFor(books, { kind, sourceId: one.id });
  return found.some(({ document }) => !months.has(document.day.slice(0, 7)));
}

/** What somebody entered counts where it is linked, or stands under the number of what the source has. */
function isTaken(run: FinishedRun, operatorId: string, document: LedgerDocument): boolean {
  const isLinked = run.links.some(({ targetId }) => targetId === document.id);
  const source = documentsAtSource(run, operatorId).find(
    ({ one }) => one.id === sourceIdOf(document),
  );
  return isLinked || (source !== undefined && source.one.status !== 'void');
}

function ledgerSums(run: FinishedRun, operatorId: string, months: Months): Sums {
  const sums = { postedMinor: 0, creditedMinor: 0, paidMinor: 0 };
  const known = new Set(documentsAtSource(run, operatorId).map(({ one }) => one.id));
  for (const book of booksOf(run, operatorId)) {
    for (const document of book.documents.values()) {
      const isOurs = known.has(sourceIdOf(document)) || closingOf(document) !== undefined;
      if (!isOurs || !isIn(document, months)) continue;
      if (isImported(document) && !isTaken(run, operatorId, document)) continue;
      const total = Number(document.totals.totalMinor);
      if (document.kind === 'creditNote') sums.creditedMinor += total;
      else {
        sums.postedMinor += total;
        sums.paidMinor += sumMinor(paymentsOn(book, document.id));
      }
    }
    for (const { description, amountMinor } of book.bankTransactions.values())
      if (/\[(inv_\w+):(\d+)\]$/.test(description)) sums.paidMinor += Number(amountMinor);
  }
  return sums;
}
