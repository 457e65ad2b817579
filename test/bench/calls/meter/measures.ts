/** What is counted of a call. `refused`: conditional writes that did not apply and deletes of nothing. */
export type Measure =
  | 'calls'
  | 'items'
  | 'messages'
  | 'refused'
  | 'readUnits'
  | 'writeUnits'
  | 'indexUnits'
  | 'requests'
  | 'busyMs';

/** By a key of `keyOf`. */
export type Counts = Readonly<Record<string, number>>;

/** Of whom and what a count is. */
export interface CountKey {
  readonly measure: Measure;
  /** A function without the stage's prefix; `lambda` for the service itself. */
  readonly fn: string;
  /** e.g. `dynamodb.GetItem`. */
  readonly operation: string;
  /** Kind of row, or a queue. */
  readonly kind: string;
}

/** The key as text, so that counts can be subtracted and kept as JSON. */
export function keyOf({ measure, fn, operation, kind }: CountKey): string {
  return [measure, fn, operation, kind].join('|');
}

/** Adds up the counts whose key has all that is asked for. */
export function sumOf(counts: Counts, isAsked: (key: CountKey) => boolean): number {
  return Object.entries(counts).reduce(
    (sum, [text, count]) => (isAsked(readKey(text)) ? sum + count : sum),
    0,
  );
}

/** The parts of a key. */
export function readKey(text: string): CountKey {
  const [measure = '', fn = '', operation = '', kind = ''] = text.split('|');
  return { measure: measure as Measure, fn, operation, kind };
}
