import type { BackfillRun } from '../../contracts/backfill-run.ts';
import type { Link } from '../../contracts/link-item.ts';
import { isUncertain, unauditedWrites } from '../effects/effects.ts';
import { leavesNothing } from '../source/leaves-nothing.ts';
import type { SourceRecord } from '../source/records.ts';

type Span = Pick<BackfillRun, 'issuedFrom' | 'issuedBefore'>;

/** Records bear whole seconds of the source's clock; the ends of a span may be of ours. */
const clocksApartMs = 10_000;
/** A document may have waited so long as a draft before it was issued. */
const draftForMs = 7 * 86_400_000;

/** From when on lists are read for a span: they go by creation, and a span by the day of issue. */
export function createdFrom({ issuedFrom }: Pick<Span, 'issuedFrom'>): string {
  return new Date(Date.parse(issuedFrom) - draftForMs).toISOString();
}

/** Until when: nothing is issued before it is created. */
export function createdBefore(issuedBefore: string): string {
  return new Date(Date.parse(issuedBefore) + clocksApartMs).toISOString();
}

/** Was it issued in the span? Its ends are taken wide: what is found twice is posted once. */
export function isInSpan({ record }: SourceRecord, { issuedFrom, issuedBefore }: Span): boolean {
  if (!('issuedAt' in record)) return false;
  const atEpochMs = Date.parse(record.issuedAt);
  if (Number.isNaN(atEpochMs)) return true;
  if (atEpochMs < Date.parse(issuedFrom) - clocksApartMs) return false;
  return issuedBefore === undefined || atEpochMs < Date.parse(issuedBefore) + clocksApartMs;
}

export type Work =
  /** The ledger has to be told of this state. */
  | 'news'
  /** It was judged, or only taken down before a try: an issue tells which. */
  | 'judged'
  | 'none';

/** What is to be done for the state that a list shows. */
export function workOf(
  shown: { record: SourceRecord; fingerprint: string },
  link: Link | undefined,
): Work {
  if (link?.deletedAt !== undefined) return 'none';
  const { fingerprint } = shown;
  if (link?.version?.fingerprint === fingerprint && link.judgedVersion === undefined) return 'none';
  if (link?.judgedVersion?.fingerprint === fingerprint) return 'judged';
  return link === undefined && leavesNothing(shown.record) ? 'none' : 'news';
}

/** Something was sent for it, and nobody has noted its end yet. */
export function isBegun(link: Link): boolean {
  const isUnknown = Object.values(link.effects).some((effect) => isUncertain(effect));
  const isUnnoted = unauditedWrites(link).length > 0;
  return isUnknown || isUnnoted || (link.targetId !== undefined && link.version === undefined);
}
