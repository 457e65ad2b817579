import type { Mismatch } from '../../contracts/mismatch.ts';
import type { ProofRow } from '../../contracts/month-proof.ts';
import { optional } from '../source/optional.ts';
import { isWantedSo, markOf } from './accepted-mismatches.ts';
import { type Entry, entriesOf } from './entries.ts';
import type { Finding } from './finding.ts';
import { leftCustomers } from './judge-rest.ts';
import type { MonthFacts, Proved } from './month-facts.ts';
import { type CountedSides, currencyProof, signOf } from './month-totals.ts';
import { monthOf } from './months-of-night.ts';
import { pairRows } from './pair-rows.ts';

/**
 * Compares both sides of a month: every document that is not the same on both, and the sums of each side,
 * whose difference is what the mismatches come to. What is left of it nobody has explained.
 */
export function proveMonth(facts: MonthFacts): Proved {
  const paired = pairRows(facts);
  const entries = entriesOf(paired, facts);
  const customers = leftCustomers(facts).map(({ row, findings }) =>
    customerMismatches(row, findings),
  );
  const found = [...entries.flatMap((entry) => mismatchesOf(entry, facts)), ...customers.flat()];
  const others = new Set(paired.others);
  const byLedger = new Map(entries.map((entry) => [entry.ledger, entry]));
  const sides: CountedSides = {
    source: entries.flatMap(({ expected }) => (counts(expected, facts) ? [expected] : [])),
    ledger: ledgerOf(facts)
      .filter((row) => !others.has(row))
      .map((row) => withOverpaid(row, byLedger.get(row))),
  };
  const { accepted = [], standing = [] } = Object.groupBy(found, (one) =>
    isWantedSo(one, facts) ? 'accepted' : 'standing',
  );
  const mismatches = standing.toSorted(byUrgency);
  return {
    mismatches,
    accepted,
    currencies: currenciesOf(sides, found).map((currency) =>
      currencyProof(currency, sides, {
        explainedMinor: explained(found, currency),
        labelOf: facts.labelOf,
      }),
    ),
    found: Object.fromEntries(
      [...Map.groupBy(mismatches, (one) => one.class)].map(([of, ones]) => [of, ones.length]),
    ),
    others: {
      documents: others.size,
      grossMinor: paired.others.reduce((sum, row) => sum + signOf(row) * row.totalMinor, 0),
    },
    openSourceIds: facts.source.flatMap((row) =>
      row.kind === 'invoice' && row.status === 'open' && row.sourceId ? [row.sourceId] : [],
    ),
  };
}

function counts(row: ProofRow | undefined, { month }: MonthFacts): row is ProofRow {
  return row !== undefined && !row.isOut && monthOf(row.day ?? month) === month;
}

/** In the books, and dated in the month: one that was found by its id may have come in since the list was read. */
function ledgerOf(facts: MonthFacts): ProofRow[] {
  const listed = new Set(facts.ledger.map(({ targetId }) => targetId));
  const late = facts.elsewhere.filter(({ targetId }) => !listed.has(targetId));
  return [...facts.ledger, ...late].filter((row) => counts(row, facts));
}

/** What is on account is money received, too. */
function withOverpaid(row: ProofRow, entry: Entry | undefined): ProofRow {
  const overpaidMinor = entry?.link?.posted?.overpaidMinor;
  return row.kind === 'invoice' && overpaidMinor !== undefined
    ? { ...row, paidMinor: row.paidMinor + overpaidMinor }
    : row;
}

/** The first one of each currency accounts for what the document makes in the sums. */
function mismatchesOf(entry: Entry, facts: MonthFacts): Mismatch[] {
  const { source, ledger, link, sourceId, findings } = entry;
  const row = source ?? ledger;
  if (row === undefined) return [];
  const differences = differencesOf(entry, facts);
  return findings.map((found) => {
    const { currency = row.currency } = found;
    const differenceMinor = differences.get(currency) ?? 0;
    differences.delete(currency);
    return {
      class: found.class,
      kind: row.kind,
      ...optional('sourceId', sourceId),
      ...optional('targetId', ledger?.targetId ?? link?.targetId),
      ...optional('number', row.number),
      ...optional('day', row.day),
      ...optional('customer', row.customer),
      ...optional('site', row.site),
      currency,
      differenceMinor,
      ...told(found),
    };
  });
}

function differencesOf({ ledger, expected }: Entry, facts: MonthFacts): Map<string, number> {
  const differences = new Map<string, number>();
  const add = (row: ProofRow, sign: number) => {
    const before = differences.get(row.currency) ?? 0;
    differences.set(row.currency, before + sign * signOf(row) * row.totalMinor);
  };
  if (counts(ledger, facts)) add(ledger, 1);
  if (counts(expected, facts)) add(expected, -1);
  return differences;
}

function customerMismatches(row: ProofRow, findings: readonly Finding[]): Mismatch[] {
  const { contactId: sourceId, customer } = row;
  return findings.map((found) => ({
    class: found.class,
    kind: 'contact',
    ...optional('sourceId', sourceId),
    ...optional('customer', customer),
    differenceMinor: 0,
    ...told(found),
  }));
}

function told(found: Finding): Pick<Mismatch, 'source' | 'ledger' | 'cause' | 'fix' | 'standing'> {
  const { source, ledger, cause, fix } = found;
  return {
    ...optional('source', source),
    ...optional('ledger', ledger),
    ...optional('cause', cause),
    fix,
    standing: markOf(found),
  };
}

/** That with the most documents first. */
function currenciesOf(sides: CountedSides, found: readonly Mismatch[]): string[] {
  const rows = [...sides.source, ...sides.ledger];
  const counted = [...Map.groupBy(rows, ({ currency }) => currency)]
    .toSorted(([, left], [, right]) => right.length - left.length)
    .map(([currency]) => currency);
  const told = found.flatMap(({ currency = '' }) => (currency === '' ? [] : [currency]));
  return [...new Set([...counted, ...told])];
}

function explained(found: readonly Mismatch[], currency: string): number {
  return found.reduce((sum, one) => sum + (one.currency === currency ? one.differenceMinor : 0), 0);
}

/** What moves the sums first, what asks for nothing last. */
function byUrgency(left: Mismatch, right: Mismatch): number {
  const weight = ({ differenceMinor, fix }: Mismatch) =>
    differenceMinor !== 0 ? 0 : fix === 'none' ? 2 : 1;
  return (
    weight(left) - weight(right) ||
    compared(left.day ?? '', right.day ?? '') ||
    compared(left.number ?? '', right.number ?? '')
  );
}

function compared(left: string, right: string): number {
  return left === right ? 0 : left < right ? -1 : 1;
}
