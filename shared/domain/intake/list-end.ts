/**
 * Is everything that follows older than the instant? Only where the page is in the order that was
 * asked for.
 */
export function isPast(instants: ReadonlyArray<string | undefined>, backTo: string): boolean {
  const last = instants.at(-1);
  return last !== undefined && isDescending(instants) && Date.parse(last) < Date.parse(backTo);
}

/** Also where records that were never changed look alike in both orders. */
export function isDescending(instants: ReadonlyArray<string | undefined>): boolean {
  const times = instants.map((instant) => Date.parse(instant ?? ''));
  return times.every((time, at) => at === 0 || time <= (times[at - 1] ?? Number.NaN));
}
