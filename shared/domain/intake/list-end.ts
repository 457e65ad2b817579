/**
 * Is everything that follows older than the instant? Only where the page is in the order that was
 * asked for: a source that does not sort so has to be read to its end.
 */
export function isPast(instants: ReadonlyArray<string | undefined>, backTo: string): boolean {
  const times = instants.map((instant) => Date.parse(instant ?? ''));
  const isSorted = times.every((time, at) => at === 0 || time <= (times[at - 1] ?? Number.NaN));
  const last = times.at(-1);
  return last !== undefined && isSorted && last < Date.parse(backTo);
}
