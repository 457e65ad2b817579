import { saleKind } from '../../contracts/ids.ts';
import type { Reading } from '../../contracts/source-state.ts';
import type { ReadingPlan } from './plan-reading.ts';

const everyMs = 3_600_000;
/** Lists show what happened while the former reading was under way in any order. */
const overlapMs = 15 * 60_000;

const kinds: ReadonlyArray<Exclude<Reading['kind'], 'done'>> = [
  'contact',
  'invoice',
  'credit_note',
  ...saleKind.options,
];

/** The reading to go on with, or a new one when it is time; undefined: nothing to read now. */
export function currentReading(
  former: Reading | undefined,
  given: { plan: ReadingPlan; nowEpochMs: number; since: string },
): Reading | undefined {
  const { plan, nowEpochMs, since } = given;
  if (former !== undefined && former.kind !== 'done') return former;
  const formerEpochMs = former && Date.parse(former.startedAt);
  if (formerEpochMs !== undefined && nowEpochMs - formerEpochMs < everyMs) return undefined;
  const backToEpochMs = formerEpochMs ?? Date.parse(since);
  return {
    startedAt: new Date(nowEpochMs).toISOString(),
    kind: firstOf(plan, 0),
    page: 1,
    backTo: new Date(backToEpochMs - overlapMs).toISOString(),
  };
}

/** After a page: the next of the same list, or the first of the next one. */
export function nextStep(
  reading: Reading,
  plan: ReadingPlan,
  nextPage: number | undefined,
): Reading {
  if (nextPage !== undefined) return { ...reading, page: nextPage };
  if (reading.kind === 'done') return reading;
  return { ...reading, kind: firstOf(plan, kinds.indexOf(reading.kind) + 1), page: 1 };
}

function firstOf(plan: ReadingPlan, from: number): Reading['kind'] {
  const isWanted = {
    contact: plan.contacts,
    invoice: plan.invoiceStatuses.length > 0,
    credit_note: plan.creditNotes,
    deal: plan.sales.includes('deal'),
    order: plan.sales.includes('order'),
    tenancy: plan.sales.includes('tenancy'),
  };
  return kinds.slice(from).find((kind) => isWanted[kind]) ?? 'done';
}
