import { PacedCalls } from '../../shared/application/pacing/paced-calls.ts';
import type { Lane } from '../../shared/ports/pacer.ts';
import { sourceReader } from '../../shared/source/clients.ts';
import { StoraSource } from '../../shared/source/stora/stora-source.ts';
import { XeroLedger } from '../../shared/targets/xero/xero-ledger.ts';
import { RecordingLog } from '../fakes/recording-log.ts';
import { caps, operatorId, storaSettings, xeroSettings } from '../support/vendors-in-process.ts';
import type { BooksWorld } from './books-world.ts';
import { Gate } from './gate.ts';
import { newCrypto } from './vendors.ts';

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

/** Time, and behind which gate each process in turn runs. */
export function courseOf(world: BooksWorld, first: Gate, meanwhile?: () => Promise<unknown>) {
  const gates = { first, next: () => new Gate(world.outside) };
  return { clock: world.clock, gates, ...(meanwhile ? { meanwhile } : {}) };
}
