/** Hashes and random values. Deterministic ones are pure; random ones may be seeded in tests. */
export interface Crypto {
  /** Url-safe base64 without padding. */
  randomToken(bytes: number): string;
  uuid(): string;
  /** RFC 9562 version 5 in Rollerdoor's own namespace: the same name gives the same id. */
  uuid5(name: string): string;
  sha256Hex(text: string): string;
  hmacSha256(key: string, data: Uint8Array): Uint8Array;
  /** Compares without telling by its duration where the difference is. */
  equal(left: Uint8Array, right: Uint8Array): boolean;
}
