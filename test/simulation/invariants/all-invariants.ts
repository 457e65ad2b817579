import type { FinishedRun, Invariant, Violation } from '../history.ts';
import { converge } from './i01-converge.ts';
import { oneEffect } from './i02-one-effect.ts';
import { nothingOlder } from './i03-nothing-older.ts';
import { caps } from './i04-caps.ts';
import { ownDataOnly } from './i05-own-data-only.ts';
import { ackedIsJournaled } from './i06-acked-is-journaled.ts';
import { nothingLost } from './i07-nothing-lost.ts';
import { oneRefresh } from './i08-one-refresh.ts';
import { silentAfterDisconnect } from './i09-silent-after-disconnect.ts';
import { noSecret } from './i10-no-secret.ts';
import { bounded } from './i11-bounded.ts';
import { audited } from './i12-audited.ts';
import { liveFirst } from './i13-live-first.ts';
import { comesToRest } from './i14-comes-to-rest.ts';
import { parkedForItsOwn } from './i15-parked-for-its-own.ts';
import { counted } from './i16-counted.ts';
import { backfilled } from './i17-backfilled.ts';
import { settingsVersions } from './i18-settings-versions.ts';
import { acceptedRests } from './i19-accepted-rests.ts';
import { editsStand } from './i20-edits-stand.ts';
import { nightsProve } from './i21-nights-prove.ts';
import { nightsEnd } from './i22-nights-end.ts';

/** What must hold after every run, whatever went wrong in it; SPEC.md says each in words. */
export const invariants: readonly Invariant[] = [
  converge,
  oneEffect,
  nothingOlder,
  caps,
  ownDataOnly,
  ackedIsJournaled,
  nothingLost,
  oneRefresh,
  silentAfterDisconnect,
  noSecret,
  bounded,
  audited,
  liveFirst,
  comesToRest,
  parkedForItsOwn,
  counted,
  backfilled,
  settingsVersions,
  acceptedRests,
  editsStand,
  nightsProve,
  nightsEnd,
];

/** Checks all of them; a check that throws is a violation of its own, not the end of the others. */
export function checkInvariants(run: FinishedRun): Violation[] {
  return invariants.flatMap(({ id, check }) => {
    try {
      return check(run).map((text) => ({ invariant: id, text }));
    } catch (error) {
      // Recovery: reported, so that the seed is looked at like any other that fails.
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      return [{ invariant: id, text: `the check itself failed: ${text.slice(0, 500)}` }];
    }
  });
}
