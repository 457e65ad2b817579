import type { DocumentRow } from '../../contracts/document-item.ts';
import { sourceManifest } from '../../source/registry.ts';
import { providerManifests } from '../../targets/provider-manifests.ts';
import {
  type DocumentState,
  type DocumentWish,
  documentStates,
} from '../documents/document-search.ts';
import { isPosted } from '../documents/month-sums.ts';
import { looksLikeId, readsAsNumber } from '../documents/wanted-record.ts';
import { localDay } from '../mapping/local-day.ts';
import { moneyWords } from '../money/money-words.ts';
import { dayOnly } from './day-and-time.ts';
import { explainHref } from './explain-href.ts';
import type { Here } from './local-time.ts';
import { cursorText } from './page-cursor.ts';
import type { Tone } from './tone.ts';

export interface DocumentLine {
  what: string;
  /** Where it is explained. */
  href: string;
  customer: string;
  site: string;
  day: string;
  state: { tone: Tone; words: string };
  source: Side;
  target: Side;
}

/** What it comes to on one side, and where it is seen there. */
interface Side {
  words: string;
  href: string | undefined;
}

export interface DocumentsView {
  text: string;
  state: DocumentState | undefined;
  states: Array<{ value: string; words: string }>;
  sourceName: string;
  targetName: string;
  lines: DocumentLine[];
  isSearch: boolean;
  /** Where the list, or the search, goes on. */
  nextHref: string | undefined;
  /** The day up to which a search came. */
  searchedBackTo: string | undefined;
  /** Where both sides are asked for a number that no document here bears; undefined: it is none. */
  askHref: string | undefined;
}

interface Found {
  target: DocumentRow['target'];
  documents: DocumentRow[];
  next: string | undefined;
  searchedBackTo: string | undefined;
  wish: DocumentWish;
}

/** Where a document is seen on each side; undefined: nobody knows. */
export type UrlsOf = (row: DocumentRow) => {
  source: string | undefined;
  target: string | undefined;
};

const stateWords: Record<DocumentState, string> = {
  needs_you: 'Needs you',
  open: 'Open with the customer',
  paid: 'Paid',
  void: 'Void',
  not_sent: 'Not in the books',
};

export function documentsView(found: Found, here: Here, urlsOf: UrlsOf): DocumentsView {
  const { target, documents, next, searchedBackTo, wish } = found;
  return {
    text: wish.text,
    state: wish.state,
    states: [
      { value: '', words: 'All' },
      ...documentStates.map((value) => ({ value, words: stateWords[value] })),
    ],
    sourceName: sourceManifest.name,
    targetName: providerManifests[target].name,
    lines: documents.map((row) => lineOf(row, here, urlsOf(row))),
    isSearch: wish.text !== '' || wish.state !== undefined,
    nextHref: next === undefined ? undefined : hrefOf(wish, next),
    searchedBackTo: searchedBackTo && dayOf(searchedBackTo, here),
    askHref: askHref(wish.text),
  };
}

function hrefOf({ text, state }: DocumentWish, next: string): string {
  const query = new URLSearchParams({
    ...(text === '' ? {} : { q: text }),
    ...(state === undefined ? {} : { state }),
    after: cursorText(next),
  });
  return `/documents?${query}`;
}

/** Nobody's name goes there: a number or an id, and nothing else. */
function askHref(text: string): string | undefined {
  if (!readsAsNumber(text) && !looksLikeId(text)) return undefined;
  return `/explain?${new URLSearchParams({ number: text })}`;
}

function lineOf(row: DocumentRow, here: Here, urls: ReturnType<UrlsOf>): DocumentLine {
  const kind = row.kind === 'invoice' ? 'Invoice' : 'Credit note';
  return {
    what: row.number ?? `${kind} ${row.sourceId}`,
    href: explainHref(row),
    customer: row.customer ?? '',
    site: row.site ?? '',
    day: dayOf(row.issuedAt, here),
    state: stateOf(row),
    source: { words: moneyWords(row.totalMinor, row.currency), href: urls.source },
    target: targetSide(row, urls.target),
  };
}

function targetSide(row: DocumentRow, url: string | undefined): Side {
  const { targetId, postedTotalMinor, currency, isPostedVoid } = row;
  if (targetId === undefined) return { words: 'not there', href: undefined };
  const sum = postedTotalMinor === undefined ? 'linked' : moneyWords(postedTotalMinor, currency);
  return { words: isPostedVoid ? `${sum}, void` : sum, href: url };
}

function stateOf(row: DocumentRow): DocumentLine['state'] {
  if (row.isParked) return { tone: 'warn', words: 'Needs you' };
  if (row.status === 'void') return { tone: 'plain', words: 'Void' };
  if (!isPosted(row)) return { tone: 'plain', words: 'Not sent' };
  if (row.kind === 'credit_note') return { tone: 'ok', words: 'Credit note' };
  if (row.status === 'paid') return { tone: 'ok', words: 'Paid' };
  if (row.status === 'uncollectible') return { tone: 'plain', words: 'Given up' };
  return { tone: 'plain', words: row.paidMinor > 0 ? 'Paid in part' : 'Open' };
}

function dayOf(isoInstant: string, { timeZone }: Here): string {
  return dayOnly(localDay(isoInstant, timeZone ?? 'UTC'));
}
