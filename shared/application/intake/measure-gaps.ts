import type { Connection } from '../../contracts/connection-item.ts';
import { type Provider, type Target, target as targets } from '../../contracts/ids.ts';
import type { LedgerSettings } from '../../contracts/settings.ts';
import type { Gap, SourceState } from '../../contracts/source-state.ts';
import { startOfDays } from '../../domain/backfill/start-of-days.ts';
import { isOfOtherSide } from '../../domain/errors/errors.ts';
import {
  isInGap,
  needsCount,
  newGap,
  waitedSince,
  whatCameBefore,
  withGap,
  withInvoice,
} from '../../domain/intake/gaps.ts';
import { isPast } from '../../domain/intake/list-end.ts';
import { dayOf } from '../../domain/mapping/document-day.ts';
import { isInUse } from '../../domain/tokens/is-live-epoch.ts';
import type { Activities } from '../../ports/activities.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Connections } from '../../ports/connections.ts';
import type { Links } from '../../ports/links.ts';
import type { Log } from '../../ports/log.ts';
import type { SettingsStore } from '../../ports/settings-store.ts';
import type { ListedInvoice, Source, SourceFor } from '../../ports/source.ts';
import type { SourceStates } from '../../ports/source-states.ts';
import { sourceName } from '../../source/source-name.ts';
import { loadSettings } from '../settings/load-settings.ts';
import { changeSourceState, sourceStateOf } from '../source-state/change-source-state.ts';

export interface GapDeps {
  connections: Connections;
  settings: SettingsStore;
  activities: Activities;
  sourceStates: SourceStates;
  links: Links;
  clock: Clock;
}

/** Half a year of an operator whose access is renewed a dozen times a day. */
const activitiesAtMost = 2_000;
/** 100 invoices a page. More than that in a gap is told without its number. */
const pagesMax = 60;

/** Few enough for a person who waits for the page; the sweep counts the rest. */
const pagesAtOnce = 3;

/** Notes and counts right after connecting, as far as that goes quickly; the sweep does what is left. */
export async function measureGaps(
  deps: GapDeps & { sourceFor: SourceFor; log: Log },
  operatorId: string,
): Promise<void> {
  try {
    await noteGaps(deps, operatorId);
    const connection = await deps.connections.get({ operatorId, provider: sourceName });
    if (connection?.status !== 'connected') return;
    await countGaps(deps, { source: deps.sourceFor(operatorId), connection }, pagesAtOnce);
  } catch (error) {
    // Recovery: the sweep; until then the page says the time without the number.
    deps.log.warn('gaps.not_measured', { operatorId });
    if (!isOfOtherSide(error)) throw error;
  }
}

/**
 * Notes the time that was not served before the connections as they stand, once for each authorization
 * and as soon as both sides are connected and the source delivers. Harmless to run again.
 */
export async function noteGaps(deps: GapDeps, operatorId: string): Promise<void> {
  for (const target of targets.options) await noteGapsOf(deps, operatorId, target);
}

/** Whether there is an authorization before which nobody looked for a gap; else there is nothing to note. */
export function hasUnnoted(rows: Connection[], { noted = [] }: SourceState): boolean {
  return targets.options.some((target) => {
    const sides = sidesOf(rows, target);
    return sides.length > 1 && sides.some((row) => !noted.includes(nameOf(row)));
  });
}

/** The source and the target, as far as they are in use. */
function sidesOf(rows: Connection[], target: Target): Connection[] {
  return [sourceName, target].flatMap(
    (provider) => rows.find((row) => row.provider === provider && isInUse(row)) ?? [],
  );
}

async function noteGapsOf(deps: GapDeps, operatorId: string, target: Target): Promise<void> {
  const sides = sidesOf(await deps.connections.list(operatorId), target);
  const source = sides.find(({ provider }) => provider === sourceName);
  const settings = await deps.settings.get(operatorId, target);
  if (source === undefined || sides.length < 2 || settings === undefined) return;
  const { noted = [], events } = await sourceStateOf(deps.sourceStates, source);
  // Nothing tells of anything yet: the gap goes on.
  if (source.endpointId === undefined && !isOfNow(events, source)) return;
  const fresh = sides.filter((row) => !noted.includes(nameOf(row)));
  if (fresh.length === 0) return;
  const begins = await beginningsOf(deps, { fresh, noted }, settings);
  const until = servedFrom([...sides.map((row) => row.connectedAt), events?.since ?? '']);
  await changeSourceState(deps.sourceStates, source, (state) => ({
    ...state,
    gaps: begins.reduce((gaps, from) => withGap(gaps, newGap(from, until)), state.gaps ?? []),
    noted: [...(state.noted ?? []), ...fresh.map(nameOf)].slice(-notedAtMost),
  }));
}

/** What was found out about an endpoint before, under an earlier authorization, delivers nothing now. */
function isOfNow(events: SourceState['events'], { connectedAt }: Connection): boolean {
  return events !== undefined && Date.parse(events.at) >= Date.parse(connectedAt);
}

