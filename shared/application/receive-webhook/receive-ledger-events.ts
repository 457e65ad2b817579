import type { Target } from '../../contracts/ids.ts';
import type { EventWords } from '../../contracts/provider-manifest.ts';
import { toldAccounts } from '../../contracts/told-events.ts';
import { decodeBase64Url } from '../../domain/portal/base64-url.ts';
import type { AccountHolders } from '../../ports/account-holders.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Crypto } from '../../ports/crypto.ts';
import type { LedgerWatches } from '../../ports/ledger-watches.ts';
import type { Log, Metrics } from '../../ports/log.ts';

/** One call by which a target tells that something changed. */
export interface EventsCall {
  signatureHeader: string | undefined;
  body: Uint8Array;
}

export interface ReceiveEventsDeps {
  /** Undefined where the stage has no key: then nothing is received. */
  events: Record<Target, { words: EventWords; keys(): Promise<string[]> } | undefined>;
  accountHolders: Pick<AccountHolders, 'get'>;
  ledgerWatches: LedgerWatches;
  clock: Clock;
  crypto: Crypto;
  log: Log;
  metrics: Metrics;
}

export type EventsReceipt = 'accepted' | 'unknown_target' | 'bad_signature' | 'unreadable';

/** One call tells of up to some hundred changes; each company is noted once. */
const accountsAtMost = 500;
/**
 * So long until a look finds nothing of it too fresh. Each of our own writes is told as well, and all that
 * is told meanwhile is one look.
 */
const settledAfterMs = 150_000;

/**
 * Takes a target's word that something changed, and nothing else of it: the operators of these companies
 * are looked at within minutes, as they would be at night. A forged, doubled or lost call does no harm beyond
 * a look, and a flood of them none beyond one look in some minutes.
 */
export async function receiveLedgerEvents(
  deps: ReceiveEventsDeps,
  target: Target,
  call: EventsCall,
): Promise<EventsReceipt> {
  const receipt = await receive(deps, target, call);
  deps.metrics.count(`LedgerEvents_${receipt}`);
  if (receipt !== 'accepted') deps.log.warn('ledger_events.refused', { target, reason: receipt });
  return receipt;
}

async function receive(
  deps: ReceiveEventsDeps,
  target: Target,
  call: EventsCall,
): Promise<EventsReceipt> {
  const events = deps.events[target];
  if (events === undefined) return 'unknown_target';
  const keys = await events.keys();
  if (!keys.some((key) => isGenuine(call, key, deps.crypto))) return 'bad_signature';
  const accounts = accountsIn(call.body, events.words);
  if (accounts === undefined) return 'unreadable';
  const distinct = [...new Set(accounts)].slice(0, accountsAtMost);
  await Promise.all(distinct.map((accountId) => noteChanged(deps, target, accountId)));
  return 'accepted';
}

/** Compared as bytes, whichever of the ways to write base64 was used. */
function isGenuine({ signatureHeader, body }: EventsCall, key: string, crypto: Crypto): boolean {
  const given = decodeBase64Url(urlSafe(signatureHeader ?? ''));
  return given !== undefined && crypto.equal(given, crypto.hmacSha256(key, body));
}

function urlSafe(base64: string): string {
  return base64.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** Undefined: nobody can read that. */
function accountsIn(body: Uint8Array, { list, account }: EventWords): string[] | undefined {
  const told = toldAccounts(list, account).safeParse(new TextDecoder().decode(body));
  return told.success ? told.data : undefined;
}

async function noteChanged(
  deps: ReceiveEventsDeps,
  target: Target,
  accountId: string,
): Promise<void> {
  const holder = await deps.accountHolders.get({ provider: target, accountId });
  if (holder === undefined) return;
  const { operatorId } = holder;
  const atEpochMs = deps.clock.nowEpochMs() + settledAfterMs;
  await deps.ledgerWatches.lookBy({ operatorId, target }, atEpochMs);
}
