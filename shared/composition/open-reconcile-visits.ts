import type { AskedMonth, ReconcileSteps } from '../adapters/portal/reconcile-steps.ts';
import type { StartNightDeps } from '../application/reconcile/night-ports.ts';
import { startNight } from '../application/reconcile/start-night.ts';
import { acceptMismatch, reopenMismatch } from '../application/reports/accept-mismatch.ts';
import {
  type Books,
  hereIn,
  isBeingCompared,
  type LoadReportsDeps,
  loadMonth,
  loadMonths,
  loadNights,
  loadOpenings,
  loadRows,
} from '../application/reports/load-reports.ts';
import { type RepairDeps, repairMismatches } from '../application/reports/repair-mismatches.ts';
import { filePart } from '../domain/month-report/file-parts.ts';
import { monthCsv } from '../domain/month-report/month-csv.ts';
import { type DocumentPages, monthFile } from '../domain/month-report/month-file.ts';
import { mismatchesView } from '../domain/portal/mismatches-view.ts';
import { monthPageView } from '../domain/portal/month-page-view.ts';
import { monthsView } from '../domain/portal/months-view.ts';
import { nightView } from '../domain/portal/night-view.ts';
import { nightsView } from '../domain/portal/nights-view.ts';
import { statementView } from '../domain/portal/statement-view.ts';
import type { LedgerFor } from '../ports/ledger/ledger.ts';
import type { Operators } from '../ports/operators.ts';

export interface ReconcileParts extends RepairDeps, LoadReportsDeps, StartNightDeps {
  operators: Operators;
  ledgers: Readonly<Record<Books['target'], LedgerFor | undefined>>;
  /** Pages of the source's own application, with `{id}` in them. */
  recordPages?: { invoice?: string | undefined; credit_note?: string | undefined } | undefined;
}

/** What the pages of nights and months need, for one stage. */
export function openReconcileVisits(parts: ReconcileParts): ReconcileSteps {
  return { ...nightPages(parts), ...monthPages(parts), ...presses(parts) };
}

type NightPages = Pick<ReconcileSteps, 'loadNights' | 'loadNight'>;

function nightPages(parts: ReconcileParts): NightPages {
  return {
    async loadNights({ operatorId }, target) {
      const books = { operatorId, target };
      const operatorName = await nameOf(parts, operatorId);
      if (operatorName === undefined) return undefined;
      const [nights, here] = await Promise.all([loadNights(parts, books), hereIn(parts, books)]);
      return nightsView({ operatorName, target, nights }, here);
    },
    async loadNight({ operatorId }, target, day) {
      const books = { operatorId, target };
      const operatorName = await nameOf(parts, operatorId);
      if (operatorName === undefined) return undefined;
      const [all, here] = await Promise.all([loadNights(parts, books), hereIn(parts, books)]);
      const nights = all.filter((night) => night.day === day);
      return nightView({ operatorName, target, day, nights }, here);
    },
  };
}

type MonthPages = Pick<
  ReconcileSteps,
  'loadMonths' | 'loadMonth' | 'loadMismatches' | 'loadStatement' | 'loadMonthFile'
>;

function monthPages(parts: ReconcileParts): MonthPages {
  return {
    async loadMonths({ operatorId }, { target, before }) {
      const books = { operatorId, target };
      const operatorName = await nameOf(parts, operatorId);
      if (operatorName === undefined) return undefined;
      const [found, isUnderWay, here] = await Promise.all([
        loadMonths(parts, books, before),
        isBeingCompared(parts, books),
        hereIn(parts, books),
      ]);
      return monthsView({ operatorName, target, ...found, isUnderWay }, here);
    },
    async loadMonth({ operatorId }, { target, month }) {
      const books = { operatorId, target };
      const operatorName = await nameOf(parts, operatorId);
      if (operatorName === undefined) return undefined;
      const [judged, isUnderWay, here] = await Promise.all([
        loadMonth(parts, { ...books, month }),
        isBeingCompared(parts, books),
        hereIn(parts, books),
      ]);
      return monthPageView({ operatorName, target, month, judged, isUnderWay }, here);
    },
    async loadMismatches({ operatorId }, { target, month, ...asked }) {
      const judged = await loadMonth(parts, { operatorId, target, month });
      return judged && mismatchesView(judged.proof, asked);
    },
    loadStatement: ({ operatorId }, asked) => loadStatement(parts, operatorId, asked),
    async loadMonthFile({ operatorId }, { target, month, part }) {
      const judged = await loadMonth(parts, { operatorId, target, month });
      if (judged === undefined) return undefined;
      const rows = await loadRows(parts, judged.proof);
      const file = monthFile(judged, rows, pagesOf(parts, { operatorId, target }));
      return filePart(monthCsv(file), part);
    },
  };
}

async function loadStatement(parts: ReconcileParts, operatorId: string, asked: AskedMonth) {
  const { target, month } = asked;
  const books = { operatorId, target };
  const operatorName = await nameOf(parts, operatorId);
  if (operatorName === undefined) return undefined;
  const [judged, opening, connection, here] = await Promise.all([
    loadMonth(parts, { ...books, month }),
    loadOpenings(parts, { ...books, month }),
    parts.connections.get({ operatorId, provider: target }),
    hereIn(parts, books),
  ]);
  if (judged === undefined) return undefined;
  // Of another company by now: the month is that of the one before, whose name we do not know any more.
  const isSame = connection?.account.id === judged.proof.accountId;
  const companyName = isSame ? connection?.account.name : undefined;
  return statementView({ operatorName, companyName, judged, ...opening }, here);
}

type Presses = Pick<ReconcileSteps, 'proveNow' | 'repair' | 'accept' | 'reopen'>;

function presses(parts: ReconcileParts): Presses {
  return {
    proveNow: (session, { target, month }) =>
      startNight(parts, {
        ...{ operatorId: session.operatorId, target, actor: 'operator', reason: 'asked' },
        ...(month === undefined ? {} : { months: [month] }),
      }),
    repair: (session, { target, month, ...wish }) =>
      repairMismatches(
        parts,
        { operatorId: session.operatorId, target, month },
        { ...wish, actor: 'operator' },
      ),
    accept: (session, { target, month, seen, reason }) =>
      acceptMismatch(
        parts,
        { operatorId: session.operatorId, target, month },
        { ...seen, reason, actor: 'operator', by: session.visitorName ?? 'operator' },
      ),
    reopen: (session, { target }, key) =>
      reopenMismatch(parts, { operatorId: session.operatorId, target }, { key, actor: 'operator' }),
  };
}

async function nameOf({ operators }: ReconcileParts, operatorId: string) {
  const operator = await operators.get(operatorId);
  return operator?.removal === undefined ? operator?.name : undefined;
}

/** Where a person sees a document on either side. */
function pagesOf(
  { ledgers, recordPages = {} }: ReconcileParts,
  { operatorId, target }: Books,
): DocumentPages {
  const ledger = ledgers[target]?.(operatorId);
  return {
    source: (kind, sourceId) =>
      recordPages[kind]?.replace('{id}', () => encodeURIComponent(sourceId)),
    ledger: (kind, targetId) => ledger?.documentUrl(kind, targetId),
  };
}
