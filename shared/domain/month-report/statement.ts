import type { CurrencyProof, MonthProof, SideStatement } from '../../contracts/month-proof.ts';

/** What stands on one side of a month-end statement, in minor units of one currency. */
export interface StatementSide extends SideStatement {
  /** Still open of documents dated in earlier months. */
  openingMinor: number;
  /** What of the month's documents was settled otherwise: written off, or set against another month's. */
  otherMinor: number;
  /** All that is open: of earlier months and of this one. */
  closingMinor: number;
}

export interface Statement {
  currency: string;
  source: StatementSide;
  ledger: StatementSide;
}

/** What earlier months left open, and how old the oldest look at one of them is. */
export interface Opening {
  /** By currency. */
  open: ReadonlyMap<string, { sourceMinor: number; ledgerMinor: number }>;
  months: number;
  oldestProvedAt: string | undefined;
}

/** Of proofs of earlier months, each as it was proved last. */
export function openingOf(earlier: readonly MonthProof[]): Opening {
  const open = new Map<string, { sourceMinor: number; ledgerMinor: number }>();
  for (const { currency, source, ledger } of earlier.flatMap(({ currencies }) => currencies)) {
    const so = open.get(currency) ?? { sourceMinor: 0, ledgerMinor: 0 };
    open.set(currency, {
      sourceMinor: so.sourceMinor + source.openMinor,
      ledgerMinor: so.ledgerMinor + ledger.openMinor,
    });
  }
  const [oldestProvedAt] = earlier.map(({ provedAt }) => provedAt).toSorted();
  return { open, months: earlier.length, oldestProvedAt };
}

export function statementOf(
  { currency, source, ledger }: CurrencyProof,
  opening: Opening,
): Statement {
  const { sourceMinor = 0, ledgerMinor = 0 } = opening.open.get(currency) ?? {};
  return {
    currency,
    source: sideOf(source, sourceMinor),
    ledger: sideOf(ledger, ledgerMinor),
  };
}

function sideOf(side: SideStatement, openingMinor: number): StatementSide {
  const { postedMinor, creditedMinor, paidMinor, openMinor } = side;
  return {
    ...side,
    openingMinor,
    otherMinor: openMinor - (postedMinor - creditedMinor - paidMinor),
    closingMinor: openingMinor + openMinor,
  };
}
