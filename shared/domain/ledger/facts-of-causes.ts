import type { Connection } from '../../contracts/connection-item.ts';
import type { Issue } from '../../contracts/issue-items.ts';
import type { LedgerSettings } from '../../contracts/settings.ts';
import { type WaitsFor, waitsFor } from '../issues/waits-for.ts';
import type { Catalogue } from './drafts.ts';

/** What issues hang on, as it is now; without a catalogue only what needs none can be told. */
export interface World {
  connections: readonly Connection[];
  settings: LedgerSettings | undefined;
  catalogue: Catalogue | undefined;
}

const inCatalogue: ReadonlySet<WaitsFor> = new Set([
  'accounts',
  'tax_rates',
  'currencies',
  'lock_dates',
  'tracking',
]);

/** Whether only the ledger's lists tell if the cause is gone. */
export function needsCatalogue(issue: Pick<Issue, 'cause'>): boolean {
  return waitsFor(issue).some((one) => inCatalogue.has(one));
}

/**
 * Everything of the world that decides about the issue, as one text: where it is another than at the
 * last try, another try is of use. A new authorization always is: it may be another person's or company's.
 */
export function factsOf(issue: Pick<Issue, 'cause'>, world: World): string {
  const facts = waitsFor(issue).map((one) => [one, partOf(one, world)]);
  const authorizations = world.connections
    .map(({ provider, epoch }) => `${provider}:${epoch}`)
    .sort();
  return JSON.stringify([authorizations, facts]);
}

const parts: Partial<Record<WaitsFor, (world: World) => unknown>> = {
  accounts: ({ catalogue }) => catalogue?.accounts,
  tax_rates: ({ catalogue }) => catalogue?.taxRates,
  currencies: ({ catalogue }) => catalogue?.currencies,
  lock_dates: ({ catalogue }) => [catalogue?.periodLockDate, catalogue?.endOfYearLockDate],
  tracking: ({ catalogue }) => catalogue?.trackingCategories,
  settings: ({ settings }) => settings,
};

function partOf(thing: WaitsFor, world: World): unknown {
  return parts[thing]?.(world) ?? null;
}
