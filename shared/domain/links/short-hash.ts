/** 128 bits: enough to tell calls, and the states of one record, apart. */
const digits = 32;

/**
 * What a link keeps of a hash, for each byte of a link is paid for with every save. Versions before kept
 * all 64 digits, of which these are the first.
 */
export function shortHash(sha256Hex: string): string {
  return sha256Hex.slice(0, digits);
}
