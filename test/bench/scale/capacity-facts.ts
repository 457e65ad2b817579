import { workerConcurrency } from '../../../infra/constructs/worker-concurrency.ts';
import { provider } from '../../../shared/contracts/ids.ts';
import { sweepParts } from '../../../shared/domain/tokens/sweep-place.ts';
import { owingShards } from '../../../shared/domain/write-back/owing-shards.ts';
import { sourceName } from '../../../shared/source/source-name.ts';
import { providerManifests } from '../../../shared/targets/provider-manifests.ts';
import { resourcesOf, synthesize } from '../../infra/synthesized.ts';
import { readCounted } from '../calls/counted.ts';
import type { CapacityFacts } from './capacity.ts';

const sweepEveryMs = 5 * 60_000;

/** From the synthesized production stage and the manifests. */
export function readCapacityFacts(): CapacityFacts {
  const { pipeline, config } = synthesize('production', {}, { reserveConcurrency: true });
  const functions = resourcesOf(pipeline, 'AWS::Lambda::Function');
  const reservedOf = (name: string): number =>
    functions.find(({ properties }) => properties.FunctionName.endsWith(`-${name}`))?.properties
      .ReservedConcurrentExecutions ?? 0;
  const target = providerManifests.xero;
  const source = providerManifests[sourceName];
  return {
    routePerSecond: config.throttle.receiveWebhook.requestsPerSecond,
    intakeConcurrency: reservedOf('receive-webhook'),
    applyWorkers: reservedOf('apply-changes-xero'),
    writeBackWorkers: workerConcurrency(source.sharedCap, config.concurrency.workersAtMost),
    refreshWorkers: reservedOf('refresh-connection'),
    targetCallsPerMinute: target.sharedCap.callsPerMinute,
    targetCallMs: target.sharedCap.typicalCallMs,
    sourceCallMs: source.sharedCap.typicalCallMs,
    // The first tick after it is due.
    refreshEveryMs: provider.options.map((name) => {
      const { accessTokenMs, aheadMs } = providerManifests[name].rhythm;
      return accessTokenMs - aheadMs + sweepEveryMs;
    }),
    dueShards: sweepParts(0, 'xero').filter(({ kind }) => kind === 'due').length,
    owingShards,
    unitsOfInvoice: {
      read: mostOf('readUnits'),
      write: mostOf('writeUnitsWithIndex'),
      index: mostOf('indexUnits'),
    },
  };
}

/** Of what an invoice was counted to take, whichever way invoices come; whole units. */
function mostOf(figure: 'readUnits' | 'writeUnitsWithIndex' | 'indexUnits'): number {
  return Math.ceil(Math.max(...Object.values(readCounted().figures).map((each) => each[figure])));
}
