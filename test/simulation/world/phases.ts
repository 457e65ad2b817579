import type { Provider } from '../../../shared/contracts/ids.ts';
import { isPosting } from '../../../shared/domain/settings/is-posting.ts';
import { isLiveEpoch } from '../../../shared/domain/tokens/is-live-epoch.ts';
import type { ConnectionKey } from '../../../shared/ports/connections.ts';
import { queueNames } from '../engine/sim-queues.ts';
import { LastNights } from './last-nights.ts';
import type { World } from './world.ts';

const minuteMs = 60_000;
/** A run that has not come to rest by then never does. */
const calmAtMostMs = 48 * 60 * minuteMs;
/**
 * Far beyond what a run takes: one that goes round in circles need not be followed for two days. The
 * ticks of the schedules alone are 11,000 a day, and a note that the ledger refused may wait for a day.
 */
const eventsAtMost = 80_000;
const quietMs = 30 * minuteMs;
/** A person looks after what was left for people about this often, and not for ever. */
const careEveryMs = 15 * minuteMs;
const careRounds = 6;

/** Connect, chaos, calm, quiet. True when it came to rest in time. */
export async function playPhases(world: World): Promise<boolean> {
  const { engine, plan, schedules, operations } = world;
  const { time, dice } = engine;
  await connectAll(world);
  schedules.start();
  world.enter('chaos');
  dice.isQuiet = false;
  operations.start(plan.operations);
  await until(world, time.nowEpochMs() + plan.chaosMs);
  dice.isQuiet = true;
  operations.endTroubles();
  if (plan.restMs > 0) await restLong(world);
  const lastNights = new LastNights(world);
  const giveUpAtEpochMs = time.nowEpochMs() + calmAtMostMs;
  while (time.nowEpochMs() < giveUpAtEpochMs && time.events < eventsAtMost) {
    world.enter('calm');
    if (!(await comeToRest(world, giveUpAtEpochMs))) break;
    world.enter('quiet');
    await until(world, time.nowEpochMs() + quietOf(world));
    // A grant that died unnoticed is noticed when its token ends, however quiet it is.
    if ((await findUnrest(world)) === undefined && !(await needsCare(world, careRounds + 1))) {
      if (!(await lastNights.begin())) return true;
    }
  }
  return false;
}

/** What no event tells is read once an hour. */
function quietOf({ plan }: World): number {
  return (plan.vendors.stora.absent?.eventTypes ?? []).length > 0 ? 75 * minuteMs : quietMs;
}

/** Work comes in for a connection that nobody makes anew for over a day; then the ledger is down. */
async function restLong(world: World): Promise<void> {
  const { engine, plan, operations, schedules, vendors, people } = world;
  const { time, dice } = engine;
  const [operatorId = ''] = plan.operatorIds;
  dice.fired('long_rest', operatorId);
  operations.turns.takeOut(operatorId);
  const what = { operatorId, share: 0.3, count: 2 };
  operations.start([
    { ...what, afterMs: 2_000, what: 'month_end' },
    { ...what, afterMs: 4_000, what: 'pay' },
  ]);
  schedules.isRare = true;
  await until(world, time.nowEpochMs() + plan.restMs);
  schedules.isRare = false;
  people.connect(operatorId, 'xero');
  // Nobody can connect where nobody answers.
  await until(world, time.nowEpochMs() + 8_000);
  vendors.downUntilEpochMs.xero = time.nowEpochMs() + 10 * minuteMs;
  await until(world, time.nowEpochMs() + 10 * minuteMs);
}

async function connectAll(world: World): Promise<void> {
  const { plan, people, engine } = world;
  for (const operatorId of plan.operatorIds) {
    people.connect(operatorId, 'stora');
    engine.time.after(500, () => people.connect(operatorId, 'xero'));
  }
  await until(world, engine.time.nowEpochMs() + minuteMs);
}

async function until({ engine }: World, epochMs: number): Promise<void> {
  let isOver = false;
  engine.time.at(epochMs, () => {
    isOver = true;
  });
  await engine.time.run(() => isOver || engine.time.events >= eventsAtMost);
}

async function comeToRest(world: World, giveUpAtEpochMs: number): Promise<boolean> {
  const { time } = world.engine;
  let rounds = 0;
  let nextCareAtEpochMs = time.nowEpochMs() + minuteMs;
  while (time.nowEpochMs() < giveUpAtEpochMs && time.events < eventsAtMost) {
    await until(world, time.nowEpochMs() + 2 * minuteMs);
    if (time.nowEpochMs() >= nextCareAtEpochMs) {
      nextCareAtEpochMs = time.nowEpochMs() + careEveryMs;
      rounds += 1;
      if (await takeCare(world, rounds)) continue;
    }
    const isStill = (await findUnrest(world)) === undefined;
    if (isStill && !(await needsCare(world, rounds))) return true;
  }
  return false;
}

