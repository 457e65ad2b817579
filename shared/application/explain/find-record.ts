import type { DocumentRow } from '../../contracts/document-item.ts';
import { type RecordKind, recordKind, type Target } from '../../contracts/ids.ts';
import type { LinkKey } from '../../contracts/link-item.ts';
import { isSameText, looksLikeId, readsAsNumber } from '../../domain/documents/wanted-record.ts';
import { optional } from '../../domain/source/optional.ts';
import type { Documents } from '../../ports/documents.ts';
import type { Issues } from '../../ports/issues.ts';
import type { Ledger } from '../../ports/ledger/ledger.ts';
import type { RecordLinks } from '../../ports/links.ts';
import type { Source } from '../../ports/source.ts';
import { findDocuments } from '../connect/find-documents.ts';
import { tryReading } from '../settings/try-reading.ts';
import type { SidesDeps } from './read-sides.ts';

export interface FindRecordDeps extends SidesDeps {
  documents: Documents;
  issues: Issues;
  links: Pick<RecordLinks, 'getMany'>;
}

/** Which record may be meant. */
export interface FoundRecord {
  key: LinkKey;
  number?: string;
  customer?: string;
}

interface Wish {
  operatorId: string;
  target: Target;
  /** A number, or an id at the source. */
  text: string;
}

/** Of the newest pages of the source, for what no webhook ever told us of. */
const pagesAtSource = 3;
/** Issues looked through for a number that no row bears. */
const issuesRead = 2_000;

/**
 * The records that are called so: by id or number among what we know; else the ledger is asked for the
 * number, and the source for its latest documents. Reads a bounded part of each.
 */
export async function findRecords(deps: FindRecordDeps, wish: Wish): Promise<FoundRecord[]> {
  const text = wish.text.trim();
  if (text === '') return [];
  const steps = [byId, byRow, byIssue, atLedger, atSource];
  for (const step of steps) {
    const found = await step(deps, { ...wish, text });
    if (found.length > 0) return found;
  }
  return [];
}

async function byId(deps: FindRecordDeps, { text, ...whose }: Wish): Promise<FoundRecord[]> {
  const keys = recordKind.options.map((kind) => ({ ...keyIn(whose, kind, text) }));
  const [links, issues] = await Promise.all([
    deps.links.getMany(keys),
    Promise.all(keys.map((key) => deps.issues.get(key))),
  ]);
  const known = keys.filter((_, at) => links[at] !== undefined || issues[at] !== undefined);
  if (known.length > 0) return known.map((key) => ({ key }));
  return looksLikeId(text) ? askById(deps, keys) : [];
}

/** An id of which nothing came to us: which kind it is, the source says. */
async function askById(deps: FindRecordDeps, keys: LinkKey[]): Promise<FoundRecord[]> {
  for (const key of keys) {
    const source = deps.sourceFor(key.operatorId);
    const asked = await tryReading(async () => {
      if (key.kind === 'contact') return source.getContact(key.sourceId);
      return key.kind === 'invoice'
        ? source.getInvoice(key.sourceId)
        : source.getCreditNote(key.sourceId);
    });
    if (asked.ok && asked.value !== undefined) return [{ key }];
  }
  return [];
}

async function byRow(deps: FindRecordDeps, { text, ...whose }: Wish): Promise<FoundRecord[]> {
  const { documents } = await findDocuments(deps, whose, { text });
  return documents.filter((row) => isSameText(row.number, text)).map(ofRow);
}

function ofRow(row: DocumentRow): FoundRecord {
  return {
    key: keyIn(row, row.kind, row.sourceId),
    ...optional('number', row.number),
    ...optional('customer', row.customer),
  };
}

async function byIssue(
  { issues }: FindRecordDeps,
  { text, ...whose }: Wish,
): Promise<FoundRecord[]> {
  const found = await issues.search(whose.operatorId, {
    after: undefined,
    atMost: 10,
    readAtMost: issuesRead,
    isWanted: ({ label, target }) => target === whose.target && isSameText(label, text),
  });
  return found.issues.map(({ kind, sourceId, label }) => ({
    key: keyIn(whose, kind, sourceId),
    ...optional('number', label),
  }));
}

/** Under its number, with our reference: the id at the source. */
async function atLedger(deps: FindRecordDeps, { text, ...whose }: Wish): Promise<FoundRecord[]> {
  const ledger = deps.ledgers[whose.target]?.(whose.operatorId);
  if (ledger === undefined || !readsAsNumber(text)) return [];
  const read = await tryReading(() => referencesIn(ledger, text));
  if (!read.ok) return [];
  return read.value.map(({ kind, reference }) => ({
    key: keyIn(whose, kind, reference),
    number: text,
  }));
}

async function referencesIn(ledger: Ledger, number: string) {
  const [invoices, notes] = await Promise.all([
    ledger.invoices.find([number]),
    ledger.credits?.find([number]) ?? [],
  ]);
  const named = (kind: 'invoice' | 'credit_note', found: typeof invoices) =>
    found.flatMap(({ reference }) =>
      reference !== undefined && looksLikeId(reference) ? [{ kind, reference }] : [],
    );
  return [...named('invoice', invoices), ...named('credit_note', notes)];
}

/** The latest of the source: what a lost message would have told us of. */
async function atSource(deps: FindRecordDeps, { text, ...whose }: Wish): Promise<FoundRecord[]> {
  if (!readsAsNumber(text)) return [];
  const source = deps.sourceFor(whose.operatorId);
  const read = await tryReading(() => idAtSource(source, text));
  if (!read.ok || read.value === undefined) return [];
  return [{ key: keyIn(whose, 'invoice', read.value), number: text }];
}

async function idAtSource(source: Source, number: string): Promise<string | undefined> {
  let page: number | undefined = 1;
  for (let reads = 0; page !== undefined && reads < pagesAtSource; reads += 1) {
    const { entries, next }: Awaited<ReturnType<Source['listInvoices']>> =
      await source.listInvoices({ page });
    const found = entries.find(
      ({ shown }) => shown.ok && isSameText(shown.value.record.number, number),
    );
    if (found !== undefined) return found.sourceId;
    page = next;
  }
  return undefined;
}

function keyIn(
  { operatorId, target }: Pick<LinkKey, 'operatorId' | 'target'>,
  kind: RecordKind,
  sourceId: string,
): LinkKey {
  return { operatorId, target, kind, sourceId };
}
