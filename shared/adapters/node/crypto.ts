import { createHash, createHmac, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import type { Crypto } from '../../ports/crypto.ts';

// Drawn once for Rollerdoor. Changing it changes every derived id, and with them all idempotency.
const rollerdoorNamespace = '5bc65987-7090-4cc7-af30-dfe1f1209ec9';

/** Hashes and randomness of the platform. */
export class NodeCrypto implements Crypto {
  randomToken(bytes: number): string {
    return randomBytes(bytes).toString('base64url');
  }

  uuid(): string {
    return randomUUID();
  }

  uuid5(name: string): string {
    return uuid5In(rollerdoorNamespace, name);
  }

  sha256Hex(text: string): string {
    return createHash('sha256').update(text, 'utf8').digest('hex');
  }

  hmacSha256(key: string, data: Uint8Array): Uint8Array {
    return createHmac('sha256', key).update(data).digest();
  }

  equal(left: Uint8Array, right: Uint8Array): boolean {
    // timingSafeEqual throws on unequal lengths; a length is no secret here (digests are fixed).
    return left.byteLength === right.byteLength && timingSafeEqual(left, right);
  }
}

/** The version 5 id of a name in a namespace (RFC 9562, section 5.5). */
export function uuid5In(namespace: string, name: string): string {
  const digest = createHash('sha1')
    .update(Buffer.from(namespace.replaceAll('-', ''), 'hex'))
    .update(name, 'utf8')
    .digest();
  digest.writeUInt8((digest.readUInt8(6) & 0x0f) | 0x50, 6);
  digest.writeUInt8((digest.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = digest.toString('hex', 0, 16);
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
