import type { Target } from '../../contracts/ids.ts';
import type { MismatchClass } from '../../contracts/mismatch.ts';
import type { SessionClaims } from '../../contracts/portal-tokens.ts';
import type { MismatchesView } from '../../domain/portal/mismatches-view.ts';
import type { MonthPageView } from '../../domain/portal/month-page-view.ts';
import type { MonthsView } from '../../domain/portal/months-view.ts';
import type { NightView } from '../../domain/portal/night-view.ts';
import type { NightsView } from '../../domain/portal/nights-view.ts';
import type { ReconcileAnswer } from '../../domain/portal/reconcile-notices.ts';
import type { StatementView } from '../../domain/portal/statement-view.ts';

/** Which month of which books. */
export interface AskedMonth {
  target: Target;
  month: string;
}

/** One mismatch as it was seen. */
export interface SeenMismatch {
  key: string;
  standing: string;
}

/** What the pages of nights and months need; what is loaded is undefined where it is not there. */
export interface ReconcileSteps {
  loadNights(session: SessionClaims, target: Target): Promise<NightsView | undefined>;
  loadNight(session: SessionClaims, target: Target, day: string): Promise<NightView | undefined>;
  loadMonths(
    session: SessionClaims,
    asked: { target: Target; before: string | undefined },
  ): Promise<MonthsView | undefined>;
  loadMonth(session: SessionClaims, asked: AskedMonth): Promise<MonthPageView | undefined>;
  loadMismatches(
    session: SessionClaims,
    asked: AskedMonth & { class: MismatchClass; page: number },
  ): Promise<MismatchesView | undefined>;
  loadStatement(session: SessionClaims, asked: AskedMonth): Promise<StatementView | undefined>;
  /** Part of a file that is too large for one answer; from 1. */
  loadMonthFile(
    session: SessionClaims,
    asked: AskedMonth & { part: number },
  ): Promise<{ lines: string[]; parts: number } | undefined>;
  /** Compares now: one month, or those that are due. */
  proveNow(
    session: SessionClaims,
    asked: { target: Target; month: string | undefined },
  ): Promise<ReconcileAnswer>;
  /** One, or all of a class that can be repaired at a press. */
  repair(
    session: SessionClaims,
    asked: AskedMonth & { class: MismatchClass; seen: SeenMismatch | undefined },
  ): Promise<{ answer: ReconcileAnswer; count: number }>;
  accept(
    session: SessionClaims,
    asked: AskedMonth & { seen: SeenMismatch; reason: string },
  ): Promise<ReconcileAnswer>;
  /** Lets one count again that was accepted. */
  reopen(session: SessionClaims, asked: AskedMonth, key: string): Promise<ReconcileAnswer>;
}
