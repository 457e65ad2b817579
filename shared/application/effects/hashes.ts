import { shortHash } from '../../domain/links/short-hash.ts';
import type { JournalBatch } from './journal-batch.ts';

/** What the journal says of one effect's content. */
export function hashOfBody(body: unknown, { ports }: Pick<JournalBatch, 'ports'>): string {
  return shortHash(ports.crypto.sha256Hex(JSON.stringify(body)));
}

/** What the journal says of a whole call, by the bodies of its effects in their order. */
export function hashOfBodies(bodies: unknown[], { ports }: Pick<JournalBatch, 'ports'>): string {
  return shortHash(ports.crypto.sha256Hex(JSON.stringify(bodies)));
}
