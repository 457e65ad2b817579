import type { LedgerSettings } from '../../contracts/settings.ts';
import { isOutOfBooks, isUnapproved } from '../apply/out-of-books.ts';
import type { StandingDocument } from '../ledger/standing-document.ts';
import { dayOf } from '../mapping/document-day.ts';
import { dayOnly } from '../portal/day-and-time.ts';
import {
  type DocumentRecord,
  isDocument,
  type SourceContact,
  type SourceInvoice,
} from '../source/records.ts';
import { sum } from './names.ts';
import type { RecordFacts, StandingContact } from './record-facts.ts';

/** One fact on both sides. `isSame` undefined: the two are not meant to be the same, or one is not known. */
export interface SideRow {
  what: string;
  source: string;
  ledger: string;
  isSame: boolean | undefined;
}

export interface Sides {
  rows: SideRow[];
  /** Lines one by one: each side may cut them as it likes, so that they are shown and not compared. */
  lines: SideRow[];
}

/** Both sides beside one another, as they are now; a side that shows nothing leaves its cells empty. */
export function sidesOf(facts: RecordFacts): Sides {
  const source = facts.source.kind === 'shown' ? facts.source.value : undefined;
  const ledger = facts.ledger.kind === 'shown' ? facts.ledger.value : undefined;
  if (source === undefined && ledger === undefined) return { rows: [], lines: [] };
  if (facts.key.kind === 'contact') {
    const contact = source?.kind === 'contact' ? source.record : undefined;
    const standing = ledger?.kind === 'contact' ? ledger.contact : undefined;
    return { rows: contactRows(contact, standing), lines: [] };
  }
  const document = source === undefined || !isDocument(source) ? undefined : source;
  const standing = ledger?.kind === 'document' ? ledger.document : undefined;
  return { rows: documentRows(document, standing, facts), lines: lineRows(document, standing) };
}

function contactRows(
  contact: SourceContact | undefined,
  standing: StandingContact | undefined,
): SideRow[] {
  const isBoth = contact !== undefined && standing !== undefined;
  const state = standing && contactState(standing);
  return [
    // A person may have given it a name of its own in the ledger, which stays.
    { what: 'Name', source: contact?.name ?? '', ledger: standing?.name ?? '', isSame: undefined },
    {
      what: 'State',
      source: contact === undefined ? '' : 'there',
      ledger: state ?? '',
      isSame: isBoth ? state === 'there' : undefined,
    },
  ];
}

function contactState({ isArchived, mergedToTargetId }: StandingContact): string {
  if (mergedToTargetId !== undefined) return 'merged into another';
  return isArchived ? 'archived' : 'there';
}

type Document = DocumentRecord;

interface Figures {
  currency: string;
  total: number;
  tax: number;
  paid: number | undefined;
  credited: number | undefined;
  due: number | undefined;
}

function documentRows(
  document: Document | undefined,
  standing: StandingDocument | undefined,
  facts: RecordFacts,
): SideRow[] {
  const here = document && figuresOf(document);
  const there = standing && figuresThere(standing, facts.key.kind === 'credit_note');
  const isOut = standing !== undefined && isOutOfBooks(standing);
  const money = (what: string, field: keyof Omit<Figures, 'currency'>, isCompared = true) => {
    const [left, right] = [here?.[field], there?.[field]];
    const isBoth = left !== undefined && right !== undefined && !isOut;
    return {
      what,
      source: left === undefined || here === undefined ? '' : sum(left, here.currency),
      ledger: right === undefined || there === undefined ? '' : sum(right, there.currency),
      isSame: isBoth && isCompared ? left === right : undefined,
    };
  };
  const paysOurselves = isPaidByUs(standing, facts);
  return [
    textRow('Number', document?.record.number, standing?.number),
    stateRow(document, standing),
    dayRow(document, standing, facts.way.settings),
    customerRow(document, standing, facts),
    ...(here !== undefined && there !== undefined && here.currency !== there.currency
      ? [textRow('Currency', here.currency, there.currency)]
      : []),
    money('Total', 'total'),
    money('Tax in it', 'tax'),
    ...(facts.key.kind === 'invoice'
      ? [
          money('Received', 'paid', paysOurselves),
          money('Credited', 'credited', false),
          money('Still due', 'due', paysOurselves),
        ]
      : [money('Not used yet', 'due', false)]),
  ];
}

/**
 * Where payments come from the bank feed, a draft takes none, or a note of ours or money on account closes
 * it, both sides are not meant to agree.
 */
function isPaidByUs(
  standing: StandingDocument | undefined,
  { way: { settings }, link }: RecordFacts,
): boolean {
  const { closing, overpaidMinor = 0 } = link?.posted ?? {};
  const isPlain = closing === undefined && overpaidMinor === 0;
  return settings?.postPayments === true && !isUnapproved(standing) && isPlain;
}

