import type { Target } from '../../contracts/ids.ts';
import type { Mismatch } from '../../contracts/mismatch.ts';
import type { CurrencyProof } from '../../contracts/month-proof.ts';
import { sourceManifest } from '../../source/registry.ts';
import { providerManifests } from '../../targets/provider-manifests.ts';
import { addDays } from '../mapping/local-day.ts';
import { moneyWords } from '../money/money-words.ts';
import type { JudgedMonth } from '../month-report/judged-month.ts';
import { type Statement, statementOf } from '../month-report/statement.ts';
import { type BalanceRow, type BalanceSide, trialBalance } from '../month-report/trial-balance.ts';
import { classWords } from '../reconcile/class-words.ts';
import type { Opening } from '../reconcile/opening-balance.ts';
import { dayAndTime, dayOnly } from './day-and-time.ts';
import type { Here } from './local-time.ts';
import { monthOf, zoneWords } from './local-time.ts';
import { nameOfMismatch, outsideWords, provedWords } from './month-page-view.ts';
import { monthWords } from './month-words.ts';
import { acceptedSums, atStake, foundIn, mismatchWords, unexplainedIn } from './proof-words.ts';
import type { Tone } from './tone.ts';
import { accountName, type ComparedTable, comparedTable } from './totals-view.ts';

export interface StatementLine {
  name: string;
  source: string;
  ledger: string;
  difference: string;
  isEven: boolean;
  /** What the lines above come to. */
  isSum: boolean;
}

/** An account with what stands on its two hands, on both sides; '' where nothing does. */
export interface BalanceLine {
  name: string;
  cells: [string, string, string, string];
}

export interface StatementCurrency {
  currency: string;
  lines: StatementLine[];
  balance: { lines: BalanceLine[]; total: BalanceLine; isEven: boolean };
  tables: ComparedTable[];
}

interface MismatchLine {
  what: string;
  why: string;
  sum: string;
}

/** What an accountant files for a month. */
export interface StatementView {
  title: string;
  operatorName: string;
  companyName: string | undefined;
  sourceName: string;
  targetName: string;
  /** "1 Nov 2026 to 30 Nov 2026, days in London" */
  span: string;
  answer: { tone: Tone; words: string };
  notes: string[];
  currencies: StatementCurrency[];
  mismatches: MismatchLine[];
  /** Those that a person wants so: they explain the difference, too. */
  accepted: MismatchLine[];
  /** So many more are not listed. */
  untold: number;
  outside: string[];
  /** By which the very comparison is found again. */
  mark: string;
  hrefs: { month: string; csv: string };
}

export interface StatementFacts {
  operatorName: string;
  /** Of the books. */
  companyName: string | undefined;
  judged: JudgedMonth;
  /** What earlier months left open; undefined: one of them was never compared. */
  openings: readonly Opening[] | undefined;
  /** When the one of them that was compared longest ago was compared; undefined: there are none. */
  openingSeenAt: string | undefined;
}

/** So many stand on the paper; all of them are on the page and in the file. */
const mismatchesAtMost = 40;

export function statementView(facts: StatementFacts, here: Here): StatementView {
  const { operatorName, companyName, judged, openings } = facts;
  const { proof, accepted } = judged;
  const { target, month, mismatches } = proof;
  const base = `/months/${target}/${month}`;
  const listed = mismatches.slice(0, mismatchesAtMost);
  return {
    ...{ operatorName, companyName },
    title: `Month-end statement, ${monthWords(month)}`,
    sourceName: sourceManifest.name,
    targetName: providerManifests[target].name,
    span: spanWords(month, here),
    answer: answerOf(judged, openings),
    notes: [provedWords(proof, here), ...noteOfNow(month, here), ...noteOfOpening(facts, here)],
    currencies: proof.currencies.map((currency) => currencyOf(currency, { target, openings })),
    mismatches: listed.map((mismatch) => ({
      what: [nameOfMismatch(mismatch), mismatch.customer].filter(Boolean).join(', '),
      why: classWords(mismatch.class, target).title,
      sum: sumOf(mismatch),
    })),
    accepted: accepted.slice(0, mismatchesAtMost).map(({ mismatch, acceptance }) => ({
      what: [nameOfMismatch(mismatch), mismatch.customer].filter(Boolean).join(', '),
      why: [classWords(mismatch.class, target).title, acceptance && `“${acceptance.reason}”`]
        .filter(Boolean)
        .join(': '),
      sum: sumOf(mismatch),
    })),
    untold: Math.max(0, foundIn(proof) - listed.length),
    outside: outsideWords(proof),
    mark: `Run ${proof.runId}, settings ${proof.settingsVersion}`,
    hrefs: { month: base, csv: `${base}/csv` },
  };
}

function sumOf({ currency, differenceMinor }: Mismatch): string {
  return currency === undefined ? '' : moneyWords(differenceMinor, currency);
}

