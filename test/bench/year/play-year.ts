import type { Issue } from '../../../shared/contracts/issue-items.ts';
import type { MonthProof } from '../../../shared/contracts/month-proof.ts';
import type { Night } from '../../../shared/contracts/night-item.ts';
import { optimumMinutes } from '../backfill/optimum.ts';
import { againstProofs } from './against-proofs.ts';
import { type BothBooks, booksOf, compareBooks } from './compare-books.ts';
import { type NightFigures, nightFigures, quietFigures, tooDear } from './night-tally.ts';
import type { OpenPlanting, Planting } from './planting.ts';
import { isForPerson } from './stora-books.ts';
import { connectedAt, operatorId } from './year-plan.ts';
import { openYear, type YearOptions, type YearScene } from './year-scene.ts';

export interface YearPlay extends YearOptions {
  days: number;
  planting?: OpenPlanting;
  /** Told after each tenth of the way. */
  progress?: (line: string) => void;
}

export interface YearFigures {
  units: number;
  days: number;
  invoices: number;
  creditNotes: number;
  /** What the people at the source did, by kind. */
  business: Record<string, number>;
  lostWebhooks: number;
  killedWorkers: number;
  reconnected: number;
  faults: Partial<Record<string, number>>;
  backfill: { documents: number; minutes: number; optimumMinutes: number; ofOptimum: number };
  nights: NightFigures;
  /** All months once more, without any change since. */
  quietNight: ReturnType<typeof quietFigures>;
  /** By provider and lane. */
  calls: Record<string, number>;
  proofs: { months: number; figures: number };
  /** Documents that a lock moved; money that is dated otherwise than it came in. */
  moved: number;
  moneyOnOtherDay: number;
  issuesLeft: number;
  planted?: Record<string, unknown>;
  wallSeconds: number;
}

export interface PlayedYear {
  figures: YearFigures;
  books: BothBooks;
  /** What is wrong, as sentences; empty: both sides are equal to the penny, and the proofs say so. */
  wrong: string[];
}

/** A year of a company in virtual time, and its books compared from both sides' own tables in the end. */
export async function playYear(play: YearPlay): Promise<PlayedYear> {
  const startedMs = performance.now();
  const scene = await openYear(play);
  const nights: Night[] = [];
  scene.eachNight(({ night }) => {
    nights.push(night);
  });
  const planting = play.planting?.(scene);
  if (planting !== undefined) scene.eachNight((ended) => planting.afterNight(ended));
  try {
    for (let day = 0; day < play.days; day += 1) {
      await planting?.beforeDay(day);
      await scene.day(day);
      if ((day + 1) % Math.ceil(play.days / 10) === 0)
        play.progress?.(`day ${day + 1}: ${scene.operator.tables.invoices.size} invoices`);
    }
    await planting?.end();
    await scene.proveAll();
    // Nothing has changed since: what it costs then.
    const quiet = await scene.proveAll();
    return await judge(scene, { play, planting, nights, quiet, startedMs });
  } finally {
    scene.close();
  }
}

interface Played {
  play: YearPlay;
  planting: Planting | undefined;
  nights: Night[];
  /** All months, right after all of them were compared. */
  quiet: Night;
  startedMs: number;
}