/** People connect anew what lost its permission, and retry what was parked. True when they did. */
async function takeCare(world: World, round: number): Promise<boolean> {
  const { people, operations, plan } = world;
  const lost = await lostConnections(world);
  for (const { operatorId, provider } of lost) people.connect(operatorId, provider);
  const unwanted = await unwantedConnections(world);
  for (const { operatorId, provider } of unwanted) people.disconnect(operatorId, provider);
  const off = await switchedOff(world);
  for (const operatorId of off) people.switchPosting(operatorId, true);
  if (round > careRounds) return lost.length + unwanted.length + off.length > 0;
  for (const operatorId of plan.operatorIds) {
    operations.reopenIssues(operatorId);
    operations.retryIssues(operatorId);
  }
  return lost.length + unwanted.length + off.length > 0 || (await countIssues(world)) > 0;
}

async function needsCare(world: World, rounds: number): Promise<boolean> {
  if ((await lostConnections(world)).length > 0) return true;
  if ((await unwantedConnections(world)).length > 0) return true;
  if ((await switchedOff(world)).length > 0) return true;
  return rounds <= careRounds && (await countIssues(world)) > 0;
}

async function countIssues({ stores, plan }: World): Promise<number> {
  let count = 0;
  for (const operatorId of plan.operatorIds) {
    count += (await stores.bare.issues.list(operatorId)).length;
  }
  return count;
}

/** In the end everybody has switched on. */
async function switchedOff({ plan, stores }: World): Promise<string[]> {
  const settings = await Promise.all(
    plan.operatorIds.map((operatorId) => stores.bare.settings.get(operatorId, 'xero')),
  );
  return settings.flatMap((one) => (one === undefined || isPosting(one) ? [] : [one.operatorId]));
}

/** What is neither connected nor given up for good. */
function lostConnections(world: World): Promise<ConnectionKey[]> {
  return connectionsWhere(world, (status, isWanted) => {
    return isWanted && status !== 'connected' && status !== 'disconnecting';
  });
}

/** What a person gave up, and the page told of an error. */
function unwantedConnections(world: World): Promise<ConnectionKey[]> {
  return connectionsWhere(world, (status, isWanted) => {
    return !isWanted && (status === 'connected' || status === 'needs_reconnect');
  });
}

async function connectionsWhere(
  { plan, stores, operations }: World,
  fits: (status: string | undefined, isWanted: boolean) => boolean,
): Promise<ConnectionKey[]> {
  const found: ConnectionKey[] = [];
  for (const operatorId of plan.operatorIds) {
    for (const provider of ['stora', 'xero'] as const) {
      const row = await stores.bare.connections.get({ operatorId, provider });
      const isWanted = !operations.switchedOff.has(`${operatorId} ${provider}`);
      if (fits(row?.status, isWanted)) found.push({ operatorId, provider });
    }
  }
  return found;
}

/** What is still under way; undefined at rest. */
export async function findUnrest(world: World): Promise<string | undefined> {
  const { sources, queues, people, functions, stores } = world;
  if (people.open > 0) return 'a person is visiting';
  if (sources.some(({ isBusy }) => isBusy)) return 'a worker is running';
  for (const pool of Object.values(functions)) {
    if (pool.running > 0) return `${pool.name} is running`;
  }
  for (const name of queueNames) if (queues.count(name) > 0) return `messages on ${name}`;
  if (await someDeliveryCounts(world)) return 'webhooks wait';
  const { bare } = stores;
  for (const { operatorId, to } of bare.links.openDebts()) {
    const isPayable = await areConnected(world, operatorId, ['stora', to]);
    // What is owed to a side that was left is never paid, and without the source nobody asks for it.
    if (isPayable) return `a link owes ${to} something`;
  }
  if (await isComparing(world)) return 'both sides are compared';
  if (bare.aside.allMarks().length > 0) return 'changes stand aside';
  if ((await bare.connections.leaving(1)).length > 0) return 'a connection is being ended';
  return (await bare.retiredPairs.waiting(1)).length > 0 ? 'a pair is to be revoked' : undefined;
}

async function isComparing({ plan, stores }: World): Promise<boolean> {
  for (const operatorId of plan.operatorIds) {
    const night = await stores.bare.nights.get(operatorId, 'xero');
    if (night?.status === 'running') return true;
  }
  return false;
}

async function areConnected(
  { stores }: World,
  operatorId: string,
  providers: Provider[],
): Promise<boolean> {
  for (const provider of providers) {
    const row = await stores.bare.connections.get({ operatorId, provider });
    if (row?.status !== 'connected') return false;
  }
  return true;
}

/** An endpoint whose connection ended and that could not be switched off is retried for days, in vain. */
async function someDeliveryCounts({ vendors, stores }: World): Promise<boolean> {
  for (const url of vendors.openDeliveries()) {
    const endpoint = await stores.bare.endpoints.get(url.split('/').at(-1) ?? '');
    if (endpoint === undefined) continue;
    const { operatorId, epoch } = endpoint;
    const source = await stores.bare.connections.get({ operatorId, provider: 'stora' });
    if (isLiveEpoch(source, epoch)) return true;
  }
  return false;
}
