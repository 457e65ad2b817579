/** Ids of the source begin with the kind of record: `inv_…`. */
export function looksLikeId(text: string): boolean {
  return /^[a-z]{2,}_[\w-]{4,}$/.test(text);
}

/** A number of a document has a digit, and nothing between its parts. A name may not be asked for elsewhere. */
export function readsAsNumber(text: string): boolean {
  return /^(?=.*\d)[^\s@]{1,60}$/.test(text) && !looksLikeId(text);
}

/** A number is read off a document and typed; its case tells nothing apart. */
export function isSameText(known: string | undefined, typed: string): boolean {
  return known?.toLowerCase() === typed.trim().toLowerCase();
}