async function judge(
  scene: YearScene,
  { play, planting, nights, quiet, startedMs }: Played,
): Promise<PlayedYear> {
  const { bare } = scene.world.stores;
  const issues = await bare.issues.list(operatorId);
  const { moved, ...books } = booksOf(scene);
  const isLeftOut = (id: string) => planting?.isAccepted(id) === true;
  const compared = compareBooks(booksOf(scene, isLeftOut));
  const months = await bare.monthProofs.list(operatorId, 'xero');
  const proofs = againstProofs(months, books, isLeftOut);
  const { tables } = scene.operator;
  scene.calls.take();
  return {
    books,
    wrong: [
      ...(planting?.wrong() ?? []),
      ...sentencesOf(compared),
      ...proofs.wrong,
      ...unproven(nights),
      ...tooDear(quiet, months),
      ...leftOver(months),
      ...unasked(issues, scene),
    ],
    figures: {
      units: play.units,
      days: play.days,
      invoices: tables.invoices.size,
      creditNotes: tables.creditNotes.size,
      business: scene.business.lives.counts,
      lostWebhooks: scene.lost.length,
      killedWorkers: scene.killed,
      reconnected: scene.reconnected,
      faults: scene.world.engine.dice.counts,
      backfill: backfillFigures(scene),
      nights: nightFigures(nights, bare.activities.all()),
      quietNight: quietFigures(quiet),
      calls: scene.calls.byLane,
      proofs: { months: proofs.months, figures: proofs.figures },
      moved,
      moneyOnOtherDay: compared.moneyOnOtherDay,
      issuesLeft: issues.length,
      ...(planting === undefined ? {} : { planted: planting.figures() }),
      wallSeconds: Math.round((performance.now() - startedMs) / 1_000),
    },
  };
}

function sentencesOf(compared: ReturnType<typeof compareBooks>): string[] {
  const { unequalMonths, unequalAccounts, documents, missing, doubled, unbalanced } = compared;
  const sums = [...unequalMonths, ...unequalAccounts].map(
    ({ month, site, account, storaMinor, xeroMinor }) =>
      `${month === '' ? 'all months' : month}, ${site}, ${account}: ${storaMinor} at Stora, ${xeroMinor} at Xero`,
  );
  return [
    ...sums,
    ...documents,
    ...missing.map((number) => `${number} is missing in the ledger`),
    ...doubled.map((number) => `${number} is in the ledger more than once`),
    ...unbalanced.map((text) => `${text} does not come to nought`),
  ];
}

function unproven(nights: readonly Night[]): string[] {
  return nights.flatMap(({ startedAt, status, unexplainedMinor }) => [
    ...(status === 'done' ? [] : [`the night of ${startedAt} ended as ${status}`]),
    ...(unexplainedMinor === 0
      ? []
      : [`the night of ${startedAt} left ${unexplainedMinor} unexplained`]),
  ]);
}

/** When everything has come to rest nothing is listed any more that nobody has accepted. */
function leftOver(proofs: readonly MonthProof[]): string[] {
  return proofs.flatMap(({ month, mismatches }) =>
    mismatches.map((one) => `${month}: ${one.number ?? one.sourceId} is listed as ${one.class}`),
  );
}

/** Exactly those wait for a person that have to. */
function unasked(issues: readonly Issue[], { operator }: YearScene): string[] {
  const due = [...operator.tables.invoices.values()].filter(isForPerson);
  const asked = new Set(issues.map(({ sourceId }) => sourceId));
  const owed = new Set(due.map(({ id }) => id));
  return [
    ...due
      .filter(({ id }) => !asked.has(id))
      .map(({ number }) => `nobody is asked about ${number}`),
    ...issues
      .filter(({ sourceId }) => !owed.has(sourceId))
      .map(({ cause, label, sourceId }) => `${label ?? sourceId} waits for a person: ${cause}`),
  ];
}

/** All that stood at the source when somebody connected. */
function backfillFigures({ operator, backfill, backfillLiveCalls }: YearScene) {
  const before = <T extends { created_at: string }>(records: Iterable<T>) =>
    [...records].filter(({ created_at: at }) => at < connectedAt);
  const invoices = before(operator.tables.invoices.values());
  const creditNotes = before(operator.tables.creditNotes.values());
  const load = {
    invoices: invoices.length,
    creditNotes: creditNotes.length,
    customers: new Set(invoices.map(({ contact }) => contact.id)).size,
    hasHistoryNotes: false,
  };
  const minutes = backfill?.minutes ?? 0;
  const optimum = optimumMinutes(load, backfillLiveCalls);
  return {
    documents: load.invoices + load.creditNotes,
    minutes: Number(minutes.toFixed(1)),
    optimumMinutes: Number(optimum.toFixed(1)),
    ofOptimum: Number((minutes / optimum).toFixed(2)),
  };
}
