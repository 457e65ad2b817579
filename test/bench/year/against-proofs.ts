import type {
  CurrencyProof,
  MonthProof,
  SideSums,
  TotalRow,
} from '../../../shared/contracts/month-proof.ts';
import type { BookedDocument, BookedLine, Books } from './books.ts';
import type { BothBooks } from './compare-books.ts';

type Side = 'source' | 'ledger';
type Key = (line: BookedLine, document: BookedDocument) => string;

const tables = {
  bySite: ({ site }) => site,
  byAccount: ({ account }) => account,
  byTax: ({ taxType }) => taxType,
  byDay: (_line, { day }) => day,
} as const satisfies Record<string, Key>;

/**
 * What the proofs of the product say of both sides of each month, against what both sides' own tables say.
 * Each sentence is a figure that is not the same; none: the proofs are right.
 */
export function againstProofs(
  proofs: readonly MonthProof[],
  { stora, xero }: BothBooks,
  isAccepted: (id: string) => boolean = () => false,
): { months: number; figures: number; wrong: string[] } {
  const wrong: string[] = [];
  let figures = 0;
  const compare = (what: string, said: number, counted: number) => {
    figures += 1;
    if (said !== counted) wrong.push(`${what}: the proof says ${said}, the tables ${counted}`);
  };
  // A day that somebody accepted is the source's, too, in a proof: the sums of both days are no tables'.
  const days = new Set(
    [...stora.documents, ...xero.documents]
      .filter(({ id }) => isAccepted(id))
      .map(({ day }) => day),
  );
  const latest =
    proofs
      .map(({ month }) => month)
      .sort()
      .at(-1) ?? '';
  // What somebody dates into the future is compared when it has come.
  const months = new Set(
    [...stora.documents, ...xero.documents].map(monthOf).filter((month) => month <= latest),
  );
  for (const month of [...months].sort()) {
    const proof = proofs.find((one) => one.month === month);
    if (proof === undefined) {
      wrong.push(`${month}: there is no proof`);
      continue;
    }
    for (const [side, books] of [
      ['source', stora],
      ['ledger', xero],
    ] as const)
      compareSide(
        { month, side, proof: proof.currencies[0] },
        ofMonth(books, month),
        (what, said, counted) => {
          const [, day = ''] = /byDay (\S+),/.exec(what) ?? [];
          if (!days.has(day)) compare(what, said, counted);
        },
      );
  }
  return { months: months.size, figures, wrong };
}

function compareSide(
  { month, side, proof }: { month: string; side: Side; proof: CurrencyProof | undefined },
  books: Books,
  compare: (what: string, said: number, counted: number) => void,
): void {
  const where = `${month}, ${side}`;
  const statement = statementOf(books);
  for (const [name, counted] of Object.entries(statement))
    compare(`${where}, ${name}`, proof?.[side][name as keyof typeof statement] ?? 0, counted);
  for (const [name, keyOf] of Object.entries(tables)) {
    const rows: readonly TotalRow[] = proof?.[name as keyof typeof tables] ?? [];
    const said = new Map(rows.map((row) => [row.key, row[side]]));
    const counted = sumsBy(books.documents, keyOf);
    for (const key of new Set([...said.keys(), ...counted.keys()]))
      for (const sum of ['documents', 'netMinor', 'taxMinor', 'grossMinor'] as const)
        compare(
          `${where}, ${name} ${key}, ${sum}`,
          (said.get(key) ?? nothing)[sum],
          (counted.get(key) ?? nothing)[sum],
        );
  }
}

const nothing: SideSums = { documents: 0, netMinor: 0, taxMinor: 0, grossMinor: 0 };

function statementOf({ documents, moneys }: Books) {
  const of = (kind: BookedDocument['kind']) => documents.filter((one) => one.kind === kind);
  const total = (ones: readonly BookedDocument[], field: 'totalMinor' | 'openMinor') =>
    ones.reduce((sum, one) => sum + one[field], 0);
  const invoices = new Set(of('invoice').map(({ id }) => id));
  return {
    postedMinor: total(of('invoice'), 'totalMinor'),
    creditedMinor: total(of('credit_note'), 'totalMinor'),
    paidMinor: moneys
      .filter(({ documentId }) => invoices.has(documentId))
      .reduce((sum, { amountMinor }) => sum + amountMinor, 0),
    openMinor: total(of('invoice'), 'openMinor'),
  };
}

function sumsBy(documents: readonly BookedDocument[], keyOf: Key): Map<string, SideSums> {
  const sums = new Map<string, SideSums>();
  for (const document of documents) {
    const sign = document.kind === 'invoice' ? 1 : -1;
    const counted = new Set<string>();
    for (const line of document.lines) {
      const key = keyOf(line, document);
      const { documents: count, netMinor, taxMinor, grossMinor } = sums.get(key) ?? nothing;
      sums.set(key, {
        documents: count + (counted.has(key) ? 0 : 1),
        netMinor: netMinor + sign * line.netMinor,
        taxMinor: taxMinor + sign * line.taxMinor,
        grossMinor: grossMinor + sign * (line.netMinor + line.taxMinor),
      });
      counted.add(key);
    }
  }
  return sums;
}

/** Money counts in the month of its document, as the source tells no day of a payment in part. */
function ofMonth({ documents, moneys }: Books, month: string): Books {
  const own = documents.filter((document) => monthOf(document) === month);
  const ids = new Set(own.map(({ id }) => id));
  return { documents: own, moneys: moneys.filter(({ documentId }) => ids.has(documentId)) };
}

function monthOf({ day }: BookedDocument): string {
  return day.slice(0, 7);
}