function figuresOf(document: Document): Figures {
  const { currency, totalMinor } = document.record;
  if (document.kind === 'credit_note') {
    const tax = document.record.lines.reduce((all, line) => all + line.taxMinor, 0);
    return { currency, total: totalMinor, tax, ...nothingPaid };
  }
  const { taxMinor, paidMinor, preCreditMinor = 0 } = document.record;
  const paid = { paid: paidMinor, credited: preCreditMinor, due: dueOf(document.record) };
  return { currency, total: totalMinor, tax: taxMinor, ...paid };
}

const nothingPaid = { paid: undefined, credited: undefined, due: undefined };

function dueOf({ status, totalMinor, paidMinor, preCreditMinor = 0, dueMinor }: SourceInvoice) {
  if (status === 'void') return 0;
  return dueMinor ?? Math.max(0, totalMinor - paidMinor - preCreditMinor);
}

function figuresThere(
  { currency, totalMinor, taxMinor, paidMinor, dueMinor }: StandingDocument,
  isNote: boolean,
): Figures {
  const sums = { currency, total: totalMinor, tax: taxMinor, due: dueMinor };
  if (isNote) return { ...sums, paid: undefined, credited: undefined };
  return { ...sums, paid: paidMinor, credited: Math.max(0, totalMinor - paidMinor - dueMinor) };
}

function textRow(what: string, source = '', ledger = ''): SideRow {
  const isBoth = source !== '' && ledger !== '';
  return { what, source, ledger, isSame: isBoth ? source === ledger : undefined };
}

const sourceStates: Readonly<Record<string, string>> = {
  draft: 'draft',
  open: 'open',
  paid: 'paid',
  void: 'void',
  uncollectible: 'given up',
  issued: 'issued',
};

const ledgerStates: Readonly<Record<string, string>> = {
  DRAFT: 'draft',
  SUBMITTED: 'waits for approval',
  AUTHORISED: 'approved',
  PAID: 'paid',
  VOIDED: 'void',
  DELETED: 'deleted',
};

function ledgerState(status: string, kind: Document['kind'] | undefined): string {
  if (status === 'PAID' && kind === 'credit_note') return 'used up';
  return ledgerStates[status] ?? status;
}

/** Words differ on both sides; the same is whether it counts. */
function stateRow(document: Document | undefined, standing: StandingDocument | undefined): SideRow {
  const status = document?.record.status;
  const isBoth = status !== undefined && standing !== undefined;
  return {
    what: 'State',
    source: status === undefined ? '' : (sourceStates[status] ?? status),
    ledger: standing === undefined ? '' : ledgerState(standing.status, document?.kind),
    isSame: isBoth ? (status === 'void') === isOutOfBooks(standing) : undefined,
  };
}

/** One of a locked period may bear another day on purpose. */
function dayRow(
  document: Document | undefined,
  standing: StandingDocument | undefined,
  settings: LedgerSettings | undefined,
): SideRow {
  const day = document && settings && dayOf(document.record.issuedAt, settings);
  const here = day?.ok ? day.value : document?.record.issuedAt.slice(0, 10);
  const row = textRow('Date', here && dayOnly(here), standing?.day && dayOnly(standing.day));
  const isOnPurpose = settings?.lockedPeriod === 'next_open_day' || day?.ok !== true;
  return isOnPurpose && row.isSame === false ? { ...row, isSame: undefined } : row;
}

/** The ledger shows which contact, not whose name; that is compared with what was written. */
function customerRow(
  document: Document | undefined,
  standing: StandingDocument | undefined,
  { row, customerTargetId }: RecordFacts,
): SideRow {
  const source = document?.record.contact?.name ?? row?.customer ?? '';
  if (standing === undefined || customerTargetId === undefined)
    return { what: 'Customer', source, ledger: '', isSame: undefined };
  const isSame = standing.contactTargetId === customerTargetId;
  return { what: 'Customer', source, ledger: isSame ? 'the same' : 'another contact', isSame };
}

const linesShown = 30;

function lineRows(
  document: Document | undefined,
  standing: StandingDocument | undefined,
): SideRow[] {
  const here = document === undefined ? [] : linesHere(document);
  const there = (standing?.lines ?? []).map((line) => {
    const { description, accountCode, totalMinor, tracking } = line;
    const places = [accountCode && `account ${accountCode}`, tracking?.optionName].filter(Boolean);
    const money = sum(totalMinor, standing?.currency ?? '');
    return [description, money, places.join(', ')].filter(Boolean).join(' · ');
  });
  const count = Math.min(Math.max(here.length, there.length), linesShown);
  return Array.from({ length: count }, (_, at) => ({
    what: `Line ${at + 1}`,
    source: here[at] ?? '',
    ledger: there[at] ?? '',
    isSame: undefined,
  }));
}

function linesHere(document: Document): string[] {
  const { currency } = document.record;
  if (document.kind === 'credit_note')
    return document.record.lines.map(
      ({ description, amountMinor }) => `${description} · ${sum(amountMinor, currency)}`,
    );
  return document.record.lines.map(({ description, totalMinor, accountingCode }) =>
    [description, sum(totalMinor, currency), accountingCode && `code ${accountingCode}`]
      .filter(Boolean)
      .join(' · '),
  );
}
