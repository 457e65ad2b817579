import type { SourceRecord } from './records.ts';

/** Of a draft, or of what was void before it was posted, there is nothing to post, unless money came in on it. */
export function leavesNothing({ record }: SourceRecord): boolean {
  if (!('status' in record)) return false;
  if (record.status === 'draft') return true;
  return record.status === 'void' && !('paidMinor' in record && record.paidMinor > 0);
}
