import type { Link } from '../../contracts/link-item.ts';
import type { Owed } from '../../contracts/owed.ts';

type HistoryDebt = Extract<Owed, { what: 'history' }>;

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/**
 * How long after a refusal the note is tried again, by the number of refusals so far: what was refused
 * in passing is written soon, and what is refused for good costs few calls. After the last it is given up.
 */
const waitsMs = [0, hourMs, 3 * hourMs, 12 * hourMs, dayMs, dayMs, dayMs];
/** So often the ledger refuses a note before it is given up. */
export const historyRefusalsAtMost = waitsMs.length + 1;

export function historyDebt(link: Link): HistoryDebt | undefined {
  return link.owed.find((debt): debt is HistoryDebt => debt.what === 'history');
}

/** Whether enough time has passed since the note was refused last. */
export function isHistoryDue(
  { refusals, refusedAtEpochMs = 0 }: HistoryDebt,
  nowEpochMs: number,
): boolean {
  return nowEpochMs - refusedAtEpochMs >= (waitsMs[refusals - 1] ?? dayMs);
}

/** The note was refused once more: it is owed from now on, unless that was the last time. */
export function oweHistory(link: Link, refusedAtEpochMs: number): Link {
  const refusals = (historyDebt(link)?.refusals ?? 0) + 1;
  const owed = payHistory(link).owed;
  if (refusals >= historyRefusalsAtMost) return { ...link, owed, historyGivenUp: true };
  return { ...link, owed: [...owed, { what: 'history', refusals, refusedAtEpochMs }] };
}

/** It stands there, or is not to be written any more. */
export function payHistory(link: Link): Link {
  return { ...link, owed: link.owed.filter((debt) => debt.what !== 'history') };
}
