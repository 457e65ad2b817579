import { noRecords } from '../../../shared/domain/counts/kind-counts.ts';
import { ledgerSettings } from '../../builders/ledger-settings.ts';
import { EventSource } from '../engine/event-source.ts';
import { fastRandom } from '../engine/fast-random.ts';
import { FaultDice } from '../engine/fault-dice.ts';
import { Recorder } from '../engine/recorder.ts';
import { queueNames, SimQueues } from '../engine/sim-queues.ts';
import { VirtualTime } from '../engine/virtual-time.ts';
import type { Engine } from '../engine/with-faults.ts';
import type { Phase } from '../history.ts';
import { openFunctions } from './functions.ts';
import { noteConnections } from './note-connections.ts';
import { Operations } from './operations.ts';
import { People } from './people.ts';
import type { Plan } from './plan.ts';
import { Schedules } from './schedules.ts';
import { SimLog } from './sim-log.ts';
import { openStores } from './stores.ts';
import { Vendors } from './vendors.ts';
import { deliverTo, swallower } from './web-hooks-in.ts';

export type World = Awaited<ReturnType<typeof openWorld>>;

/** Everything of one run, wired; nobody is connected and nothing runs yet. */
export async function openWorld(plan: Plan) {
  const random = fastRandom(plan.seed ^ 0x9e3779b9);
  const time = new VirtualTime({ startEpochMs: Date.parse(plan.startAt), random });
  const recorder = new Recorder(time);
  const dice = new FaultDice({ random, recorder, enabled: plan.faults });
  const engine: Engine = { time, dice, recorder };
  const log = new SimLog(recorder);
  const stores = openStores(engine, plan);
  const vendors = new Vendors(engine, plan.vendors, plan.seed);
  const queues = new SimQueues(engine, stores.isDown);
  const hasSkew = plan.faults.clock_skew !== undefined;
  if (hasSkew) dice.fired('clock_skew', 'every process');
  if (plan.hasOneBookkeeper) dice.fired('one_bookkeeper', 'xero');
  const { eventTypes = [] } = plan.vendors.stora.absent ?? {};
  if (eventTypes.length > 0) dice.fired('events_unknown', eventTypes.join(', '));
  const parts = { engine, stores, vendors, log, queues, hasSkew, tokenEpochs: new Map() };
  const functions = openFunctions(parts);
  vendors.deliver = deliverTo(engine, functions.receiveWebhook, {
    operatorAt: (url) => vendors.operatorAt(url),
    isSwallowed: swallower(engine, plan),
  });
  noteConnections(stores.bare.connections, recorder);
  const pools = {
    'changes-xero': functions.applyChanges,
    'write-backs': functions.writeBack,
    'token-refreshes': functions.refreshConnection,
    pages: functions.walkPages,
    nights: functions.reconcileBooks,
  };
  // Where nobody walks or compares, nothing is thrown for it: each seed stays what it was.
  const idle = new Set([...(plan.hasWalk ? [] : ['pages']), ...(plan.hasNights ? [] : ['nights'])]);
  const drained = queueNames.filter((name) => !idle.has(name));
  const sources = drained.map(
    (name) => new EventSource(engine, { queues, queue: queues.queues[name], pool: pools[name] }),
  );
  const people = new People(engine, {
    functions,
    vendors,
    hasOneBookkeeper: plan.hasOneBookkeeper,
  });
  const schedules = new Schedules(engine, { functions, hasNights: plan.hasNights });
  const operations = new Operations(engine, { vendors, people, functions, stores });
  for (const operatorId of plan.operatorIds) await addOperator(operatorId, plan, stores);
  return {
    plan,
    engine,
    log,
    stores,
    vendors,
    queues,
    functions,
    sources,
    people,
    schedules,
    operations,
    enter: (phase: Phase) => recorder.add({ kind: 'phase', phase }, 'sim'),
  };
}

async function addOperator(
  operatorId: string,
  plan: Plan,
  { bare }: ReturnType<typeof openStores>,
): Promise<void> {
  const operator = { operatorId, name: operatorId, createdAt: plan.startAt, postsAtOnce: true };
  await bare.operators.add(operator);
  // Somebody looked at the page before anything was sent; from then on the figures are kept.
  const counted = { operatorId, counts: noRecords, countedAtEpochMs: Date.parse(plan.startAt) };
  await bare.counts.put(counted, undefined);
  await bare.settings.put(
    ledgerSettings({
      operatorId,
      clearingAccountCode: '091',
      taxCentDifference: 'override',
      ...plan.ledger,
      ...(plan.beginsOff.includes(operatorId) ? { posting: { isOn: false } } : {}),
    }),
  );
}