function spanWords(month: string, { timeZone }: Here): string {
  const first = `${month}-01`;
  const next = `${addDays(first, 31).slice(0, 7)}-01`;
  const zone = zoneWords(timeZone)?.replace('times', 'days') ?? 'days in UTC';
  return `${dayOnly(first)} to ${dayOnly(addDays(next, -1))}, ${zone}`;
}

function answerOf(
  judged: JudgedMonth,
  openings: StatementFacts['openings'],
): StatementView['answer'] {
  const { proof } = judged;
  const unexplained = unexplainedIn(proof);
  if (unexplained.length > 0)
    return { tone: 'bad', words: `${unexplained.join(' and ')} that nothing explains` };
  const found = foundIn(proof);
  const isOpeningEven = (openings ?? []).every(
    ({ sourceMinor, ledgerMinor }) => sourceMinor === ledgerMinor,
  );
  if (found === 0 && !isOpeningEven) return { tone: 'warn', words: 'In step, but for the opening' };
  const accepted = acceptedSums(judged).join(' and ');
  if (found === 0 && accepted !== '')
    return { tone: 'ok', words: `In step, but for ${accepted} accepted` };
  if (found === 0) return { tone: 'ok', words: 'In step to the penny' };
  return { tone: 'warn', words: mismatchWords(found, atStake(proof.mismatches)) };
}

function noteOfNow(month: string, here: Here): string[] {
  if (month !== monthOf(here.nowEpochMs, here.timeZone)) return [];
  return ['The month is not over: this is how it stands so far.'];
}

function noteOfOpening({ openings, openingSeenAt }: StatementFacts, { timeZone }: Here): string[] {
  if (openings === undefined)
    return ['Not every earlier month was compared yet, so nobody can say the opening.'];
  if (openingSeenAt === undefined) return [];
  return [
    `The opening is what is open now of documents dated earlier; their months were compared on ${dayAndTime(openingSeenAt, timeZone)} or later.`,
  ];
}

function currencyOf(
  proof: CurrencyProof,
  { target, openings }: { target: Target; openings: StatementFacts['openings'] },
): StatementCurrency {
  const balance = trialBalance(proof);
  const names = { targetName: providerManifests[target].name, currency: proof.currency };
  return {
    currency: proof.currency,
    lines: linesOf(statementOf(proof, openings)),
    balance: {
      lines: balance.rows.map((row) =>
        balanceLine(nameOfAccount(row, names.targetName), row, proof),
      ),
      total: balanceLine('Total', balance.total, proof),
      isEven: balance.isEven,
    },
    tables: (['bySite', 'byAccount', 'byTax'] as const).map((name) => comparedTable(proof, name)),
  };
}

const otherWords = 'Credit not used or of other months, written off';

function linesOf(statement: Statement): StatementLine[] {
  const { source, ledger, currency } = statement;
  const line = (name: string, part: keyof Statement['source'], sign = 1) =>
    lineOf(name, { source: source[part], ledger: ledger[part], sign, currency });
  const isKnown = source.openingMinor !== undefined;
  const hasOthers = source.otherMinor !== 0 || ledger.otherMinor !== 0;
  return [
    ...(isKnown ? [line('Opening, from earlier months', 'openingMinor')] : []),
    line('Posted', 'postedMinor'),
    line('Credited', 'creditedMinor', -1),
    line('Paid', 'paidMinor', -1),
    ...(hasOthers ? [line(otherWords, 'otherMinor')] : []),
    { ...line(isKnown ? 'Open' : 'Open, of this month', 'closingMinor'), isSum: true },
    ...(isKnown ? [line('of this month alone', 'openMinor')] : []),
  ];
}

function lineOf(
  name: string,
  of: { source: number | undefined; ledger: number | undefined; sign: number; currency: string },
): StatementLine {
  const { source = 0, ledger = 0, sign, currency } = of;
  const difference = sign * (ledger - source);
  return {
    name,
    source: moneyWords(sign * source, currency),
    ledger: moneyWords(sign * ledger, currency),
    difference: moneyWords(difference, currency),
    isEven: difference === 0,
    isSum: false,
  };
}

function nameOfAccount({ account }: BalanceRow, targetName: string): string {
  if (account === 'open') return 'Open with customers';
  if (account === 'received') return 'Received';
  if (account === 'other') return otherWords;
  if ('taxType' in account) return `Tax, ${account.taxType || `as ${targetName} has it`}`;
  return accountName({ key: account.code, label: account.label });
}

function balanceLine(
  name: string,
  { source, ledger }: { source: BalanceSide; ledger: BalanceSide },
  { currency }: CurrencyProof,
): BalanceLine {
  const cell = (minor: number) => (minor === 0 ? '' : moneyWords(minor, currency));
  return {
    name,
    cells: [
      cell(source.debitMinor),
      cell(source.creditMinor),
      cell(ledger.debitMinor),
      cell(ledger.creditMinor),
    ],
  };
}
