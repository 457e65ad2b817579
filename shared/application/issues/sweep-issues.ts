import type { Connection } from '../../contracts/connection-item.ts';
import type { Target } from '../../contracts/ids.ts';
import type { Issue, IssueWatch } from '../../contracts/issue-items.ts';
import { isPutOff } from '../../domain/errors/errors.ts';
import { openOf } from '../../domain/issues/acceptance.ts';
import {
  askersAmong,
  dependantsOf,
  neededBy,
  releasedAmong,
  type Standing,
  type Woken,
} from '../../domain/issues/choose-woken.ts';
import { summaryOf } from '../../domain/issues/group-figures.ts';
import { nextLookEpochMs } from '../../domain/issues/next-look.ts';
import { orderIssues } from '../../domain/issues/order-issues.ts';
import { isShared } from '../../domain/issues/waits-for.ts';
import { factsOf, needsCatalogue, type World } from '../../domain/ledger/facts-of-causes.ts';
import type { LedgerFor } from '../../ports/ledger/ledger.ts';
import type { Links } from '../../ports/links.ts';
import type { ChangeQueue } from '../../ports/queues.ts';
import type { SettingsStore } from '../../ports/settings-store.ts';
import { inItsTurn } from '../sweep/in-its-turn.ts';
import { operatorPlaces, sideBySide } from '../sweep/side-by-side.ts';
import { issuesReadAtMost } from './of-cause.ts';
import { connectedSource, type SendAgainDeps, sendAgain } from './send-again.ts';
import { standingOf } from './standing-of.ts';

export interface SweepIssuesDeps extends SendAgainDeps {
  links: Links;
  settings: SettingsStore;
  /** Undefined: that target is no ledger. */
  ledgers: Record<Target, LedgerFor | undefined>;
  queues: Record<Target, ChangeQueue>;
}

export interface IssueSweepCounts {
  woken: number;
  /** Operators whose issues still wait. */
  waiting: number;
  failed: number;
  /** Left for the next sweep because the time was up. */
  left: number;
}

const operatorsAtMost = 1_000;
/** Customers and invoices that are looked up per operator and sweep. */
const lookUpsAtMost = 500;
/** Documents of a month that was opened again; what is beyond follows with the next sweep. */
const releasedAtMost = 1_000;
/** Where nothing wakes by itself, but more issues stand than a page reads. */
const countAgainMs = 60 * 60_000;
/** While a connection is missing; connecting looks at once. */
const disconnectedMs = 60 * 60_000;

/**
 * Looks for every operator with issues whether what they wait for has changed, and sends again one
 * record of each cause that may be gone; those that waited for the same follow when it went through.
 * Running twice at once is harmless: the same issue is sent once.
 */
export async function sweepIssues(
  deps: SweepIssuesDeps,
  untilEpochMs: number,
): Promise<IssueSweepCounts> {
  const counts = { woken: 0, waiting: 0, failed: 0, left: 0 };
  const watches = await deps.issues.watched(deps.clock.nowEpochMs() + 1, operatorsAtMost);
  const turns = { clock: deps.clock, ...operatorPlaces, untilEpochMs };
  const left = await sideBySide(watches, turns, (watch) =>
    attend(deps, { watch, untilEpochMs }, counts),
  );
  counts.left += left.length;
  if (counts.failed > 0) deps.metrics.count('SweepFailed', counts.failed);
  deps.log.info('issues.swept', { ...counts });
  return counts;
}

async function attend(
  deps: SweepIssuesDeps,
  { watch, untilEpochMs }: { watch: IssueWatch; untilEpochMs: number },
  counts: IssueSweepCounts,
): Promise<void> {
  try {
    counts.woken += await inItsTurn(() => look(deps, watch), { clock: deps.clock, untilEpochMs });
    counts.waiting += 1;
  } catch (error) {
    // Recovery: it stays due, and the next sweep looks again.
    const { operatorId } = watch;
    const isExpected = isPutOff(error);
    if (isExpected) deps.log.info('issues.put_off', { operatorId, reason: error.message });
    else deps.log.error('sweep.failed', { operatorId }, error);
    counts[isExpected ? 'left' : 'failed'] += 1;
  }
}

