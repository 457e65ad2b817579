import { shortHash } from '../../domain/links/short-hash.ts';
import type { Crypto } from '../../ports/crypto.ts';

/** What the journal says of what was sent: the body of one effect, or the bodies of a call in their order. */
export function hashOfBody(body: unknown, { ports }: { ports: { crypto: Crypto } }): string {
  return shortHash(ports.crypto.sha256Hex(JSON.stringify(body)));
}
