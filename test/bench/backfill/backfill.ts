import type { BackfillRun } from '../../../shared/contracts/backfill-run.ts';
import { progressOf } from '../../../shared/domain/backfill/expected-end.ts';
import { makeCheap } from '../../simulation/engine/fast-clones.ts';
import type { EnabledFaults } from '../../simulation/engine/fault-dice.ts';
import { makeWebLight } from '../../simulation/engine/light-web.ts';
import { installTraps } from '../../simulation/engine/traps.ts';
import { openWorld, type World } from '../../simulation/world/world.ts';
import { operatorId, planOf, raiseEarlier } from './backfill-scene.ts';
import { type Load, leastCalls, optimumMinutes } from './optimum.ts';

export interface BackfillScene {
  seed: number;
  documents: number;
  historyNotes: boolean;
  faults: EnabledFaults;
  /** How often there is live business in between; undefined: never. */
  liveEveryMs: number | undefined;
  /** How often a worker is killed. */
  kills: number;
}

export interface BackfillFigures {
  documents: number;
  found: number;
  posted: number;
  missing: number;
  doubled: number;
  minutes: number;
  killed: number;
  liveEvents: number;
  xeroCalls: number;
  callsPerDocument: number;
  leastCalls: number;
  /** Of Xero, by live work meanwhile. */
  liveCalls: number;
  optimumMinutes: number;
  /** How long it took, as a part of the optimum of the lane. */
  ofOptimum: number;
  /** What was reckoned after a tenth of the way, as a part of how long it took; undefined: nothing was. */
  reckonedAfterTenth: number | undefined;
}

const minuteMs = 60_000;
/** A run that has not ended by then never does. */
const atMostMs = 72 * 60 * minuteMs;

/** Plays one run over the real use cases, the real pacer and both sandboxes, in virtual time. */
export async function playBackfill(scene: BackfillScene): Promise<BackfillFigures> {
  const world = await openWorld(planOf(scene));
  const restore = installTraps(world.engine.time);
  const costs = [makeCheap(), makeWebLight()];
  try {
    return await play(world, scene);
  } finally {
    for (const undo of costs) undo();
    restore();
  }
}

async function play(world: World, scene: BackfillScene): Promise<BackfillFigures> {
  const { engine, people, schedules } = world;
  const { time, dice } = engine;
  dice.isQuiet = true;
  const documents = await raiseEarlier(world, scene.documents, (ms) => pass(world, ms));
  people.connect(operatorId, 'stora');
  time.after(500, () => people.connect(operatorId, 'xero'));
  await pass(world, minuteMs);
  schedules.start();
  dice.isQuiet = false;
  const seqBefore = engine.recorder.entries.length;
  const beganAtEpochMs = time.nowEpochMs();
  const load = loadOf(world, scene);
  people.directBackfill(operatorId, 'start');
  const beside = liveBusiness(world, scene);
  const watched = await follow(world, scene, beside);
  const ended = watched.run;
  const tookMs = Date.parse(ended.endedAt ?? '') - beganAtEpochMs;
  beside.stop();
  const xeroCalls = countCalls(world, seqBefore, 'backfill');
  const liveCalls = countCalls(world, seqBefore, 'live');
  const optimum = optimumMinutes(load, liveCalls);
  return {
    documents,
    found: ended.tally.found,
    posted: ended.tally.posted,
    ...compare(world, beganAtEpochMs),
    minutes: round(tookMs / minuteMs),
    killed: watched.killed,
    liveEvents: beside.count(),
    xeroCalls,
    callsPerDocument: round(xeroCalls / documents, 3),
    leastCalls: leastCalls(load),
    liveCalls,
    optimumMinutes: round(optimum),
    ofOptimum: round(tookMs / minuteMs / optimum, 2),
    reckonedAfterTenth:
      watched.reckonedMs === undefined ? undefined : round(watched.reckonedMs / tookMs, 3),
  };
}

async function pass({ engine }: World, ms: number): Promise<void> {
  let isOver = false;
  engine.time.after(ms, () => {
    isOver = true;
  });
  await engine.time.run(() => isOver);
}

