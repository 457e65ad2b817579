import type { Account } from '../../contracts/account.ts';
import type { AccountHolder } from '../../contracts/account-items.ts';
import type { Connection } from '../../contracts/connection-item.ts';
import type { Provider } from '../../contracts/ids.ts';
import { isInUse } from '../../domain/tokens/is-live-epoch.ts';
import type { AccountHolders } from '../../ports/account-holders.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ConnectionKey, Connections } from '../../ports/connections.ts';
import type { Crypto } from '../../ports/crypto.ts';
import type { Operators } from '../../ports/operators.ts';
import type { RetiredPairs } from '../../ports/retired-pairs.ts';
import { isTakenOut } from './taking-out.ts';

export interface HolderDeps {
  accountHolders: AccountHolders;
  operators: Operators;
  connections: Connections;
  retiredPairs: RetiredPairs;
  clock: Clock;
  crypto: Crypto;
}

/** A company at a provider, and the operator that wants or has it. */
export interface Holding extends ConnectionKey {
  account: Account;
}

/** Longer than anybody takes from the claim to the connection. */
const claimMs = 15 * 60_000;

/** Lost to a claim that was made meanwhile; the next look sees it. */
const claimTries = 3;

/** Rows that are read at once. */
const readsAtOnce = 25;

/** What stands written for the operator, until the connection stands or the claim is let go. */
export interface Claim {
  kind: 'held';
  claim: AccountHolder;
}

/**
 * Claims the company for the operator before it is connected. A company belongs to one operator:
 * two that post into one organisation, or whose disconnects end each other, must not come about.
 * Contended: others claim it and let go of it all the time, or it is being taken out at this moment.
 * What a person gave us is to be looked at once more after that: it may have been taken out before.
 */
export async function claimAccount(
  deps: HolderDeps,
  wish: Holding,
): Promise<Claim | { kind: 'taken' } | { kind: 'contended' }> {
  const key = { provider: wish.provider, accountId: wish.account.id };
  for (let attempt = 1; attempt <= claimTries; attempt += 1) {
    const stored = await deps.accountHolders.get(key);
    if (stored !== undefined && isTakenOut(stored, deps.clock.nowEpochMs())) break;
    if (stored !== undefined && (await isOthers(deps, stored, wish))) return { kind: 'taken' };
    const isOwn = stored?.operatorId === wish.operatorId && stored.expiresAtEpochMs === undefined;
    const claim = isOwn ? connectingAnew(deps, wish) : provisional(deps, wish);
    if (!(await deps.accountHolders.put(claim, stored))) continue;
    if (isOwn) return { kind: 'held', claim };
    const [older] = (await connectionsOfOthers(deps, wish)).filter(
      ({ account }) => account.id === wish.account.id,
    );
    if (older === undefined) return { kind: 'held', claim };
    // Connected before companies had holders: from now on it stands written whose it is.
    await deps.accountHolders.put(holderOf(deps, older), claim);
    return { kind: 'taken' };
  }
  return { kind: 'contended' };
}

/** Nothing is connected by this claim any more. */
export async function letGoOfClaim(deps: HolderDeps, { claim }: Claim): Promise<void> {
  if (claim.expiresAtEpochMs !== undefined) return deps.accountHolders.remove(claim);
  const { connectingUntilEpochMs: _until, ...before } = claim;
  await deps.accountHolders.put({ ...before, claimId: deps.crypto.uuid() }, claim);
}

/** The connection stands: the claim has no end any more. */
export async function confirmAccount(deps: HolderDeps, holding: Holding): Promise<boolean> {
  const { provider, account, operatorId } = holding;
  const stored = await deps.accountHolders.get({ provider, accountId: account.id });
  if (stored !== undefined && stored.operatorId !== operatorId) return false;
  return deps.accountHolders.put(holderOf(deps, holding), stored);
}

/**
 * Lets go of a company whose connection, or whose retired pair, has just been ended, unless the
 * operator needs it for something else. Called before the row that names the company is closed, so
 * that whoever is killed in between does it again.
 */
