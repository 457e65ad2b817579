import type { LedgerSettings } from '../../contracts/settings.ts';
import type { Gap } from '../../contracts/source-state.ts';
import { sourceManifest } from '../../source/registry.ts';
import { targets } from '../../targets/registry.ts';
import { moneyWords } from '../money/money-words.ts';
import { dayAndTime, dayOnly } from './day-and-time.ts';

/** What was not sent because nothing reached us: one entry for each stretch of time. */
export interface MissedRow {
  /** "From … until …", for a heading. */
  span: string;
  message: string;
  remedy: string;
}

/** Where documents would have gone, and from which day on. */
type Ledgers = ReadonlyArray<Pick<LedgerSettings, 'target' | 'startDate'>>;

/** Gaps in an operator's words. One in which nothing is missing is not worth a word. */
export function missedRows(
  gaps: readonly Gap[] | undefined,
  ledgers: Ledgers,
  timeZone?: string,
): MissedRow[] {
  const [startDate] = ledgers.map((ledger) => ledger.startDate).sort();
  if (startDate === undefined) return [];
  const remedy = remedyFor(ledgers);
  return (gaps ?? []).flatMap((gap) => {
    const message = messageOf(gap);
    if (message === undefined) return [];
    return [{ span: spanOf(gap, startDate, timeZone), message, remedy }];
  });
}

function remedyFor(ledgers: Ledgers): string {
  const names = ledgers.map(({ target }) => targets[target].name).join(' and ');
  return `Send them to ${names} from the page of earlier documents, or leave them there.`;
}

/** A gap before the first connection begins with the start date, in whichever zone. */
function spanOf({ from, until }: Gap, startDate: string, timeZone: string | undefined): string {
  const isFromStart = Date.parse(from) < Date.parse(`${startDate}T00:00:00.000Z`);
  const beginning = isFromStart ? dayOnly(startDate) : dayAndTime(from, timeZone);
  return `From ${beginning} until ${dayAndTime(until, timeZone)}`;
}

function messageOf(gap: Gap): string | undefined {
  const besides =
    'Payments, voids and credit notes of that time are missing, too, where the document has not changed since.';
  if (gap.isUncountable === true)
    return `What was issued in ${sourceManifest.name} in this time was not sent. There is too much of it to be counted. ${besides}`;
  if (gap.countedAt === undefined)
    return `What was issued in ${sourceManifest.name} in this time, if anything, was not sent. We are counting how much that is.`;
  if (gap.invoices === 0) return undefined;
  const invoices = gap.invoices === 1 ? '1 invoice' : `${gap.invoices} invoices`;
  const verb = gap.invoices === 1 ? 'was' : 'were';
  return `${invoices} over ${sumsOf(gap)} ${verb} not sent. ${besides}`;
}

function sumsOf({ sumsMinor }: Gap): string {
  return Object.entries(sumsMinor)
    .sort(([left], [right]) => left.localeCompare(right))
    .map(([currency, sum]) => moneyWords(sum, currency))
    .join(' and ');
}