/** Looks every few seconds, kills when it is time, and asks once how long it will take. */
async function follow(
  world: World,
  { kills }: BackfillScene,
  beside: ReturnType<typeof liveBusiness>,
) {
  const { time } = world.engine;
  const giveUpAtEpochMs = time.nowEpochMs() + atMostMs;
  const beganAtEpochMs = time.nowEpochMs();
  let killed = 0;
  let reckonedMs: number | undefined;
  while (time.nowEpochMs() < giveUpAtEpochMs) {
    await pass(world, 1_000);
    const run = await world.stores.bare.backfills.get(operatorId, 'xero');
    if (run === undefined) continue;
    if (run.status === 'done') return { run, killed, reckonedMs };
    beside.rest(run.waits !== undefined);
    const share = shareOf(run);
    if (killed < kills && share > (killed + 0.5) / kills)
      killed += world.functions.walkPages.kill();
    if (reckonedMs === undefined && share >= 0.1) {
      const { expectedEnd } = progressOf(run, time.nowEpochMs());
      if (expectedEnd !== undefined) reckonedMs = Date.parse(expectedEnd) - beganAtEpochMs;
    }
  }
  throw new Error('The backfill did not end.');
}

function shareOf({ marks, totals, place }: BackfillRun): number {
  if (place.pass === 2) return 1;
  return (
    (marks.at(-1)?.walked ?? 0) / Math.max(1, (totals.invoice ?? 0) + (totals.credit_note ?? 0))
  );
}

/** Documents, payments and changes of customers in turn, while the run moves. */
function liveBusiness(world: World, { liveEveryMs = 0 }: BackfillScene) {
  let isOver = liveEveryMs === 0;
  let events = 0;
  let isResting = false;
  const kinds = ['month_end', 'pay', 'change_contact', 'pay_part', 'credit_part'] as const;
  const again = (turn: number) => {
    world.engine.time.after(Math.max(1_000, liveEveryMs), () => {
      if (isOver) return;
      if (isResting) return again(turn);
      events += 1;
      const what = kinds[turn % kinds.length] ?? 'pay';
      const share = (turn * 0.37) % 1;
      world.operations.start([{ afterMs: 0, operatorId, what, share, count: 1 }]);
      again(turn + 1);
    });
  };
  again(0);
  return {
    stop: () => {
      isOver = true;
    },
    /** While the calls of the day are used up nobody works, either. */
    rest: (is: boolean) => {
      isResting = is;
    },
    count: () => events,
  };
}

/** All that stands at Stora when the run begins; customers are those who were billed. */
function loadOf({ vendors }: World, { historyNotes }: BackfillScene): Load {
  const tables = vendors.stora.world.operators.get(operatorId)?.tables;
  const invoices = [...(tables?.invoices.values() ?? [])];
  return {
    invoices: invoices.length,
    creditNotes: tables?.creditNotes.size ?? 0,
    customers: new Set(invoices.map(({ contact }) => contact.id)).size,
    hasHistoryNotes: historyNotes,
  };
}

function countCalls({ engine }: World, from: number, lane: 'backfill' | 'live'): number {
  return engine.recorder.entries.slice(from).filter(({ what }) => {
    return what.kind === 'arrived' && what.provider === 'xero' && what.lane === lane;
  }).length;
}

/** Each document of before the run has to be in the books, once. */
function compare({ vendors }: World, beganAtEpochMs: number) {
  const tables = vendors.stora.world.operators.get(operatorId)?.tables;
  const book = vendors.xero.world.book(operatorId);
  const byReference = Map.groupBy(
    [...(book?.documents.values() ?? [])].filter(({ status }) => status !== 'DELETED'),
    ({ reference }) => reference,
  );
  const owed = [...(tables?.invoices.values() ?? []), ...(tables?.creditNotes.values() ?? [])];
  const before = owed.filter(({ created_at }) => Date.parse(created_at) < beganAtEpochMs);
  return {
    missing: before.filter(({ id }) => !byReference.has(id)).length,
    doubled: [...byReference.values()].filter((documents) => documents.length > 1).length,
  };
}

function round(value: number, digits = 1): number {
  return Number(value.toFixed(digits));
}
