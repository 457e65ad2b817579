import type { AsideMark } from '../../contracts/aside-items.ts';
import type { Connection } from '../../contracts/connection-item.ts';
import type { Provider, Target } from '../../contracts/ids.ts';
import type { RestingRow } from '../../contracts/resting-item.ts';
import type { LedgerSettings } from '../../contracts/settings.ts';
import type { TriesRow } from '../../contracts/tries-item.ts';
import { sourceManifest } from '../../source/registry.ts';
import { sourceName } from '../../source/source-name.ts';
import { providerManifests } from '../../targets/provider-manifests.ts';
import { targetIds } from '../../targets/target-ids.ts';
import { changesQueueName, writeBacksQueueName } from '../resting/queue-names.ts';
import { isPosting } from '../settings/is-posting.ts';
import { isInUse } from '../tokens/is-live-epoch.ts';
import { dayAndTime } from './day-and-time.ts';

/** Of one operator: what is under way and did not get through at once. */
export interface WaitingFacts {
  /** Messages that were begun, or found somebody who has to connect again, by queue. */
  tries: TriesRow[];
  /** Messages that are hidden for long, by queue. */
  resting: RestingRow[];
  /** Marks of messages that stand aside, by queue. */
  aside: AsideMark[];
  /** Links that owe the source something. */
  debts: Debts;
}

export interface Debts {
  count: number;
  /** There are more than were counted. */
  isMore: boolean;
  oldestEpochMs: number | undefined;
}

export interface WaitingRow {
  what: string;
  /** Since when, where that is known. */
  since: string | undefined;
  why: string;
  /** All of it as one sentence. */
  text: string;
  /** Changes on their way to a target; else notes to the source, which hold up nothing. */
  isOfTarget: boolean;
}

/** SQS hides nothing for longer than 12 hours, and keeps nothing for longer than 14 days. */
const hiddenAtMostMs = 13 * 3_600_000;
const keptAtMostMs = 14 * 24 * 3_600_000;

interface Known {
  connections: Connection[];
  /** Of each ledger; those that are not known yet keep nothing back. */
  settings?: readonly LedgerSettings[] | undefined;
  /** Where the reader is. */
  timeZone?: string | undefined;
  nowEpochMs: number;
}

/** What waits, since when, and for what, in the operator's words. */
export function waitingRows(facts: WaitingFacts | undefined, known: Known): WaitingRow[] {
  if (facts === undefined) return [];
  const changes = targetIds.flatMap((target) => changeRows(target, facts, known));
  return [...changes, ...debtRows(facts, known)];
}

interface Held {
  entries: TriesRow['tries'][string][];
  rest: RestingRow | undefined;
}

/** What is noted of one queue's messages, without what outlived them. */
function heldIn(name: string, facts: WaitingFacts, { nowEpochMs }: Known): Held {
  const tries = facts.tries.find(({ queue }) => queue === name)?.tries ?? {};
  const entries = Object.values(tries).filter(
    ({ firstAt }) => nowEpochMs - Date.parse(firstAt) < keptAtMostMs,
  );
  const rest = facts.resting.find(
    ({ queue, hiddenAtEpochMs = 0 }) =>
      queue === name && nowEpochMs - hiddenAtEpochMs < hiddenAtMostMs,
  );
  return { entries, rest };
}

function changeRows(target: Target, facts: WaitingFacts, known: Known): WaitingRow[] {
  const name = changesQueueName(target);
  const held = heldIn(name, facts, known);
  const aside = facts.aside.find(({ queue }) => queue === name);
  if (aside !== undefined) return [asideRow(aside, target, known)];
  const count = Math.max(held.entries.length, held.rest?.receiptHandles?.length ?? 0);
  if (count === 0) return [];
  const begun = held.entries.map(({ firstAt }) => Date.parse(firstAt));
  const sinceEpochMs = Math.min(...begun, held.rest?.hiddenAtEpochMs ?? known.nowEpochMs);
  // A group is handed out ten at a time: what came after these is not counted.
  const what = `at least ${count} ${count === 1 ? 'change' : 'changes'}`;
  const why = whyOf(reasonOf(held), [target, sourceName], known);
  return [sentence(what, sinceWords(sinceEpochMs, known), why)];
}

