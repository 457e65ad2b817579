import type { Link } from '../../contracts/link-item.ts';
import type { Gap } from '../../contracts/source-state.ts';
import type { Version } from '../../contracts/version.ts';
import { leavesNothing } from '../source/leaves-nothing.ts';
import { isDocument, type SourceRecord } from '../source/records.ts';
import { standingVersion } from '../versions/known-versions.ts';
import { isInGap } from './gaps.ts';

/** What a list shows of a record, beside what we know of it. */
export interface Listed {
  record: SourceRecord;
  fingerprint: string;
  link: Link | undefined;
}

export interface ServedSince {
  gaps: readonly Gap[];
  /** Documents that came about earlier are only followed where they were posted. */
  since: string;
}

/**
 * Does a list show a state that no event has told of? What came about while nothing reached us is not
 * taken up here: that would be a backfill which nobody asked for.
 */
export function isNews({ record, fingerprint, link }: Listed, served: ServedSince): boolean {
  const standing: Version | undefined = link && standingVersion(link);
  if (standing !== undefined) return standing.fingerprint !== fingerprint;
  if (!isDocument(record)) return isServed(record.record.updatedAt, served);
  if (record.kind === 'invoice' && leavesNothing(record)) return false;
  return isServed(record.record.issuedAt, served);
}

/** Records bear whole seconds of the source's clock; the end of a gap is of ours. */
const clocksApartMs = 10_000;

/** Did it come about while changes reached us, or may have? */
export function isServed(instant: string | undefined, { gaps, since }: ServedSince): boolean {
  if (instant === undefined) return true;
  const latest = new Date(Date.parse(instant) + clocksApartMs).toISOString();
  return Date.parse(latest) >= Date.parse(since) && !isInGap(gaps, latest);
}
