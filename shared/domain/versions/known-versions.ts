import type { Link } from '../../contracts/link-item.ts';
import type { Version } from '../../contracts/version.ts';
import { compareVersions } from './compare-versions.ts';
import { isSeenLater, versionToKeep } from './version-to-keep.ts';

/** What a link knows of its record's states: the one applied, and a newer one that only was judged. */
export type KnownVersions = Pick<Link, 'version' | 'judgedVersion'>;

/**
 * The newest state that was applied, parked or left alone. Whatever is older is out of date, also where
 * nothing was posted: a void invoice must not come back with a late event of when it was open.
 */
export function standingVersion({ version, judgedVersion }: KnownVersions): Version | undefined {
  if (judgedVersion === undefined) return version;
  return compareVersions(version, judgedVersion) === 'newer' ? judgedVersion : version;
}

/**
 * What is known after a state was applied; undefined when nothing tells whether another one, which
 * came in meanwhile, is newer. `seen` is what stood when the work began.
 */
export function afterApplied(
  known: KnownVersions,
  work: { seen: Version | undefined; applied: Version },
): KnownVersions | undefined {
  const kept = versionToKeep(standingVersion(known), work);
  if (kept === undefined) return undefined;
  if (kept.fingerprint === work.applied.fingerprint) return { version: kept };
  if (compareVersions(known.version, work.applied) !== 'newer') return known;
  // A newer one was judged meanwhile, which still stands; but this one is in the ledger.
  return { ...known, version: work.applied };
}

/** What is known after a state was parked or left alone. */
export function afterJudged(
  known: KnownVersions,
  work: { seen: Version | undefined; judged: Version },
): KnownVersions {
  const { seen, judged } = work;
  const standing = standingVersion(known);
  if (standing?.fingerprint === judged.fingerprint) {
    const isNews = standing !== known.version && isSeenLater(judged, standing);
    return isNews ? { ...known, judgedVersion: judged } : known;
  }
  const kept = versionToKeep(standing, { seen, applied: judged });
  return kept === judged ? { ...known, judgedVersion: judged } : known;
}

/** Whether this state or a newer one was applied since it was seen, so that nothing waits for a person. */
export function isAppliedSince(seen: KnownVersions, now: KnownVersions, state: Version): boolean {
  if (now.version === undefined || now.judgedVersion !== undefined) return false;
  if (now.version.fingerprint === seen.version?.fingerprint) return false;
  const comparison = compareVersions(now.version, state);
  return comparison === 'same' || comparison === 'older';
}

/** The link with what is known now, and without what is out of date. */
export function withKnown(link: Link, known: KnownVersions): Link {
  const { version: _version, judgedVersion: _judged, ...rest } = link;
  return { ...rest, ...known };
}