/** The last of what had to be there; not when somebody came to note it. */
function servedFrom(instants: string[]): string {
  return instants.reduce((latest, at) => (Date.parse(at) > Date.parse(latest) ? at : latest));
}

const notedAtMost = 20;

/** One name for all authorizations that went on without a break. */
function nameOf(row: Connection): string {
  return `${row.provider} ${sinceOf(row)}`;
}

function sinceOf({ sinceAt, connectedAt }: Connection): string {
  return sinceAt ?? connectedAt;
}

function servedUnder(noted: readonly string[], provider: Provider): string[] {
  const prefix = `${provider} `;
  const ofProvider = noted.filter((name) => name.startsWith(prefix));
  return ofProvider.map((name) => name.slice(prefix.length));
}

function nowOf({ clock }: Pick<GapDeps, 'clock'>): string {
  return new Date(clock.nowEpochMs()).toISOString();
}

async function beginningsOf(
  deps: GapDeps,
  { fresh, noted }: { fresh: Connection[]; noted: readonly string[] },
  settings: LedgerSettings,
): Promise<string[]> {
  const { operatorId } = settings;
  const activities = await deps.activities.latest(operatorId, activitiesAtMost);
  const start = startOfDays(settings.startDate);
  return fresh.flatMap((row) => {
    const { provider, account } = row;
    const authorized = { provider, account, since: sinceOf(row) };
    const before = whatCameBefore(authorized, activities, servedUnder(noted, provider));
    if (before.kind === 'continued') return [];
    if (before.kind === 'new') return [start];
    const from = waitedSince(before.at, activities);
    return [from > start ? from : start];
  });
}

/**
 * Counts invoices of each gap that are not in the books, a few pages at a time, and again daily while
 * there are any: what is changed or paid at the source arrives after all. Returns pages it read.
 */
export async function countGaps(
  deps: GapDeps,
  job: { source: Source; connection: Connection },
  pagesAtMost: number,
): Promise<number> {
  const { connection } = job;
  // An operator keeps its books in one ledger.
  const [settings] = await loadSettings(deps.settings, connection.operatorId);
  if (settings === undefined) return 0;
  for (let pages = 0; pages < pagesAtMost; pages += 1) {
    const state = await sourceStateOf(deps.sourceStates, connection);
    const gap = state.gaps?.find((one) => needsCount(one, deps.clock.nowEpochMs()));
    if (gap === undefined) return pages;
    const counted = await countPage(deps, { source: job.source, settings }, gap);
    await changeSourceState(deps.sourceStates, connection, (current) =>
      withCount(current, gap, counted),
    );
  }
  return pagesAtMost;
}

/** Nothing is missing: nothing is to be said. A gap that changed meanwhile is counted anew. */
function withCount(state: SourceState, before: Gap, counted: Gap): SourceState {
  const isSame = (gap: Gap) => gap.from === before.from && gap.until === before.until;
  const gaps = (state.gaps ?? []).map((gap) => (isSame(gap) ? counted : gap));
  return { ...state, gaps };
}

async function countPage(
  deps: GapDeps,
  { source, settings }: { source: Source; settings: LedgerSettings },
  before: Gap,
): Promise<Gap> {
  const gap = before.countedAt === undefined ? before : newGap(before.from, before.until);
  const page = await source.listInvoices({ page: gap.pagesRead + 1 });
  let counted: Gap = { ...gap, pagesRead: gap.pagesRead + 1 };
  for (const invoice of page.entries) {
    if (!isOfGap(invoice, gap, settings) || (await isKnown(deps, invoice, settings))) continue;
    counted = withInvoice(counted, invoice);
  }
  const created = page.entries.map(({ createdAt }) => createdAt);
  const isOver = page.next === undefined || isPast(created, weekBefore(gap.from));
  if (isOver) return { ...counted, countedAt: nowOf(deps) };
  return counted.pagesRead >= pagesMax ? { ...counted, isUncountable: true } : counted;
}

/** An invoice may wait as a draft; it counts by the day on which it became a document. */
function weekBefore(instant: string): string {
  return new Date(Date.parse(instant) - 7 * 86_400_000).toISOString();
}

function isOfGap({ issuedAt }: ListedInvoice, gap: Gap, settings: LedgerSettings): boolean {
  if (issuedAt === undefined) return false;
  const day = dayOf(issuedAt, settings);
  // In a zone that nobody knows yet it may well belong here.
  const isWanted = !day.ok || day.value >= settings.startDate;
  return isWanted && isInGap([withSlack(gap)], issuedAt);
}

/** Documents bear whole seconds of the source's clock; the beginning of a gap is of ours. */
const clocksApartMs = 10_000;

function withSlack(gap: Gap): Gap {
  return { ...gap, from: new Date(Date.parse(gap.from) - clocksApartMs).toISOString() };
}

/** In the books, or judged: then the person has its issue. */
async function isKnown(
  { links }: Pick<GapDeps, 'links'>,
  { sourceId }: ListedInvoice,
  { operatorId, target }: LedgerSettings,
): Promise<boolean> {
  const link = await links.get({ operatorId, target, kind: 'invoice', sourceId });
  return link?.targetId !== undefined || link?.judgedVersion !== undefined;
}