async function look(deps: SweepIssuesDeps, watch: IssueWatch): Promise<number> {
  const { operatorId } = watch;
  const listed = await deps.issues.list(operatorId);
  const issues = openOf(listed).filter((issue) => isShared(issue) || neededBy(issue).length > 0);
  const nowEpochMs = deps.clock.nowEpochMs();
  const isLong = listed.length > issuesReadAtMost;
  // All were read for the look anyway, which a page cannot do.
  if (isLong) await deps.issues.putSummary(summaryOf(operatorId, listed, nowEpochMs));
  if (issues.length === 0) {
    await deps.issues.watchNext(watch, isLong ? nowEpochMs + countAgainMs : undefined);
    return 0;
  }
  const connections = await deps.connections.list(operatorId);
  let woken = 0;
  let nextEpochMs = nowEpochMs + disconnectedMs;
  for (const [target, ofTarget] of Map.groupBy(issues, (issue) => issue.target)) {
    if (connectedSource(connections, target) === undefined) continue;
    const looked = await lookAt(deps, { operatorId, target, connections, issues: ofTarget });
    woken += looked.woken;
    const next = looked.isMore ? nowEpochMs : nextLookEpochMs(ofTarget, nowEpochMs);
    nextEpochMs = Math.min(nextEpochMs, next);
  }
  await deps.issues.watchNext(watch, nextEpochMs);
  return woken;
}

interface Looked {
  operatorId: string;
  target: Target;
  connections: readonly Connection[];
  issues: readonly Issue[];
}

/** `isMore`: others are free to go and come with the next sweep. */
async function lookAt(
  deps: SweepIssuesDeps,
  looked: Looked,
): Promise<{ woken: number; isMore: boolean }> {
  const { operatorId, target, issues } = looked;
  const nowEpochMs = deps.clock.nowEpochMs();
  const world = await worldOf(deps, looked);
  const facts = (issue: Issue) => deps.crypto.sha256Hex(factsOf(issue, world));
  const dependants = dependantsOf(await standingRecords(deps, issues), issues, nowEpochMs);
  const locks = world.catalogue;
  const released = releasedAmong(issues, { locks, factsOf: facts }, nowEpochMs);
  const known = new Set([...dependants, ...released].map(({ issue }) => issue));
  const askers = askersAmong(issues, facts, nowEpochMs).filter(({ issue }) => !known.has(issue));
  const queue = deps.queues[target];
  const wave = { operatorId, target, queue };
  const stand = { ...wave, woken: inOrder(dependants), because: 'record_stands' as const };
  const free = { ...wave, woken: released, because: 'cause_gone' as const, atMost: releasedAtMost };
  const ask = { ...wave, woken: inOrder(askers), because: 'asking' as const };
  const sent = (await sendAgain(deps, stand)) + (await sendAgain(deps, free));
  const woken = sent + (await sendAgain(deps, ask));
  return { woken, isMore: released.length > releasedAtMost };
}

function inOrder(woken: readonly Woken[]): Woken[] {
  const byIssue = new Map(woken.map((one) => [one.issue, one]));
  return orderIssues([...byIssue.keys()]).flatMap((issue) => byIssue.get(issue) ?? []);
}

/** The ledger's lists only where an issue hangs on them, and then anew: five calls. */
async function worldOf(deps: SweepIssuesDeps, looked: Looked): Promise<World> {
  const { operatorId, target, connections, issues } = looked;
  const settings = await deps.settings.get(operatorId, target);
  if (!issues.some(needsCatalogue)) return { connections, settings, catalogue: undefined };
  const accountId = connections.find(({ provider }) => provider === target)?.account.id;
  const ledger = deps.ledgers[target]?.(operatorId, accountId);
  if (ledger === undefined) return { connections, settings, catalogue: undefined };
  ledger.catalogue.forget(deps.clock.nowEpochMs());
  return { connections, settings, catalogue: await ledger.catalogue.read() };
}

/** The records that issues need and that stand by now: whoever should have said so may have died. */
async function standingRecords(
  deps: SweepIssuesDeps,
  issues: readonly Issue[],
): Promise<Standing[]> {
  const keys = new Map(
    issues.flatMap(({ operatorId, target, ...issue }) => {
      const needed = neededBy({ operatorId, target, ...issue });
      return needed.map((name) => {
        const kind = name.startsWith('contact ') ? ('contact' as const) : ('invoice' as const);
        const sourceId = name.slice(kind.length + 1);
        return [name, { operatorId, target, kind, sourceId }] as const;
      });
    }),
  );
  const standing: Standing[] = [];
  for (const key of inTurn([...keys.values()], deps)) {
    const link = await deps.links.get(key);
    standing.push(...(link === undefined ? [] : standingOf(link)));
  }
  return standing;
}

/** Of more than are looked up others each time, from anywhere on, so that each gets its turn. */
function inTurn<T>(all: T[], { clock, crypto }: SweepIssuesDeps): T[] {
  if (all.length <= lookUpsAtMost) return all;
  const drawn = Number.parseInt(crypto.sha256Hex(`${clock.nowEpochMs()}`).slice(0, 8), 16);
  const start = drawn % all.length;
  return [...all.slice(start), ...all.slice(0, start)].slice(0, lookUpsAtMost);
}
