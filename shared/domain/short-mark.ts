const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** So many bits that one change in sixteen million goes unseen; each character is paid for with every save. */
export const shortMarkLength = 4;

/**
 * Four characters by which a change of a text is noticed: the upper 24 bits of an FNV-1a hash, as nobody has
 * a reason to look for two texts of one mark. Links keep them, so that it stays what it is.
 */
export function shortMark(text: string): string {
  let hash = 0x811c9dc5;
  for (const character of text)
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  // Once more over itself, since the last characters have hardly moved the upper bits.
  const mixed = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b) >>> 0;
  return [26, 20, 14, 8].map((shift) => alphabet[(mixed >>> shift) & 63] ?? '').join('');
}
