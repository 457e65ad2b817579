import type { Version } from '../../contracts/version.ts';
import { compareVersions } from './compare-versions.ts';

/**
 * Which version a link says after a record was applied. `seen` is what it said when the work began:
 * unless somebody else has put another one there since, the work decides. Else the newer one stays;
 * undefined when nothing tells which that is, and the source has to be asked.
 */
export function versionToKeep(
  stored: Version | undefined,
  done: { seen: Version | undefined; applied: Version },
): Version | undefined {
  const { seen, applied } = done;
  if (stored === undefined || isSame(stored, seen)) return applied;
  const comparison = compareVersions(stored, applied);
  if (comparison === 'tie') return undefined;
  if (comparison === 'same') return isSeenLater(applied, stored) ? applied : stored;
  return comparison === 'newer' ? applied : stored;
}

/**
 * Whether the same state was seen at a later time. It has to be remembered: a record that was changed
 * and changed back must not take the state in between, which may arrive last, for news.
 */
export function isSeenLater(version: Version, than: Version): boolean {
  const isSameState = version.fingerprint === than.fingerprint;
  return isSameState && Date.parse(version.at) > Date.parse(than.at);
}

/** Whether somebody else has applied a state meanwhile that this work must not build on or undo. */
export function isOvertaken(
  stored: Version | undefined,
  work: { seen: Version | undefined; applied: Version },
): boolean {
  return versionToKeep(stored, work)?.fingerprint !== work.applied.fingerprint;
}

function isSame(left: Version, right: Version | undefined): boolean {
  return (
    left.fingerprint === right?.fingerprint && left.at === right.at && left.rank === right.rank
  );
}
