import { applyChanges } from '../../shared/application/apply-changes/apply-changes.ts';
import { cancelBackfill, startBackfill } from '../../shared/application/backfill/direct-run.ts';
import { sweepBackfills } from '../../shared/application/backfill/go-on.ts';
import { tendSources } from '../../shared/application/intake/tend-sources.ts';
import { PacedCalls } from '../../shared/application/pacing/paced-calls.ts';
import { ledgerApplier } from '../../shared/application/post-to-ledger/ledger-applier.ts';
import { receiveWebhook } from '../../shared/application/receive-webhook/receive-webhook.ts';
import { sweepAside } from '../../shared/application/resting/bring-back.ts';
import { walkPages } from '../../shared/application/walk-pages/walk-pages.ts';
import { sweepWriteBacks } from '../../shared/application/write-back/sweep-write-backs.ts';
import { writeBack } from '../../shared/application/write-back/write-back.ts';
import {
  type AsideMessage,
  changesQueueMessage,
  pageMessage,
  writeBackMessage,
} from '../../shared/contracts/messages.ts';
import type { Lane } from '../../shared/ports/pacer.ts';
import { intakeMemory } from '../../shared/runtime/intake-memory.ts';
import { webhookApp } from '../../shared/runtime/webhook-app.ts';
import { sourceReader } from '../../shared/source/clients.ts';
import { StoraSource } from '../../shared/source/stora/stora-source.ts';
import { XeroLedger } from '../../shared/targets/xero/xero-ledger.ts';
import { RecordingLog } from '../fakes/recording-log.ts';
import { caps, operatorId, storaSettings, xeroSettings } from '../support/vendors-in-process.ts';
import type { BooksWorld } from './books-world.ts';
import { Gate } from './gate.ts';
import { nightsThrough } from './night-process.ts';
import { newCrypto } from './vendors.ts';
import { work } from './worker.ts';

const whose = { operatorId, target: 'xero', actor: 'operator' } as const;

/** Everything that lives in one process, each way out of it through the gate. */
export function openPorts(world: BooksWorld, gate: Gate, lane: Lane = 'live') {
  const { clock, stores } = world;
  const log = new RecordingLog();
  const tokens = gate.around('tokens', world.tokens);
  const rates = gate.around('rates', stores.rates);
  const pacer = new PacedCalls({ rates, clock, limits: caps });
  const fetch = gate.fetch(world.outside.send);
  const call = { operatorId, lane, tokens, pacer, clock, fetch } as const;
  const source = new StoraSource(storaSettings(), { ...call, provider: 'stora' });
  const ledger = new XeroLedger(xeroSettings(), { ...call, provider: 'xero' });
  return {
    connections: gate.around('connections', stores.connections),
    aside: gate.around('aside', stores.aside),
    backfills: gate.around('backfills', stores.backfills),
    endpoints: gate.around('endpoints', stores.endpoints),
    links: gate.around('links', stores.links),
    documents: gate.around('documents', stores.documents),
    differences: gate.around('differences', stores.differences),
    ledgerWatches: gate.around('ledgerWatches', stores.ledgerWatches),
    nightWatches: gate.around('nightWatches', stores.nightWatches),
    nights: gate.around('nights', stores.nights),
    monthProofs: gate.around('monthProofs', stores.monthProofs),
    proofPages: gate.around('proofPages', stores.proofPages),
    acceptedMismatches: gate.around('acceptedMismatches', stores.acceptedMismatches),
    keptCatalogues: gate.around('keptCatalogues', stores.keptCatalogues),
    issues: gate.around('issues', stores.issues),
    activities: gate.around('activities', stores.activities),
    operators: gate.around('operators', stores.operators),
    settings: gate.around('settings', stores.settings),
    settingsVersions: gate.around('settingsVersions', stores.settingsVersions),
    sourceStates: gate.around('sourceStates', stores.sourceStates),
    counts: gate.around('counts', stores.counts),
    tries: gate.around('tries', stores.tries),
    vault: gate.around('vault', stores.vault),
    changes: gate.around('changes', world.changes),
    writeBacks: gate.around('writeBacks', world.writeBacks),
    pages: gate.around('pages', world.pages),
    nightQueue: gate.around('nightQueue', world.nightQueue),
    sourceFor: () => source,
    sourceReader,
    ledgerFor: () => ledger,
    ledgers: { xero: () => ledger },
    pacer,
    clock,
    crypto: newCrypto(),
    log,
    metrics: log,
  };
}

/** Works the queue of changes empty; the first process behind the given gate. */
export function applyAll(
  world: BooksWorld,
  first = new Gate(world.outside),
  meanwhile?: () => Promise<unknown>,
): Promise<void> {
  return work({
    ...courseOf(world, first, meanwhile),
    queue: world.changes,
    schema: changesQueueMessage,
    visibilityMs: 270_000,
    start: (gate) => {
      const ports = openPorts(world, gate);
      const applier = ledgerApplier(ports);
      return (batch) => applyChanges(batch, { ...ports, applier });
    },
  });
}

/** The same for the pages of runs over earlier documents. */
export function walkAll(
  world: BooksWorld,
  first = new Gate(world.outside),
  meanwhile?: () => Promise<unknown>,
): Promise<void> {
  return work({
    ...courseOf(world, first, meanwhile),
    queue: world.pages,
    schema: pageMessage,
    visibilityMs: 12_000,
    start: (gate) => {
      const ports = openPorts(world, gate, 'backfill');
      const appliers = { xero: ledgerApplier(ports) };
      const queues = { xero: ports.changes };
      return (batch) => walkPages(batch, { ...ports, appliers, queues });
    },
  });
}

