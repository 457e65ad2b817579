import type { Target } from '../../contracts/ids.ts';
import type { Preview, PreviewedDocument } from '../../contracts/preview.ts';
import { targets } from '../../targets/registry.ts';
import { moneyWords } from '../money/money-words.ts';
import { fateWords } from '../preview/fate-words.ts';
import {
  accountWords,
  counted,
  fateCounts,
  siteWords,
  taxWords,
} from '../preview/preview-words.ts';
import { balanceOf, type GroupTotal, totalsOf } from '../preview/totals.ts';
import { isPosting } from '../settings/is-posting.ts';
import { headOf, hrefOf, money, type PreviewFacts, spanQuery, tile } from './preview-head.ts';

/** So many documents stand on one page: with their lines it stays below 100 kB. */
const documentsPerPage = 50;
/** So many numbers are named for one cause. */
const namedAtMost = 5;

export interface OpenRow {
  title: string;
  remedy: string;
  /** How many documents, and the first of their numbers. */
  which: string;
}

export interface DocumentRow {
  title: string;
  total: string;
  result: string;
  tone: 'ok' | 'warn' | 'plain';
  more: string[];
  lines: string[][];
}

export type PreviewView = ReturnType<typeof previewView>;

export function previewView(facts: PreviewFacts, page: number) {
  const { preview } = facts;
  const totals = totalsOf(preview.documents);
  return {
    ...headOf(facts),
    csvHref: `${hrefOf(preview)}/csv${spanQuery(preview)}`,
    adoptionHref: `/adoption/${preview.target}`,
    tiles: tilesOf(preview),
    open: openRows(preview),
    accounts: totals.accounts.map((row) => [
      accountWords(row.account, preview),
      amountOf(row.debitMinor, row.currency),
      amountOf(row.creditMinor, row.currency),
    ]),
    balances: balanceOf(totals.accounts).map(({ currency, debitMinor, creditMinor }) => [
      'Together',
      moneyWords(debitMinor, currency),
      moneyWords(creditMinor, currency),
    ]),
    taxTypes: totals.taxTypes.map((row) => groupCells(row, taxWords(row.name, preview))),
    sites: totals.sites.map((row) => groupCells(row, siteWords(row.name))),
    documents: pageOf(preview.documents, page).map((document) => documentRow(document, preview)),
    pages: pageLinks(preview, page),
    isOn: isPosting(facts.settings),
    seen: { version: preview.settingsVersion, accountId: preview.accountId ?? '' },
  };
}

function tilesOf(preview: Preview) {
  const counts = fateCounts(preview);
  const { name } = targets[preview.target];
  return [
    tile('Would be sent', counts.new, `to ${name}`),
    tile(`In ${name} already`, counts.equal + counts.known, 'linked, not sent twice'),
    tile('Need you', counts.parked + counts.different, 'why and what helps is below'),
    tile('Stay out', counts.left_out, 'drafts, and what was void before'),
  ];
}

function openRows(preview: Preview): OpenRow[] {
  const open = preview.documents.filter(
    ({ fate }) => fate.kind === 'parked' || fate.kind === 'different',
  );
  const groups = Map.groupBy(open, ({ fate }) => fateWords(fate, preview.target).message);
  return [...groups].map(([title, documents]) => ({
    title,
    remedy: remedyOf(documents, preview.target),
    which: whichOf(documents),
  }));
}

function remedyOf([document]: PreviewedDocument[], target: Target): string {
  return document === undefined ? '' : fateWords(document.fate, target).remedy;
}

function whichOf(documents: PreviewedDocument[]): string {
  const numbers = documents.map(({ number, sourceId }) => number ?? sourceId);
  const named = numbers.slice(0, namedAtMost).join(', ');
  const rest = numbers.length - namedAtMost;
  return `${counted(numbers.length, 'document')}: ${named}${rest > 0 ? ` and ${rest} more` : ''}`;
}

function groupCells({ currency, documents, netMinor, taxMinor }: GroupTotal, name: string) {
  return [
    name,
    String(documents),
    amountOf(netMinor, currency),
    amountOf(taxMinor, currency),
    amountOf(netMinor + taxMinor, currency),
  ];
}

function amountOf(minor: number, currency: string): string {
  return minor === 0 ? '' : moneyWords(minor, currency);
}

function documentRow(document: PreviewedDocument, preview: Preview): DocumentRow {
  const { fate, currency, lines, payment, day = '', site } = document;
  const words = fateWords(fate, preview.target);
  const isOpen = fate.kind === 'parked' || fate.kind === 'different';
  const kind = document.kind === 'credit_note' ? 'Credit note ' : '';
  return {
    title: [`${kind}${document.number ?? document.sourceId}`, document.customer]
      .filter((part) => part !== '')
      .join(' · '),
    total: money(document),
    result: document.isBeforeStart ? 'before your start' : words.short,
    tone: isOpen ? 'warn' : fate.kind === 'new' ? 'ok' : 'plain',
    more: [
      [day, site].filter(Boolean).join(' · '),
      words.message,
      words.remedy,
      payment === undefined
        ? ''
        : `Payment of ${moneyWords(payment.amountMinor, currency)} to ${accountWords(payment.accountCode, preview)}`,
    ].filter((sentence) => sentence !== ''),
    lines: lines.map((line) => [
      line.description,
      accountWords(line.accountCode, preview),
      taxWords(line.taxType, preview),
      moneyWords(line.netMinor, currency),
      moneyWords(line.taxMinor, currency),
    ]),
  };
}

function pageOf<T>(rows: T[], page: number): T[] {
  return rows.slice((page - 1) * documentsPerPage, page * documentsPerPage);
}

function pageLinks(preview: Preview, page: number) {
  const pages = Math.max(1, Math.ceil(preview.documents.length / documentsPerPage));
  const hrefFor = (one: number) => `${hrefOf(preview)}${spanQuery(preview)}&page=${one}#documents`;
  return {
    words: pages === 1 ? '' : `Page ${page} of ${pages}`,
    earlier: page > 1 ? hrefFor(page - 1) : undefined,
    later: page < pages ? hrefFor(page + 1) : undefined,
  };
}
