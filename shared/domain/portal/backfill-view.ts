import type { BackfillRun } from '../../contracts/backfill-run.ts';
import type { Gap } from '../../contracts/source-state.ts';
import { type Progress, progressOf } from '../backfill/expected-end.ts';
import { isOver } from '../backfill/run.ts';
import { gapsBeside } from '../intake/gaps.ts';
import { dayAndTime, dayOnly } from './day-and-time.ts';
import { sumWords } from './sum-words.ts';

export interface BackfillFacts {
  operatorName: string;
  targetName: string;
  startDate: string;
  run: BackfillRun | undefined;
  gaps: readonly Gap[];
  nowEpochMs: number;
  /** Where the reader is. */
  timeZone?: string | undefined;
}

/** A document that was raised while a side was off. */
export interface MissedDocument {
  number: string;
  customer: string;
  totalMinor: number;
  currency: string;
}

/** `again`: another run over what one has brought in. */
export type Press = 'start' | 'again' | 'pause' | 'resume' | 'cancel';

export interface BackfillView {
  targetName: string;
  /** One sentence. */
  state: string;
  figures: ReadonlyArray<{ what: string; figure: string; detail: string }>;
  /** Of the way, in per cent; undefined: not known, or nothing is under way. */
  percent: number | undefined;
  pace: string | undefined;
  presses: readonly Press[];
  /** The page asks again by itself. */
  isUnderWay: boolean;
  catchUp: readonly CatchUpRow[];
}

export interface CatchUpRow {
  /** Names the time: when it began. */
  gap: string;
  span: string;
  /** "12 invoices, £1,204.50". */
  words: string;
  mayBeSent: boolean;
}

export function backfillView(facts: BackfillFacts): BackfillView {
  const { run, targetName, startDate, nowEpochMs, timeZone } = facts;
  const isFree = run === undefined || isOver(run);
  const catchUp = catchUpRows(facts, isFree);
  if (run === undefined) {
    const state = `Nothing earlier was sent yet. Documents from ${dayOnly(startDate)} on can be brought into ${targetName}.`;
    const none = { figures: [], percent: undefined, pace: undefined, isUnderWay: false };
    return { targetName, state, ...none, presses: ['start'], catchUp };
  }
  const { share, perMinute, expectedEnd } = progressOf(run, nowEpochMs);
  return {
    targetName,
    state: stateOf(run, targetName, timeZone),
    figures: figuresOf(run),
    percent: isFree ? undefined : Math.floor((share ?? 0) * 100),
    pace: paceOf(run, { perMinute, expectedEnd }, nowEpochMs),
    presses: pressesOf(run),
    isUnderWay: run.status === 'running',
    catchUp,
  };
}

/** Nothing is known before the first page is through. */
function paceOf(
  run: BackfillRun,
  { perMinute, expectedEnd }: Pick<Progress, 'perMinute' | 'expectedEnd'>,
  nowEpochMs: number,
): string | undefined {
  const isFirst = run.step === 0 && run.status === 'running' && run.waits === undefined;
  if (isFirst)
    return 'The first hundred are on their way. After that it is told how long it takes.';
  if (perMinute === undefined || expectedEnd === undefined) return undefined;
  return `${perMinute} documents a minute, ${minutesLeft(expectedEnd, nowEpochMs)}`;
}

function minutesLeft(expectedEnd: string, nowEpochMs: number): string {
  const minutes = Math.ceil((Date.parse(expectedEnd) - nowEpochMs) / 60_000);
  if (minutes <= 1) return 'about a minute left';
  if (minutes < 90) return `about ${minutes} minutes left`;
  return `about ${Math.round(minutes / 60)} hours left`;
}

function stateOf(run: BackfillRun, targetName: string, timeZone: string | undefined): string {
  if (run.status === 'done') return doneWords(run, targetName, timeZone);
  if (run.endedBecause === 'other_company')
    return 'It ended, because another company was connected. Begin anew for that one.';
  if (run.status === 'cancelled') return `You called it off. What is in ${targetName} stays there.`;
  if (run.status === 'paused') return 'Paused. Go on takes it up where it was.';
  if (run.waits?.for === 'connection') return 'It waits until you connect again, and then goes on.';
  if (run.waits?.for === 'posting') return `It waits until sending to ${targetName} is on.`;
  if (run.waits?.until !== undefined)
    return `The calls of today are used up; it goes on by itself ${dayAndTime(run.waits.until, timeZone)}.`;
  return run.place.pass === 1
    ? `Sending earlier documents to ${targetName}. You can close this page.`
    : 'Looking through everything once more for what changed meanwhile.';
}

function doneWords({ tally, endedAt }: BackfillRun, targetName: string, timeZone?: string): string {
  const end = endedAt === undefined ? 'Done' : `Done ${dayAndTime(endedAt, timeZone)}`;
  const but = tally.parked === 0 ? '' : ', but for what needs you';
  return `${end}. Everything of that time is in ${targetName}${but}.`;
}

function figuresOf({ tally, totals }: BackfillRun): BackfillView['figures'] {
  const { found, posted, adopted, parked, left } = tally;
  const total = (totals.invoice ?? 0) + (totals.credit_note ?? 0);
  const of =
    totals.invoice === undefined ? 'not counted yet' : `of ${Math.max(total, found)} documents`;
  return [
    { what: 'Found', figure: String(found), detail: of },
    { what: 'Sent', figure: String(posted), detail: 'created there' },
    { what: 'Linked', figure: String(adopted), detail: 'were there already' },
    { what: 'Need you', figure: String(parked), detail: 'see Needs you' },
    { what: 'Left', figure: String(left), detail: 'drafts, void, or earlier' },
  ];
}

function pressesOf({ status }: BackfillRun): readonly Press[] {
  if (status === 'running') return ['pause', 'cancel'];
  if (status === 'paused') return ['resume', 'cancel'];
  return status === 'done' ? ['again'] : ['start'];
}

function catchUpRows(
  { gaps, run, timeZone }: Pick<BackfillFacts, 'gaps' | 'run' | 'timeZone'>,
  mayBeSent: boolean,
): CatchUpRow[] {
  return gapsBeside(gaps, run === undefined ? [] : [run]).flatMap((gap) => {
    if (gap.countedAt !== undefined && gap.invoices === 0) return [];
    const span = `From ${dayAndTime(gap.from, timeZone)} until ${dayAndTime(gap.until, timeZone)}`;
    return [{ gap: gap.from, span, words: wordsOf(gap), mayBeSent }];
  });
}

function wordsOf(gap: Gap): string {
  if (gap.isUncountable === true) return 'more than can be counted';
  if (gap.countedAt === undefined) return 'being counted';
  const invoices = `${gap.invoices} ${gap.invoices === 1 ? 'invoice' : 'invoices'}`;
  return `${invoices}, ${sumWords(gap.sumsMinor).join(' and ')}`;
}
