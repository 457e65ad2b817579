import type { Target } from '../../contracts/ids.ts';
import type { MonthProof, ProofRow } from '../../contracts/month-proof.ts';
import type { Night } from '../../contracts/night-item.ts';
import type { LedgerSettings } from '../../contracts/settings.ts';
import { type JudgedMonth, judgedMonth } from '../../domain/month-report/judged-month.ts';
import { type Here, monthOf } from '../../domain/portal/local-time.ts';
import { monthsFrom } from '../../domain/reconcile/months-of-night.ts';
import { type Opening, openingBalance } from '../../domain/reconcile/opening-balance.ts';
import type { AcceptedMismatches } from '../../ports/accepted-mismatches.ts';
import type { Clock } from '../../ports/clock.ts';
import type { MonthProofs } from '../../ports/month-proofs.ts';
import type { Nights } from '../../ports/nights.ts';
import type { ProofPages } from '../../ports/proof-pages.ts';
import type { SettingsStore } from '../../ports/settings-store.ts';

export interface LoadReportsDeps {
  nights: Nights;
  monthProofs: MonthProofs;
  proofPages: ProofPages;
  acceptedMismatches: AcceptedMismatches;
  settings: SettingsStore;
  clock: Clock;
}

export interface Books {
  operatorId: string;
  target: Target;
}

/** A month's nights, and those that were asked for by day. */
const nightsAtMost = 40;
const monthsAtMost = 12;

/** Where the books are, and when it is there. */
export async function hereIn(deps: LoadReportsDeps, books: Books): Promise<Here> {
  const settings = await settingsOf(deps, books);
  return { timeZone: settings?.timeZone, nowEpochMs: deps.clock.nowEpochMs() };
}

/** The one that is under way first, then those of before, the latest first. */
export async function loadNights(
  { nights }: Pick<LoadReportsDeps, 'nights'>,
  { operatorId, target }: Books,
): Promise<Night[]> {
  const [current, kept] = await Promise.all([
    nights.get(operatorId, target),
    nights.latest(operatorId, target, nightsAtMost),
  ]);
  if (current === undefined || kept.some(({ runId }) => runId === current.runId)) return kept;
  return [current, ...kept];
}

export async function isBeingCompared(
  { nights }: Pick<LoadReportsDeps, 'nights'>,
  { operatorId, target }: Books,
): Promise<boolean> {
  return (await nights.get(operatorId, target))?.status === 'running';
}

/** A year of months that were compared, the latest first; `before`: only earlier ones than this. */
export async function loadMonths(
  deps: LoadReportsDeps,
  { operatorId, target }: Books,
  before: string | undefined,
): Promise<{ months: JudgedMonth[]; hasMore: boolean }> {
  const settings = await settingsOf(deps, { operatorId, target });
  if (settings === undefined) return { months: [], hasMore: false };
  const now = monthOf(deps.clock.nowEpochMs(), settings.timeZone);
  const all = monthsFrom(settings.startDate, now).filter((month) => month < (before ?? '9999'));
  const asked = all.slice(-monthsAtMost).reverse();
  const [accepted, ...found] = await Promise.all([
    deps.acceptedMismatches.list(operatorId, target),
    ...asked.map((month) => deps.monthProofs.get(operatorId, target, month)),
  ]);
  const months = found.flatMap((proof) =>
    proof === undefined ? [] : [judgedMonth(proof, accepted)],
  );
  return { months, hasMore: all.length > asked.length };
}

/** A month as it was compared last, and what persons want otherwise in it. */
export async function loadMonth(
  deps: Pick<LoadReportsDeps, 'monthProofs' | 'acceptedMismatches'>,
  { operatorId, target, month }: Books & { month: string },
): Promise<JudgedMonth | undefined> {
  const [proof, accepted] = await Promise.all([
    deps.monthProofs.get(operatorId, target, month),
    deps.acceptedMismatches.list(operatorId, target),
  ]);
  return proof && judgedMonth(proof, accepted);
}

/** What earlier months left open, and when the one of them that was compared longest ago was compared. */
export async function loadOpenings(
  deps: LoadReportsDeps,
  { operatorId, target, month }: Books & { month: string },
): Promise<{ openings: Opening[] | undefined; openingSeenAt: string | undefined }> {
  const [settings, all] = await Promise.all([
    settingsOf(deps, { operatorId, target }),
    deps.monthProofs.list(operatorId, target),
  ]);
  const earlier = all.filter((proof) => proof.month < month);
  const [openingSeenAt] = earlier.map(({ provedAt }) => provedAt).toSorted();
  const openings = settings && openingBalance(month, settings.startDate, earlier);
  return { openings, openingSeenAt };
}

/** The documents by which a month was compared last, on both sides. */
export async function loadRows(
  { proofPages }: Pick<LoadReportsDeps, 'proofPages'>,
  { operatorId, target, month, runId }: MonthProof,
): Promise<{ source: ProofRow[]; ledger: ProofRow[] }> {
  const pages = await proofPages.ofRun({ operatorId, target, month, runId });
  const rowsOf = (side: 'source' | 'ledger') =>
    pages.filter((page) => page.side === side).flatMap(({ rows }) => rows);
  return { source: rowsOf('source'), ledger: rowsOf('ledger') };
}

function settingsOf(
  { settings }: Pick<LoadReportsDeps, 'settings'>,
  { operatorId, target }: Books,
): Promise<LedgerSettings | undefined> {
  return settings.get(operatorId, target);
}