/** The same for the write-backs. */
export function writeBackAll(
  world: BooksWorld,
  first = new Gate(world.outside),
  meanwhile?: () => Promise<unknown>,
): Promise<void> {
  return work({
    ...courseOf(world, first, meanwhile),
    queue: world.writeBacks,
    schema: writeBackMessage,
    visibilityMs: 180_000,
    start: (gate) => {
      const ports = openPorts(world, gate);
      return (batch) => writeBack(batch, ports);
    },
  });
}

/** Somebody asks for everything from the start date on. */
export async function beginRun(world: BooksWorld): Promise<void> {
  const answer = await startBackfill(openPorts(world, new Gate(world.outside)), whose);
  if (answer !== 'started') throw new Error(`The run was not begun: ${answer}.`);
}

/** Somebody calls it off. */
export async function callRunOff(world: BooksWorld): Promise<void> {
  await cancelBackfill(openPorts(world, new Gate(world.outside)), whose);
}

/** Time, and behind which gate each process in turn runs. */
export function courseOf(world: BooksWorld, first: Gate, meanwhile?: () => Promise<unknown>) {
  const gates = { first, next: () => new Gate(world.outside) };
  return { clock: world.clock, gates, ...(meanwhile ? { meanwhile } : {}) };
}

/** One tick of the sweep over debts; when it fails or dies, the next one comes five minutes later. */
export async function sweepDebts(world: BooksWorld, gate = new Gate(world.outside)): Promise<void> {
  const ports = openPorts(world, gate);
  const until = world.clock.nowEpochMs() + 4 * 60_000;
  // Recovery: the next tick.
  const queues = { xero: world.changes };
  const swept = sweepWriteBacks({ ...ports, queues }, until).catch(() => undefined);
  await Promise.race([swept, gate.death]);
  world.clock.advance(5 * 60_000);
}

/** One tick of the sweep over runs that have not moved for long; the next one comes five minutes later. */
export async function sweepRuns(world: BooksWorld, gate = new Gate(world.outside)): Promise<void> {
  const ports = openPorts(world, gate);
  // Recovery: the next tick.
  const swept = sweepBackfills(ports, world.clock.nowEpochMs() + 3 * 60_000).catch(() => undefined);
  await Promise.race([swept, gate.death]);
  world.clock.advance(5 * 60_000);
}

/** One tick of the sweep over what stands aside; the next one comes five minutes later. */
export async function bringBackOnce(
  world: BooksWorld,
  gate = new Gate(world.outside),
): Promise<void> {
  const ports = openPorts(world, gate);
  const until = world.clock.nowEpochMs() + 3 * 60_000;
  const asked = gate.around('changes', {
    ask: (message: AsideMessage, id: string) => world.changes.send(message, id),
  });
  const deps = { ...ports, asideQueues: { xero: asked } };
  // Recovery: the next tick.
  const swept = sweepAside(deps, until).catch(() => undefined);
  await Promise.race([swept, gate.death]);
  world.clock.advance(5 * 60_000);
}

/** One tick of what looks after changes that no event tells of; the next one comes five minutes later. */
export async function tendOnce(world: BooksWorld, gate = new Gate(world.outside)): Promise<void> {
  const ports = openPorts(world, gate);
  const until = world.clock.nowEpochMs() + 3 * 60_000;
  const eventTypes = storaSettings().webhookEventTypes;
  const deps = { ...ports, eventTypes, queues: { xero: ports.changes } };
  // Recovery: the next tick.
  const tended = tendSources(deps, until).catch(() => undefined);
  await Promise.race([tended, gate.death]);
  world.clock.advance(5 * 60_000);
}

/** Lets Stora deliver all webhooks, retries included; the first one to a process behind the gate. */
export async function deliverAll(world: BooksWorld, first?: Gate): Promise<void> {
  const { stora, clock, outside } = world;
  let gate = first ?? new Gate(outside);
  let app = intakeApp(world, gate);
  world.deliveries.receive = async (request) => {
    const answer = await Promise.race([app.fetch(request), gate.death]).catch(failed);
    if (answer !== 'died') return answer;
    gate = new Gate(outside);
    app = intakeApp(world, gate);
    return failed();
  };
  for (let due = stora.nextDueEpochMs(); due !== null; due = stora.nextDueEpochMs()) {
    clock.advance(Math.max(0, due - clock.nowEpochMs()));
    await stora.runDue();
  }
}

/** What happened so far is told to nobody. */
export async function passUnheard({ stora, clock, deliveries }: BooksWorld): Promise<void> {
  deliveries.receive = async () => new Response(null, { status: 200 });
  for (let due = stora.nextDueEpochMs(); due !== null; due = stora.nextDueEpochMs()) {
    clock.advance(Math.max(0, due - clock.nowEpochMs()));
    await stora.runDue();
  }
}

function intakeApp(world: BooksWorld, gate: Gate) {
  const ports = openPorts(world, gate);
  const window = { maxAgeSeconds: 259_200, maxAheadSeconds: 300 };
  const deps = { ...ports, ...intakeMemory(ports), queues: { xero: ports.changes }, window };
  return webhookApp((delivery) => receiveWebhook(delivery, deps));
}

function failed(): Response {
  return new Response('Internal Server Error', { status: 500 });
}

/** Everything that is still to be done is done, by processes to which nothing happens. */
export async function settle(world: BooksWorld): Promise<void> {
  do {
    await world.outside.arrive(true);
    await deliverAll(world);
    await walkAll(world);
    await nightsThrough(world);
    await applyAll(world);
    await writeBackAll(world);
  } while (world.stora.nextDueEpochMs() !== null);
}