export async function releaseAccount(
  deps: Pick<HolderDeps, 'accountHolders' | 'connections' | 'retiredPairs'>,
  ending: Holding & { pairId?: string },
): Promise<void> {
  const { provider, account, operatorId, pairId } = ending;
  const holder = await deps.accountHolders.get({ provider, accountId: account.id });
  if (holder?.operatorId !== operatorId) return;
  const row = await deps.connections.get({ operatorId, provider });
  const isEnding = row?.status === 'disconnecting' && pairId === undefined;
  if (row?.account.id === account.id && isHolding(row) && !isEnding) return;
  const pairs = await deps.retiredPairs.list(operatorId);
  const others = pairs.filter((pair) => pair.provider === provider && pair.pairId !== pairId);
  if (others.some((pair) => pair.account.id === account.id)) return;
  await deps.accountHolders.remove(holder);
}

/**
 * Every other operator's connection to the provider that is not ended. Read from the connections
 * themselves, because those made before companies had holders are written nowhere else.
 */
export async function connectionsOfOthers(
  deps: Pick<HolderDeps, 'operators' | 'connections'>,
  { operatorId, provider }: ConnectionKey,
): Promise<Connection[]> {
  const listed = [...(await deps.operators.list()), ...(await deps.operators.removals())];
  const ids = listed.map((operator) => operator.operatorId).filter((id) => id !== operatorId);
  const found: Connection[] = [];
  for (let at = 0; at < ids.length; at += readsAtOnce) {
    const keys = ids.slice(at, at + readsAtOnce).map((id) => ({ operatorId: id, provider }));
    const rows = await Promise.all(keys.map((key) => deps.connections.getReadable(key)));
    found.push(...rows.filter((row) => row !== undefined).filter(isHolding));
  }
  return found;
}

/**
 * Whether ending the access to a company would end what another operator uses. Two persons of one
 * company each have a connection of their own; without their ids nobody can tell.
 */
export function isSameAccess(connection: Pick<Connection, 'account'>, account: Account): boolean {
  const { id, connectionId } = connection.account;
  if (id !== account.id) return false;
  if (connectionId === undefined || account.connectionId === undefined) return true;
  return connectionId === account.connectionId;
}

async function isOthers(deps: HolderDeps, stored: AccountHolder, wish: Holding): Promise<boolean> {
  if (stored.operatorId === wish.operatorId) return false;
  const { expiresAtEpochMs, operatorId } = stored;
  if (expiresAtEpochMs !== undefined && expiresAtEpochMs > deps.clock.nowEpochMs()) return true;
  return isUsedBy(deps, { operatorId, provider: wish.provider, account: wish.account });
}

/** A claim alone holds nothing for ever: what stands behind it may have been lost, or restored. */
async function isUsedBy(deps: HolderDeps, holding: Holding): Promise<boolean> {
  const { operatorId, provider, account } = holding;
  const row = await deps.connections.get({ operatorId, provider });
  if (row?.account.id === account.id && isHolding(row)) return true;
  const pairs = await deps.retiredPairs.list(operatorId);
  return pairs.some((pair) => pair.provider === provider && pair.account.id === account.id);
}

function isHolding(row: Connection): boolean {
  return isInUse(row) || row.status === 'disconnecting';
}

function provisional(deps: HolderDeps, holding: Holding): AccountHolder {
  const expiresAtEpochMs = deps.clock.nowEpochMs() + claimMs;
  return { ...holderOf(deps, holding), expiresAtEpochMs };
}

/** It is the operator's, whatever comes of this. */
function connectingAnew(deps: HolderDeps, holding: Holding): AccountHolder {
  const connectingUntilEpochMs = deps.clock.nowEpochMs() + claimMs;
  return { ...holderOf(deps, holding), connectingUntilEpochMs };
}

function holderOf(
  deps: Pick<HolderDeps, 'clock' | 'crypto'>,
  { operatorId, provider, account }: { operatorId: string; provider: Provider; account: Account },
): AccountHolder {
  return {
    provider,
    accountId: account.id,
    operatorId,
    claimId: deps.crypto.uuid(),
    claimedAt: new Date(deps.clock.nowEpochMs()).toISOString(),
  };
}
