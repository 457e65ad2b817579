import type { BackfillPlace } from '../../contracts/backfill-run.ts';
import type { Target } from '../../contracts/ids.ts';
import { targets } from '../../targets/registry.ts';
import { laneParts } from '../pacing/gates.ts';

/** As many go into one call. */
const together = 50;
/** Looked up by number, created, looked at for part payments, paid. */
const callsOfInvoices = 4;
/** Looked up in three, created; names that are taken once more. */
const callsOfCustomers = 5;
/** Looked up in two, created; each is set against its invoice by a call of its own. */
const callsOfNotes = 3;

export interface Reckoned {
  kind: BackfillPlace['kind'];
  documents: number;
  /** Those that the target did not know. */
  customers?: number | undefined;
  hasHistoryNotes?: boolean | undefined;
}

/** Calls to a target that such documents take while nothing goes wrong. */
export function reckonedCalls({
  kind,
  documents,
  customers = 0,
  hasHistoryNotes,
}: Reckoned): number {
  const each = (kind === 'credit_note' ? 1 : 0) + (hasHistoryNotes ? 1 : 0);
  const shared = (kind === 'credit_note' ? callsOfNotes : callsOfInvoices) / together;
  return documents * (each + shared) + (customers * callsOfCustomers) / together;
}

/** A cap of a longer time is a quota. */
const minuteMs = 60_000;
export const dayMs = 86_400_000;

/** How long a call takes at the pace of the lane; undefined where the target sets none. */
export function msPerCallOf(target: Target): number | undefined {
  const calls = callsOfLane(target, minuteMs);
  return calls === undefined ? undefined : minuteMs / calls;
}

/** How many calls the lane begins in a day; undefined where the target sets no such quota. */
export function callsADayOf(target: Target): number | undefined {
  return callsOfLane(target, dayMs);
}

function callsOfLane(target: Target, windowMs: number): number | undefined {
  const cap = targets[target].limits.windows.find((one) => one.windowMs === windowMs);
  if (cap === undefined || cap.limit === null) return undefined;
  return cap.limit * laneParts.backfill;
}
