import type { Target } from '../../contracts/ids.ts';
import type { Mismatch, MismatchClass } from '../../contracts/mismatch.ts';
import type { AcceptedMismatch, CurrencyProof, MonthProof } from '../../contracts/month-proof.ts';
import { sourceManifest } from '../../source/registry.ts';
import { providerManifests } from '../../targets/provider-manifests.ts';
import { addDays } from '../mapping/local-day.ts';
import { moneyWords } from '../money/money-words.ts';
import type { Accepted, JudgedMonth } from '../month-report/judged-month.ts';
import { mismatchKey } from '../reconcile/accepted-mismatches.ts';
import { type ClassWords, classWords, fixWords } from '../reconcile/class-words.ts';
import { kindNames } from '../source/kind-names.ts';
import { dayAndTime } from './day-and-time.ts';
import type { Here } from './local-time.ts';
import { monthOf } from './local-time.ts';
import { counted, type Figure } from './month-view.ts';
import { monthWords, shortMonth } from './month-words.ts';
import type { Band } from './overview-band.ts';
import { acceptedSums, atStake, foundIn, mismatchWords, unexplainedIn } from './proof-words.ts';
import { roundedMoney } from './rounded-money.ts';
import { type ComparedTable, comparedTable } from './totals-view.ts';

export interface MonthPageFacts {
  operatorName: string;
  target: Target;
  month: string;
  judged: JudgedMonth | undefined;
  /** A night compares it now. */
  isUnderWay: boolean;
}

/** Mismatches of one class, and what helps. */
export interface ClassRow extends ClassWords {
  class: MismatchClass;
  count: number;
  sum: string;
  href: string;
  /** Some of them can be repaired at a press. */
  repairable: number;
  /** What is done about them, in a word or two each. */
  fixes: string[];
  examples: string[];
}

export interface AcceptedRow {
  what: string;
  title: string;
  why: string;
  difference: string | undefined;
  /** By which it is put back; undefined: it was accepted as an edit by hand. */
  key: string | undefined;
}

/** A month of one currency. */
export interface CurrencyView {
  currency: string;
  figures: Figure[];
  /** For the chart; credit notes are drawn as nothing, the table has them. */
  days: Array<{ tick: string; name: string; value: number; waiting: number }>;
  tables: {
    days: ComparedTable;
    sites: ComparedTable;
    accounts: ComparedTable;
    taxes: ComparedTable;
  };
}

export interface MonthPageView {
  operatorName: string;
  target: Target;
  month: string;
  title: string;
  sourceName: string;
  targetName: string;
  band: Band | undefined;
  isUnderWay: boolean;
  classes: ClassRow[];
  currencies: CurrencyView[];
  /** Those that a person wants so, each with why. */
  accepted: AcceptedRow[];
  /** What is in no sum, as sentences. */
  outside: string[];
  hrefs: { all: string; statement: string; csv: string };
}

/** Examples of a class that are named beside it. */
const examplesAtMost = 3;
const tickEveryDays = 7;

/** A month on both sides: in step to the penny, or the list of what is not. */
export function monthPageView(facts: MonthPageFacts, here: Here): MonthPageView {
  const { operatorName, target, month, judged, isUnderWay } = facts;
  const proof = judged?.proof;
  const targetName = providerManifests[target].name;
  const base = `/months/${target}/${month}`;
  const isNow = month === monthOf(here.nowEpochMs, here.timeZone);
  return {
    ...{ operatorName, target, month, targetName, isUnderWay },
    title: isNow ? `${monthWords(month)} so far` : monthWords(month),
    sourceName: sourceManifest.name,
    band: judged && bandOfMonth(judged, here),
    classes: proof === undefined ? [] : classRows(proof, base),
    currencies: (proof?.currencies ?? []).map((one) => currencyView(one, month, targetName)),
    accepted: (judged?.accepted ?? []).map((one) => acceptedRow(one, target, here)),
    outside: proof === undefined ? [] : outsideWords(proof),
    hrefs: { all: `/months/${target}`, statement: `${base}/statement`, csv: `${base}/csv` },
  };
}

function bandOfMonth(judged: JudgedMonth, here: Here): Band {
  const { proof } = judged;
  const name = monthWords(proof.month);
  const proved = provedWords(proof, here);
  const unexplained = unexplainedIn(proof);
  if (unexplained.length > 0)
    return {
      tone: 'bad',
      title: `${name} differs by ${unexplained.join(' and ')} that nothing explains`,
      lines: [
        'Both sides were read in full, and what is listed below does not add up to their difference. Prove it again; if that stays, ask support.',
        proved,
      ],
    };
  const found = foundIn(proof);
  const accepted = acceptedSums(judged).join(' and ');
  if (found === 0 && accepted !== '')
    return {
      tone: 'ok',
      title: `${name} is in step, but for ${accepted} accepted`,
      lines: [proved],
    };
  if (found === 0) return { tone: 'ok', title: `${name} is in step to the penny`, lines: [proved] };
  return {
    tone: 'warn',
    title: `${name}: ${mismatchWords(found, atStake(proof.mismatches))}`,
    lines: [
      'They explain the difference of both sides to the penny. Everything else is the same.',
      proved,
    ],
  };
}

/** When both sides were read, and how many documents each had. */
export function provedWords({ provedAt, documents, target }: MonthProof, here: Here): string {
  const names = [sourceManifest.name, providerManifests[target].name];
  const { source, ledger } = documents;
  return `Compared on ${dayAndTime(provedAt, here.timeZone)}: ${counted(source, 'document')} in ${names[0]}, ${ledger} in ${names[1]}.`;
}

