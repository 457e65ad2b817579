import type { Link } from '../../contracts/link-item.ts';
import type { ProofRow } from '../../contracts/month-proof.ts';
import { isOutOfBooks } from '../apply/out-of-books.ts';
import { isPostedElsewhere } from '../links/link-in-account.ts';
import type { MonthFacts } from './month-facts.ts';

/** A document of the source and what stands for it in the ledger; at least one of the two. */
export interface Pair {
  source?: ProofRow;
  ledger?: ProofRow;
  link?: Link;
  /** `false`: it was found by our reference or by its number alone. */
  isLinked: boolean;
}

/** What belongs together, and what is left of the ledger's side. */
export interface Paired {
  pairs: Pair[];
  /** Bear a reference or a number of the source beside the one that is paired with it. */
  doubles: Array<{ ledger: ProofRow; sourceId: string | undefined }>;
  /** Bear our reference, and no document of the source is at hand. */
  alone: Array<{ ledger: ProofRow; sourceId: string; link: Link | undefined }>;
  /** Credit notes that we made to close invoices; the link is of the invoice. */
  closings: Array<{ ledger: ProofRow; link: Link | undefined }>;
  /** Have nothing to do with the source. */
  others: ProofRow[];
}

/** By their links first, then by our reference, then by number: what one of them takes is no other's. */
export function pairRows(facts: MonthFacts): Paired {
  const sources = [...facts.source, ...facts.elsewhereSource];
  const ledger = distinct([...facts.ledger, ...facts.elsewhere]);
  const byTarget = new Map(ledger.map((row) => [keyOf(row.kind, row.targetId), row]));
  const taken = new Set<ProofRow>();
  const linked = sources.map((source) => linkedPair(source, facts, byTarget));
  for (const { ledger: row } of linked) if (row) taken.add(row);
  const found = finder(
    ledger.filter((row) => !taken.has(row)),
    taken,
  );
  const pairs = linked.map((pair) => (pair.isLinked ? pair : found(pair, facts)));
  return {
    pairs,
    ...sorted(facts, { rows: facts.ledger.filter((row) => !taken.has(row)), pairs }),
  };
}

/** Whether the source's document is none of this ledger: too early, or in the books of a former company. */
export function isLeftOut({ source, ledger, link }: Pair, facts: MonthFacts): boolean {
  if (ledger !== undefined || source === undefined || link?.targetId !== undefined) return false;
  return isEarly(source, facts) || (link !== undefined && isPostedElsewhere(link));
}

function isEarly({ day }: ProofRow, { settings }: MonthFacts): boolean {
  return day !== undefined && day < settings.startDate;
}

function linkedPair(
  source: ProofRow,
  facts: MonthFacts,
  byTarget: ReadonlyMap<string, ProofRow>,
): Pair {
  const link = facts.linkOf(source.kind, source.sourceId ?? '');
  const ledger = link?.targetId && byTarget.get(keyOf(source.kind, link.targetId));
  return {
    source,
    ...(link ? { link } : {}),
    ...(ledger ? { ledger } : {}),
    isLinked: link?.targetId !== undefined,
  };
}

/** Takes for a document without a link what bears its reference, else what stands under its number. */
function finder(free: readonly ProofRow[], taken: Set<ProofRow>) {
  const byReference = Map.groupBy(free, (row) => keyOf(row.kind, row.sourceId));
  const byNumber = Map.groupBy(
    free.filter((row) => isForeign(row) && !isOutOfBooks(row)),
    (row) => keyOf(row.kind, row.number),
  );
  return (pair: Pair, facts: MonthFacts): Pair => {
    const { source } = pair;
    if (source === undefined) return pair;
    const own = byReference.get(keyOf(source.kind, source.sourceId)) ?? [];
    const isUntouched = source.number === undefined || source.isOut || isEarly(source, facts);
    const named = isUntouched ? [] : (byNumber.get(keyOf(source.kind, source.number)) ?? []);
    const left = [...own, ...named].filter((row) => !taken.has(row));
    const ledger = left.find((row) => !isOutOfBooks(row)) ?? left[0];
    if (ledger === undefined) return pair;
    taken.add(ledger);
    return { ...pair, ledger };
  };
}

/** Neither our reference nor one of our closing notes. */
function isForeign({ sourceId, closes }: ProofRow): boolean {
  return sourceId === undefined && closes === undefined;
}

/** What stands in the ledger without being taken for a document of the source. */
function sorted(
  facts: MonthFacts,
  { rows, pairs }: { rows: ProofRow[]; pairs: Pair[] },
): Omit<Paired, 'pairs'> {
  const paired = pairs.filter((pair) => pair.ledger !== undefined || pair.isLinked);
  const ids = new Set(paired.map(({ source }) => keyOf(source?.kind, source?.sourceId)));
  const numbers = new Map(
    paired.map(({ source }) => [keyOf(source?.kind, source?.number), source?.sourceId]),
  );
  const prefixes = new Set([...facts.source, ...facts.elsewhereSource].map(prefixOf));
  const left: Omit<Paired, 'pairs'> = { doubles: [], alone: [], closings: [], others: [] };
  for (const ledger of rows) {
    const { kind, sourceId, number, closes } = ledger;
    if (closes !== undefined) {
      left.closings.push({ ledger, link: facts.linkOf('invoice', closes.sourceId) });
    } else if (ledger.isOut) continue;
    else if (sourceId === undefined) {
      const named = keyOf(kind, number);
      if (number !== undefined && numbers.has(named))
        left.doubles.push({ ledger, sourceId: numbers.get(named) });
      else left.others.push(ledger);
    } else if (ids.has(keyOf(kind, sourceId))) left.doubles.push({ ledger, sourceId });
    else {
      const link = facts.linkOf(kind, sourceId);
      const isOurs = link !== undefined || prefixes.size === 0 || prefixes.has(prefixOf(ledger));
      if (isOurs) left.alone.push({ ledger, sourceId, link });
      else left.others.push(ledger);
    }
  }
  return left;
}

/** Ids of a kind begin alike; the reference of another program may look like one. */
function prefixOf({ kind, sourceId = '' }: ProofRow): string {
  return keyOf(kind, sourceId.split('_', 1)[0]);
}

function distinct(rows: ProofRow[]): ProofRow[] {
  return [...new Map(rows.map((row) => [keyOf(row.kind, row.targetId), row])).values()];
}

function keyOf(kind: string | undefined, id: string | undefined): string {
  return `${kind ?? ''} ${id ?? ''}`;
}
