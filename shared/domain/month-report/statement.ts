import type { CurrencyProof, SideStatement } from '../../contracts/month-proof.ts';
import type { Opening } from '../reconcile/opening-balance.ts';

/** What stands on one side of a month-end statement, in minor units of one currency. */
export interface StatementSide extends SideStatement {
  /** Open now of documents dated in earlier months; undefined: nobody can say. */
  openingMinor: number | undefined;
  /** What of the month was settled otherwise: credit not used or of another month, or written off. */
  otherMinor: number;
  /** All that is open: of earlier months, where that is known, and of this one. */
  closingMinor: number;
}

export interface Statement {
  currency: string;
  source: StatementSide;
  ledger: StatementSide;
}

/** One currency of a month; `openings` undefined: earlier months were not compared. */
export function statementOf(
  { currency, source, ledger }: CurrencyProof,
  openings: readonly Opening[] | undefined,
): Statement {
  const nothing = { sourceMinor: 0, ledgerMinor: 0 };
  const opening = openings && (openings.find((one) => one.currency === currency) ?? nothing);
  return {
    currency,
    source: sideOf(source, opening?.sourceMinor),
    ledger: sideOf(ledger, opening?.ledgerMinor),
  };
}

function sideOf(side: SideStatement, openingMinor: number | undefined): StatementSide {
  const { postedMinor, creditedMinor, paidMinor, openMinor } = side;
  return {
    ...side,
    openingMinor,
    otherMinor: openMinor - (postedMinor - creditedMinor - paidMinor),
    closingMinor: (openingMinor ?? 0) + openMinor,
  };
}