function classRows(proof: MonthProof, base: string): ClassRow[] {
  const listed = Map.groupBy(proof.mismatches, (mismatch) => mismatch.class);
  return [...listed]
    .map(([name, mismatches]) => classRow(name, mismatches, { proof, base }))
    .toSorted((left, right) => right.count - left.count || (left.title < right.title ? -1 : 1));
}

function classRow(
  name: MismatchClass,
  mismatches: readonly Mismatch[],
  { proof, base }: { proof: MonthProof; base: string },
): ClassRow {
  return {
    ...classWords(
      name,
      proof.target,
      mismatches.map(({ fix }) => fix),
    ),
    class: name,
    count: proof.found[name] ?? mismatches.length,
    sum: atStake(mismatches).join(', '),
    href: `${base}/${name}`,
    repairable: mismatches.filter(isRepairable).length,
    fixes: [...new Set(mismatches.map(({ fix }) => fixWords[fix]))],
    examples: mismatches.slice(0, examplesAtMost).map(nameOfMismatch),
  };
}

function acceptedRow({ mismatch, acceptance }: Accepted, target: Target, here: Here): AcceptedRow {
  const { currency, differenceMinor } = mismatch;
  return {
    what: nameOfMismatch(mismatch),
    title: classWords(mismatch.class, target).title,
    why:
      acceptance === undefined ? 'Accepted as an edit by hand.' : acceptedWords(acceptance, here),
    difference:
      currency === undefined || differenceMinor === 0
        ? undefined
        : moneyWords(differenceMinor, currency),
    key: acceptance === undefined ? undefined : mismatchKey(mismatch),
  };
}

/** Who did not say a name is not named. */
function acceptedWords({ reason, by, at }: AcceptedMismatch, { timeZone }: Here): string {
  const name = by === 'operator' ? [] : [by];
  return [`“${reason}”`, ...name, dayAndTime(at, timeZone)].join(', ');
}

export function isRepairable({ fix }: Mismatch): boolean {
  return fix === 'repair' || fix === 'repairs_itself';
}

/** "Invoice ABC-361" */
export function nameOfMismatch({ kind, number, sourceId, targetId, customer }: Mismatch): string {
  const name = number ?? (kind === 'contact' ? customer : undefined) ?? sourceId ?? targetId ?? '';
  return `${kindNames[kind]} ${name}`.trim();
}

function currencyView(proof: CurrencyProof, month: string, targetName: string): CurrencyView {
  return {
    currency: proof.currency,
    figures: figuresOf(proof, targetName),
    days: daysOf(month, proof),
    tables: {
      days: comparedTable(proof, 'byDay'),
      sites: comparedTable(proof, 'bySite'),
      accounts: comparedTable(proof, 'byAccount'),
      taxes: comparedTable(proof, 'byTax'),
    },
  };
}

/** Every day of the month, those without a document, too. */
function daysOf(month: string, { byDay }: CurrencyProof): CurrencyView['days'] {
  const first = `${month}-01`;
  const days = Array.from({ length: 31 }, (_, at) => addDays(first, at));
  return days
    .filter((day) => day.startsWith(month))
    .map((day, at) => {
      const found = byDay.find(({ key }) => key === day);
      const [here, there] = [found?.source.grossMinor ?? 0, found?.ledger.grossMinor ?? 0];
      return {
        tick: at % tickEveryDays === 0 ? `${at + 1} ${shortMonth(month).slice(0, 3)}` : '',
        name: day,
        value: Math.max(0, Math.min(here, there)),
        waiting: Math.abs(here - there),
      };
    });
}

function figuresOf(proof: CurrencyProof, targetName: string): Figure[] {
  const { currency, source, ledger, differenceMinor } = proof;
  const side = ({ postedMinor, creditedMinor }: CurrencyProof['source']) => ({
    figure: roundedMoney(postedMinor - creditedMinor, currency),
    detail: `${moneyWords(postedMinor, currency)} invoiced, ${moneyWords(creditedMinor, currency)} credited`,
  });
  return [
    { what: `In ${sourceManifest.name}`, ...side(source) },
    { what: `In ${targetName}`, ...side(ledger) },
    {
      what: 'Difference',
      figure: moneyWords(differenceMinor, currency),
      detail: differenceWords(proof),
    },
    {
      what: 'Open with customers',
      figure: roundedMoney(source.openMinor, currency),
      detail:
        ledger.openMinor === source.openMinor
          ? `the same in ${targetName}`
          : `${moneyWords(ledger.openMinor, currency)} in ${targetName}`,
    },
  ];
}

function differenceWords({ differenceMinor, unexplainedMinor, currency }: CurrencyProof): string {
  if (unexplainedMinor !== 0) return `${moneyWords(unexplainedMinor, currency)} of it unexplained`;
  return differenceMinor === 0 ? 'to the penny' : 'explained to the penny';
}

/** What nobody finds in the sums, and where it is. */
export function outsideWords({ others, target, currencies }: MonthProof): string[] {
  const targetName = providerManifests[target].name;
  const [only, ...more] = currencies;
  const over =
    only === undefined || more.length > 0 || others.grossMinor === 0
      ? ''
      : ` over ${moneyWords(others.grossMinor, only.currency)}`;
  return [
    ...(others.documents === 0
      ? []
      : [
          `${counted(others.documents, 'document')}${over} in ${targetName} ${others.documents === 1 ? 'has' : 'have'} nothing to do with ${sourceManifest.name}: counted here, and in no sum.`,
        ]),
    `Refunds made directly at the payment provider never reach ${sourceManifest.name}, so they are on neither side: compare them with the clearing account.`,
    `Drafts and what is void come to nothing.`,
  ];
}
