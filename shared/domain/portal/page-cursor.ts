import { decodeBase64Url, encodeBase64Url } from './base64-url.ts';

/** The longest key that the store takes, 1,024 bytes, in an address. */
const charactersAtMost = 1_366;

/** Where a list goes on, as an address carries it: nobody is to read or build it. */
export function cursorText(place: string): string {
  return encodeBase64Url(new TextEncoder().encode(place));
}

/** The place that such a text names; undefined: it is none of ours. The store looks at it once more. */
export function placeOfCursor(text: string): string | undefined {
  if (text === '' || text.length > charactersAtMost) return undefined;
  const bytes = decodeBase64Url(text);
  if (bytes === undefined) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // Recovery: bytes that are no text were never a place; the caller refuses them.
    return undefined;
  }
}
