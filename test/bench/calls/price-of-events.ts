import { round } from '../statistics.ts';
import { type CallFigures, eventsPerInvoice } from './figures.ts';
import type { Load } from './load.ts';
import { billedSeconds, type Price, priceOf, totalPrice } from './prices.ts';

/** What a million accepted webhooks of new invoices cost. */
export interface EventPrice {
  readonly dollars: number;
  readonly byService: Price;
}

/** By list prices, from counts and the CPU time of the hot functions. */
export function priceOfMillionEvents(
  figures: CallFigures,
  load: Load,
  cpuMsPerEvent: number,
): EventPrice {
  const events = eventsPerInvoice(load);
  const { sends, deletes, receives, visibilityChanges } = figures;
  const price = priceOf({
    readUnits: figures.readUnits,
    writeUnits: figures.writeUnitsWithIndex,
    sqsRequests: sends + deletes + receives + visibilityChanges,
    kmsCalls: figures.kmsCalls,
    secretCalls: figures.secretCalls,
    invocations: figures.invocations,
    lambdaSeconds: billedSeconds({
      cpuMs: cpuMsPerEvent * events,
      awsCalls: figures.awsCalls - deletes,
      vendorCalls: figures.storaCalls + figures.xeroCalls,
    }),
    httpRequests: events,
    logBytes: figures.logBytes,
  });
  const million = (dollars: number) => round((dollars / events) * 1e6, 2);
  return {
    dollars: million(totalPrice(price)),
    byService: {
      table: million(price.table),
      queues: million(price.queues),
      keys: million(price.keys),
      functions: million(price.functions),
      front: million(price.front),
      logs: million(price.logs),
    },
  };
}