/** Whatever came behind them waits with them, so that nothing else need be said. */
function asideRow(
  { count = 0, sinceEpochMs }: AsideMark,
  target: Target,
  known: Known,
): WaitingRow {
  const what = count === 1 ? 'about 1 change' : `about ${Math.max(count, 1)} changes`;
  return sentence(what, sinceWords(sinceEpochMs, known), whyAside(target, known));
}

/** They go on, or are dropped, when no side has to be connected again any more (`mayReturn`). */
function whyAside(target: Target, known: Known): string {
  const providers: Provider[] = [target, sourceName];
  const needed = known.connections.filter(({ provider }) => providers.includes(provider));
  const left = needed.filter((row) => !isInUse(row));
  if (left.length > 0) return `${namesOf(left)} was disconnected; no longer sent`;
  const areRefused = needed.some(({ clientRefusedSince }) => clientRefusedSince !== undefined);
  const areAllHere = needed.every(({ status }) => status === 'connected');
  if (areAllHere && !areRefused && isOff(target, known)) return 'posting is not switched on yet';
  const reason = areAllHere && areRefused ? 'token_endpoint_not_ready' : 'needs_reconnect';
  return whyOf(reason, providers, known);
}

function isOff(target: Target, { settings = [] }: Known): boolean {
  return settings.some((one) => one.target === target && !isPosting(one));
}

function namesOf(rows: readonly Pick<Connection, 'provider'>[]): string {
  return rows.map(({ provider }) => providerManifests[provider].name).join(' and ');
}

function reasonOf({ entries, rest }: Held): string {
  if (rest?.reason !== undefined) return rest.reason;
  if (entries.some(({ failures = 0 }) => failures > 0)) return 'failing';
  return entries.some(({ rests = 0 }) => rests > 0) ? 'needs_reconnect' : 'tried';
}

function whyOf(reason: string, providers: Provider[], { connections }: Known): string {
  const failing = providers.find((provider) => reason.startsWith(`${provider}_`));
  if (failing !== undefined)
    return `${providerManifests[failing].name} fails; tried again by itself`;
  if (reason !== 'needs_reconnect') return reasons[reason] ?? 'tried again by itself';
  const dead = providers.flatMap((provider) =>
    connections.filter((row) => row.provider === provider && row.status === 'needs_reconnect'),
  );
  if (dead.length === 0) return 'goes on by itself, now that everything is connected';
  return `${namesOf(dead)} ${dead.length === 1 ? 'has' : 'have'} to be connected again`;
}

/** Reasons of deferrals that last; the others end within seconds. */
const reasons: Readonly<Record<string, string>> = {
  failing: 'the other side fails; tried again by itself',
  pace: 'the other side limits calls; goes on by itself',
  rate_limited: 'the other side limits calls; goes on by itself',
  token_endpoint_not_ready: 'the other side does not let us in at the moment; we are on it',
};

/** The links tell what is owed; the queue, why it is not paid. */
function debtRows(facts: WaitingFacts, known: Known): WaitingRow[] {
  if (facts.debts.count === 0) return [];
  const held = heldIn(writeBacksQueueName, facts, known);
  const isHeld = held.entries.length > 0 || held.rest !== undefined;
  const isNoted = facts.aside.some(({ queue }) => queue === writeBacksQueueName);
  if (isNoted && !isHeld)
    return [debtSentence(facts.debts, whyOf('needs_reconnect', [sourceName], known), known)];
  const why = isHeld ? whyOf(reasonOf(held), [sourceName], known) : 'written one after the other';
  return [debtSentence(facts.debts, why, known)];
}

function debtSentence(
  { count, isMore, oldestEpochMs }: Debts,
  why: string,
  known: Known,
): WaitingRow {
  const records = count === 1 && !isMore ? '1 record' : `${isMore ? 'over ' : ''}${count} records`;
  const row = sentence(
    `notes to ${sourceManifest.name} for ${records}`,
    sinceWords(oldestEpochMs, known),
    why,
  );
  return { ...row, isOfTarget: false };
}

function sinceWords(
  sinceEpochMs: number | undefined,
  { timeZone }: Pick<Known, 'timeZone'>,
): string | undefined {
  if (sinceEpochMs === undefined) return undefined;
  return dayAndTime(new Date(sinceEpochMs).toISOString(), timeZone);
}

function sentence(what: string, since: string | undefined, why: string): WaitingRow {
  const text = `${what}${since ? ` since ${since}` : ''} (${why})`;
  return { what, since, why, text, isOfTarget: true };
}
