import type { Link } from '../../contracts/link-item.ts';
import type { WriteBackPorts } from './write-back-ports.ts';

/** Appends what was written to the source; the same entry once more changes nothing. */
export async function auditWriteBack(
  link: Link,
  ports: WriteBackPorts,
  written: { writes: string; entry: string; sentAtEpochMs: number },
): Promise<void> {
  const { operatorId, target, kind, sourceId, targetLabel } = link;
  // A contact's label is its name, which has no place in the audit.
  const number = kind === 'contact' || targetLabel === undefined ? {} : { number: targetLabel };
  await ports.activities.append({
    operatorId,
    activityId: ports.crypto.uuid5(`writes ${written.entry}`),
    at: new Date(written.sentAtEpochMs).toISOString(),
    type: 'source.noted',
    actor: 'rollerdoor',
    detail: { target, kind, sourceId, ...number, writes: written.writes },
  });
}
