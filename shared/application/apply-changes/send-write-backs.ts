import { owesSource } from '../../domain/links/owe.ts';
import { type Batch, keyOf, type Unit } from './unit.ts';

/**
 * Puts what committed records owe to the source on its queue, those of a batch together. Before their
 * messages are acknowledged: a worker that dies in between comes back and does it again.
 */
export async function sendWriteBacks(units: Unit[], batch: Batch): Promise<void> {
  const { crypto, writeBacks } = batch.ports;
  const owing = units.filter(({ link }) => owesSource(link));
  if (owing.length === 0) return;
  await writeBacks.sendAll(
    owing.map((unit) => {
      const key = keyOf(unit);
      // With the epoch: one of an earlier connection dies, and must not take this one's place.
      const name = [...Object.values(key), batch.epoch, unit.link.revision].join('|');
      const message = { schemaVersion: 1, ...key, epoch: batch.epoch } as const;
      return { message, dedupeId: crypto.sha256Hex(name) };
    }),
  );
}
