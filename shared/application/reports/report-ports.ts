import type { AcceptedMismatches } from '../../ports/accepted-mismatches.ts';
import type { Activities } from '../../ports/activities.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Crypto } from '../../ports/crypto.ts';
import type { MonthProofs } from '../../ports/month-proofs.ts';

/** What it takes to act on what a month's comparison found. */
export interface ReportDeps {
  monthProofs: MonthProofs;
  acceptedMismatches: AcceptedMismatches;
  activities: Activities;
  clock: Clock;
  crypto: Crypto;
}
