import { makeCheap } from './engine/fast-clones.ts';
import { makeWebLight } from './engine/light-web.ts';
import { queueNames } from './engine/sim-queues.ts';
import { installTraps } from './engine/traps.ts';
import type { FinishedRun } from './history.ts';
import { playPhases } from './world/phases.ts';
import { drawPlan, type Plan } from './world/plan.ts';
import { secretsOf } from './world/secrets-of.ts';
import { openWorld, type World } from './world/world.ts';

export interface SeedOptions {
  /** Takes the place of the plan that the seed draws. */
  plan?: Plan;
}

/** A finished run with what only the engine knows. */
export interface SimulatedRun extends FinishedRun {
  /** How often each kind of fault fired. */
  faultCounts: Partial<Record<string, number>>;
  /** What was logged and counted, by name: rare states show here. */
  stateCounts: Record<string, number>;
  events: number;
  /** Of everything that happened; equal for two runs of a seed. */
  readonly traceHash: string;
  /** What the engine itself found wrong, such as an invocation that nothing would ever wake. */
  problems: string[];
}

/** Plays one seed from the first connection to rest. Two runs of a seed are the same, event for event. */
export async function runSeed(seed: number, options: SeedOptions = {}): Promise<SimulatedRun> {
  const plan = options.plan ?? drawPlan(seed);
  const world = await openWorld(plan);
  const restore = installTraps(world.engine.time);
  const restoreCosts = [makeCheap(), makeWebLight()];
  try {
    const startedAtEpochMs = world.engine.time.nowEpochMs();
    const isQuiet = await playPhases(world);
    return await finished(world, { isQuiet, startedAtEpochMs });
  } finally {
    for (const undo of restoreCosts) undo();
    restore();
  }
}

async function finished(
  world: World,
  run: { isQuiet: boolean; startedAtEpochMs: number },
): Promise<SimulatedRun> {
  const { plan, engine, stores, vendors, queues, functions, log } = world;
  const { bare } = stores;
  const { operatorIds } = plan;
  const connections = await Promise.all(operatorIds.map((id) => bare.connections.list(id)));
  const issues = await Promise.all(operatorIds.map((id) => bare.issues.list(id)));
  const counts = await Promise.all(operatorIds.map((id) => bare.counts.get(id)));
  return {
    ...run,
    seed: plan.seed,
    plan,
    history: engine.recorder.entries,
    operatorIds,
    accounts: accountsOf(world),
    secrets: secretsOf(vendors),
    stora: vendors.stora,
    xero: vendors.xero,
    links: bare.links.all(),
    issues: issues.flat(),
    activities: bare.activities.all(),
    connections: connections.flat(),
    backfills: bare.backfills.all(),
    ...(await nightsOf(world)),
    counts: counts.filter((row) => row !== undefined),
    leftOnQueues: queueNames.flatMap((queue) =>
      queues.drain(queue).map((body) => ({ queue, body })),
    ),
    leftAside: [
      ...bare.aside.all().map(({ queue, message }) => `${queue}: ${message.eventType}`),
      ...bare.aside.allMarks().map(({ queue }) => `a mark of ${queue}`),
    ],
    endedAtEpochMs: engine.time.nowEpochMs(),
    faultCounts: engine.dice.counts,
    stateCounts: log.counts,
    events: engine.time.events,
    get traceHash() {
      return engine.recorder.hash();
    },
    problems: Object.values(functions).flatMap(({ lostWakeUps }) => lostWakeUps),
  };
}

async function nightsOf({ plan, stores: { bare } }: World) {
  const { operatorIds } = plan;
  const nights = await Promise.all(operatorIds.map((id) => bare.nights.get(id, 'xero')));
  const proofs = await Promise.all(operatorIds.map((id) => bare.monthProofs.list(id, 'xero')));
  return {
    nights: nights.filter((night) => night !== undefined),
    monthProofs: proofs.flat(),
    proofPages: bare.proofPages.all().map(({ rows: _, ...page }) => page),
  };
}

function accountsOf({ plan, vendors }: World): FinishedRun['accounts'] {
  return Object.fromEntries(
    plan.operatorIds.map((id) => {
      const xero = vendors.xero.world.book(id)?.tenantId ?? '';
      return [id, { stora: [id], xero: [xero] }] as const;
    }),
  );
}
