import type { Clock } from '../../ports/clock.ts';

export interface Places {
  clock: Clock;
  /** How many pieces of work run at once. */
  places: number;
  /** One that takes longer gives its place to the next and goes on beside it. Absent: it keeps it. */
  placeMs?: number;
  /** Nothing is begun from this instant on. */
  untilEpochMs: number;
}

/** For a sweep over operators: one that waits for its turn or hangs gives its place to the next. */
export const operatorPlaces = { places: 8, placeMs: 5_000 } as const;

/**
 * Runs a piece of work for each item, in their order, several side by side; returns the items that
 * were not begun because the time was up. One that hangs keeps no other waiting for longer than
 * `placeMs`, and nobody beyond the end of the time.
 */
export async function sideBySide<T>(
  items: readonly T[],
  { clock, places, placeMs, untilEpochMs }: Places,
  run: (item: T) => Promise<void>,
): Promise<T[]> {
  const taken: Place[] = [];
  const slow = new Set<Promise<void>>();
  const waiting = [...items];
  while (waiting.length > 0 && clock.nowEpochMs() < untilEpochMs) {
    if (taken.length >= places) {
      await placeGiven({ taken, slow, placeMs, clock });
      continue;
    }
    const [item] = waiting.splice(0, 1);
    if (item !== undefined) taken.push(takePlace({ taken, slow, clock }, run(item)));
  }
  await Promise.all(taken.map(({ work }) => work));
  if (slow.size > 0) await Promise.race([Promise.all(slow), untilThen(clock, untilEpochMs)]);
  return waiting;
}

interface Place {
  work: Promise<void>;
  sinceEpochMs: number;
}

interface Room {
  taken: Place[];
  /** At work without a place. */
  slow: Set<Promise<void>>;
  clock: Clock;
}

function takePlace({ taken, slow, clock }: Room, running: Promise<void>): Place {
  const work = running.finally(() => {
    const index = taken.indexOf(place);
    if (index >= 0) taken.splice(index, 1);
    slow.delete(work);
  });
  const place = { work, sinceEpochMs: clock.nowEpochMs() };
  return place;
}

/** Resolves when one of those that have a place has ended, or the first of them has had it for long enough. */
async function placeGiven(room: Room & { placeMs: number | undefined }): Promise<void> {
  const { taken, slow, placeMs, clock } = room;
  const works = taken.map(({ work }) => work);
  const [first] = taken;
  if (placeMs === undefined || first === undefined) return Promise.race(works);
  const endsAtEpochMs = first.sinceEpochMs + placeMs;
  await Promise.race([...works, untilThen(clock, endsAtEpochMs)]);
  if (taken[0] !== first || clock.nowEpochMs() < endsAtEpochMs) return;
  taken.splice(0, 1);
  slow.add(first.work);
}

function untilThen(clock: Clock, epochMs: number): Promise<void> {
  return clock.sleep(Math.max(0, epochMs - clock.nowEpochMs()));
}
