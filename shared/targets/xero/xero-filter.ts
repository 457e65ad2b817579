/**
 * Xero's filter language has no sure way to quote these. A value with them is asked for by its longest
 * part without them, and compared as a whole afterwards.
 */
const unquotable = /["\\]/;

/** Condition that holds for all records with this value, and for few others. Undefined: there is none. */
export function conditionOf(field: string, value: string): string | undefined {
  if (!unquotable.test(value)) return `${field}=="${value}"`;
  const [part = ''] = value.split(unquotable).sort((left, right) => right.length - left.length);
  return part.trim() === ''
    ? undefined
    : `(${field}!=null AND ${field}.Contains("${part.trim()}"))`;
}

/** Whether the server in front of Xero hands the value through as a part of a path. */
export function fitsIntoPath(value: string): boolean {
  return /^[\p{L}\p{N} _.,~'()!=@$;-]*[\p{L}\p{N}_~)]$/u.test(value);
}

/** Groups of values, in order, each as large as it may be for the text that is made of it. */
export function cutByLength(
  values: string[],
  lengthOf: (group: string[]) => number,
  lengthMax: number,
): string[][] {
  const groups: string[][] = [];
  for (const value of values) {
    const last = groups.at(-1);
    if (last !== undefined && lengthOf([...last, value]) <= lengthMax) last.push(value);
    else groups.push([value]);
  }
  return groups;
}
