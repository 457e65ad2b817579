import type { BackfillRun } from '../../contracts/backfill-run.ts';
import type { Target } from '../../contracts/ids.ts';
import type { LedgerSettings } from '../../contracts/settings.ts';
import type { DirectAnswer, StartAnswer } from '../../domain/backfill/answers.ts';
import { cancelled, isOver, newRun, paused, resumed } from '../../domain/backfill/run.ts';
import { startOfDays } from '../../domain/backfill/start-of-days.ts';
import { isPosting } from '../../domain/settings/is-posting.ts';
import { isInUse } from '../../domain/tokens/is-live-epoch.ts';
import type { Activities } from '../../ports/activities.ts';
import type { BackfillRuns } from '../../ports/backfill-runs.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Connections } from '../../ports/connections.ts';
import type { Crypto } from '../../ports/crypto.ts';
import type { PageQueue } from '../../ports/queues.ts';
import type { SettingsStore } from '../../ports/settings-store.ts';
import { sourceName } from '../../source/source-name.ts';
import { changeRun } from './change-run.ts';
import { sendPage } from './send-page.ts';

export interface DirectDeps {
  backfills: BackfillRuns;
  connections: Connections;
  settings: SettingsStore;
  activities: Activities;
  pages: PageQueue;
  clock: Clock;
  crypto: Crypto;
}

/** Whose run, and who directs it. */
export interface Direction {
  operatorId: string;
  target: Target;
  actor: string;
}

/** Documents issued from the one instant on and before the other. */
export interface Span {
  issuedFrom: string;
  issuedBefore?: string;
}

/**
 * Begins a run over the span, or over all from the start date. The message is sent after the run is
 * stored: should that fail, the sweep sends it.
 */
export async function startBackfill(
  deps: DirectDeps,
  direction: Direction,
  span?: Span,
): Promise<StartAnswer> {
  const { operatorId, target, actor } = direction;
  const settings = await deps.settings.get(operatorId, target);
  const accounts = await accountsOf(deps, direction);
  if (accounts === undefined || settings === undefined) return 'not_connected';
  if (!isPosting(settings)) return 'switched_off';
  const former = await deps.backfills.get(operatorId, target);
  if (former !== undefined && !isOver(former)) return 'under_way';
  const facts = {
    ...{ operatorId, target, startedBy: actor, accounts, ...(span ?? spanOf(settings)) },
    ...{ runId: deps.crypto.uuid(), revision: former?.revision ?? 0 },
    hasNotes: settings.historyNotes,
  };
  const run = newRun(facts, deps.clock.nowEpochMs());
  const saved = await deps.backfills.save(run);
  if (saved === 'conflict') return 'under_way';
  const { issuedFrom: from, issuedBefore: before } = run;
  await note(deps, saved, { actor, what: 'started', detail: { from, ...(before && { before }) } });
  await sendPage(deps.pages, saved);
  return 'started';
}

function spanOf({ startDate }: LedgerSettings): Span {
  return { issuedFrom: startOfDays(startDate) };
}

/** Undefined where one side is not there at all; one that has to be connected again is waited for. */
async function accountsOf(
  { connections }: DirectDeps,
  { operatorId, target }: Direction,
): Promise<BackfillRun['accounts'] | undefined> {
  const rows = (await connections.list(operatorId)).filter(isInUse);
  const source = rows.find(({ provider }) => provider === sourceName);
  const books = rows.find(({ provider }) => provider === target);
  if (source === undefined || books === undefined) return undefined;
  return { source: source.account.id, target: books.account.id };
}

/** No page is begun any more; the one under way is finished. */
export function pauseBackfill(deps: DirectDeps, direction: Direction): Promise<DirectAnswer> {
  return direct(deps, direction, {
    what: 'paused',
    change: (run, now) => (run.status === 'running' ? paused(run, now) : undefined),
  });
}

export async function resumeBackfill(
  deps: DirectDeps,
  direction: Direction,
): Promise<DirectAnswer> {
  return direct(deps, direction, {
    what: 'resumed',
    change: (run, now) => (run.status === 'paused' ? resumed(run, now) : undefined),
  });
}

/** What is in the ledger stays there. */
export function cancelBackfill(deps: DirectDeps, direction: Direction): Promise<DirectAnswer> {
  return direct(deps, direction, {
    what: 'cancelled',
    change: (run, now) => (isOver(run) ? undefined : cancelled(run, now)),
  });
}

async function direct(
  deps: DirectDeps,
  { operatorId, target, actor }: Direction,
  given: {
    what: 'paused' | 'resumed' | 'cancelled';
    change: (run: BackfillRun, nowEpochMs: number) => BackfillRun | undefined;
  },
): Promise<DirectAnswer> {
  const run = await deps.backfills.get(operatorId, target);
  if (run === undefined) return 'none';
  const nowEpochMs = deps.clock.nowEpochMs();
  const { what, change } = given;
  const changed = await changeRun(deps.backfills, run, (current) => change(current, nowEpochMs));
  if (changed === undefined) return 'not_now';
  await note(deps, changed, { actor, what, detail: {} });
  // Under an id of its own: the message of this page may have been worked, or let go, before. Of a run
  // that was called off it asks for the end of what was begun.
  if (what !== 'paused') await sendPage(deps.pages, changed, deps.crypto.uuid());
  return what;
}

async function note(
  deps: DirectDeps,
  { operatorId, target }: BackfillRun,
  { actor, what, detail }: { actor: string; what: string; detail: Record<string, string> },
): Promise<void> {
  await deps.activities.append({
    operatorId,
    activityId: deps.crypto.uuid(),
    at: new Date(deps.clock.nowEpochMs()).toISOString(),
    type: `backfill.${what}`,
    actor,
    detail: { target, ...detail },
  });
}
