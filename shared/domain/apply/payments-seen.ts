import type { Link, SeenPayment } from '../../contracts/link-item.ts';
import { localDay } from '../mapping/local-day.ts';
import type { SourceInvoice, SourceRecord } from '../source/records.ts';

/** A state in which a record was seen, and when it came about. */
export interface SeenState {
  record: SourceRecord;
  at: string;
}

/** More part payments than one invoice ever has; the field must not grow without an end. */
const seenAtMost = 50;

/**
 * What the states of an invoice say of its payments, which do not exist at the source: each sum that
 * was reached, and when that is first known. Only a paid invoice bears a time of its own.
 */
export function paymentsIn(states: SeenState[]): SeenPayment[] {
  const seen = states.flatMap(({ record, at }) =>
    record.kind === 'invoice' && record.record.paidMinor > 0
      ? [{ cumulativeMinor: record.record.paidMinor, at: record.record.paidAt ?? at }]
      : [],
  );
  return mergePayments(seen);
}

/** One entry for each sum, with its earliest time; sums in their order. */
export function mergePayments(...lists: SeenPayment[][]): SeenPayment[] {
  const bySum = new Map<number, SeenPayment>();
  for (const seen of lists.flat()) {
    const known = bySum.get(seen.cumulativeMinor);
    if (known === undefined || isBefore(seen.at, known.at)) bySum.set(seen.cumulativeMinor, seen);
  }
  return [...bySum.values()].sort((left, right) => left.cumulativeMinor - right.cumulativeMinor);
}

/** The link with what was seen and is not posted: a parked payment must not lose its day. */
export function withPaymentsSeen(link: Link, seen: SeenPayment[]): Link {
  const { paymentsSeen, ...rest } = link;
  const postedMinor = link.posted?.paidMinor ?? 0;
  const open = mergePayments(paymentsSeen ?? [], seen)
    .filter(({ cumulativeMinor }) => cumulativeMinor > postedMinor)
    .slice(0, seenAtMost);
  return open.length === 0 ? rest : { ...rest, paymentsSeen: open };
}

/**
 * The next payment to post beyond a sum, dated when its own sum was reached; what was paid on one day goes
 * together. Undefined when all is posted.
 */
export function nextPayment(
  invoice: SourceInvoice,
  postedMinor: number,
  context: { seen: SeenPayment[]; now: string; timeZone: string | undefined },
): { cumulativeMinor: number; paidAt: string } | undefined {
  if (invoice.paidMinor <= postedMinor) return undefined;
  const steps = mergePayments(context.seen).filter(
    ({ cumulativeMinor }) => cumulativeMinor > postedMinor && cumulativeMinor < invoice.paidMinor,
  );
  const seenLast = context.seen.filter((seen) => seen.cumulativeMinor === invoice.paidMinor);
  const lastAt = invoice.paidAt ?? earliest(seenLast) ?? context.now;
  const dated = datedSteps(steps, { cumulativeMinor: invoice.paidMinor, at: lastAt });
  const dayOf = ({ at }: SeenPayment) =>
    context.timeZone === undefined ? at : localDay(at, context.timeZone);
  const [first] = dated;
  const ofFirstDay = dated.filter((step) => first !== undefined && dayOf(step) === dayOf(first));
  const next = ofFirstDay.at(-1);
  return next && { cumulativeMinor: next.cumulativeMinor, paidAt: next.at };
}

/** Whoever has paid a larger sum has paid a smaller one by then: deliveries come in any order. */
function datedSteps(steps: SeenPayment[], last: SeenPayment): SeenPayment[] {
  return [...steps, last].map((step, index, all) => ({
    ...step,
    at: earliest(all.slice(index)) ?? step.at,
  }));
}

function earliest(seen: SeenPayment[]): string | undefined {
  return seen.reduce<string | undefined>(
    (first, { at }) => (first === undefined || isBefore(at, first) ? at : first),
    undefined,
  );
}

function isBefore(left: string, right: string): boolean {
  return Date.parse(left) < Date.parse(right);
}
