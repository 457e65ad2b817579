import type { Activity } from '../../contracts/activity-item.ts';
import type { Link } from '../../contracts/link-item.ts';
import type { Crypto } from '../../ports/crypto.ts';

/** Tells of what was written to the source; the same write makes the same entry. */
export function writeBackActivity(
  link: Link,
  written: { writes: string; entry: string; sentAtEpochMs: number },
  crypto: Crypto,
): Activity {
  const { operatorId, target, kind, sourceId, targetLabel } = link;
  // A contact's label is its name, which has no place in the audit.
  const number = kind === 'contact' || targetLabel === undefined ? {} : { number: targetLabel };
  return {
    operatorId,
    activityId: crypto.uuid5(`writes ${written.entry}`),
    at: new Date(written.sentAtEpochMs).toISOString(),
    type: 'source.noted',
    actor: 'rollerdoor',
    detail: { target, kind, sourceId, ...number, writes: written.writes },
  };
}
