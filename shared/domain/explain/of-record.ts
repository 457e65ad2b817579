import type { Activity } from '../../contracts/activity-item.ts';
import type { RecordFacts } from './record-facts.ts';

type Known = Pick<RecordFacts, 'key' | 'row' | 'link' | 'issue' | 'difference'>;

/** What lets through, or holds up, whatever is sent: it explains why something waited. */
const around = new Set([
  'connection.connected',
  'connection.needs_reconnect',
  'connection.disconnected',
  'posting.switched_on',
  'posting.switched_off',
]);
/** Of several records of one cause. */
const ofCause = new Set(['issues.retried', 'issues.woken']);

/** Whether an activity is about the record, or about what it hung on in its time. */
export function isOfRecord(
  { type, at, detail }: Pick<Activity, 'type' | 'at' | 'detail'>,
  { key, issue }: Pick<Known, 'key' | 'issue'>,
  beginsAt: string,
): boolean {
  const isOtherTarget = detail.target !== undefined && detail.target !== key.target;
  if (detail.sourceId === key.sourceId) return detail.kind === key.kind && !isOtherTarget;
  if (at < beginsAt || isOtherTarget) return false;
  if (around.has(type)) return true;
  return (
    ofCause.has(type) && issue !== undefined && detail.cause === issue.cause && at >= issue.raisedAt
  );
}

/**
 * From when on there is anything to tell of it, and the moments of which its own rows speak, the latest
 * first. ISO times.
 */
export function beginOf({ row, link, issue, difference }: Known): {
  beginsAt: string;
  moments: string[];
} {
  const sent = Object.values(link?.effects ?? {}).flatMap(
    ({ firstSentAtEpochMs, sentAtEpochMs }) => {
      const at = firstSentAtEpochMs ?? sentAtEpochMs;
      return at > 0 ? [new Date(at).toISOString()] : [];
    },
  );
  const told = [...sent, issue?.raisedAt, difference?.seenAt].filter((at) => at !== undefined);
  const moments = [...new Set(told)].sort().reverse();
  const begins = [row?.issuedAt, ...moments].filter((at) => at !== undefined).sort();
  return { beginsAt: begins[0] ?? '', moments };
}
