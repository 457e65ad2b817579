import type { Account } from '../../contracts/account.ts';
import type { AccountHolder } from '../../contracts/account-items.ts';
import { DeferredError } from '../../domain/errors/errors.ts';
import type { AccountHolders } from '../../ports/account-holders.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ConnectionKey } from '../../ports/connections.ts';
import type { Crypto } from '../../ports/crypto.ts';

export interface TakingOutDeps {
  accountHolders: AccountHolders;
  clock: Clock;
  crypto: Crypto;
}

/** A company, and the operator for whom it is taken out. */
interface Departing extends ConnectionKey {
  account: Pick<Account, 'id'>;
}

/** From the mark until a call has arrived whose sender gave up on it. */
const markedForMs = 60_000;

/** Others mark it and let go of it all the time. */
const triesAtMost = 3;

/** Does the holder, or who claims it, connect the company at this moment? */
export function isConnecting(holder: AccountHolder, nowEpochMs: number): boolean {
  const { expiresAtEpochMs = 0, connectingUntilEpochMs = 0 } = holder;
  if (isBare(holder)) return false;
  return Math.max(expiresAtEpochMs, connectingUntilEpochMs) > nowEpochMs;
}

/** Is somebody about to take the company out? */
export function isTakenOut({ takingOut }: AccountHolder, nowEpochMs: number): boolean {
  return takingOut !== undefined && takingOut.untilEpochMs > nowEpochMs;
}

/**
 * Marks, right before a call that takes a company out of what a person gave us, that it is on its way.
 * Whoever connects a company claims it and then looks; who takes it out marks it and then looks: one of
 * the two sees the other.
 * @throws DeferredError while somebody connects it, or another operator takes it out.
 */
export async function markTakingOut(
  deps: TakingOutDeps,
  { operatorId, provider, account }: Departing,
): Promise<void> {
  const key = { provider, accountId: account.id };
  for (let attempt = 1; attempt <= triesAtMost; attempt += 1) {
    const nowEpochMs = deps.clock.nowEpochMs();
    const stored = await deps.accountHolders.get(key);
    if (stored !== undefined && isConnecting(stored, nowEpochMs)) break;
    const isOthers = stored?.takingOut !== undefined && stored.takingOut.operatorId !== operatorId;
    if (isOthers && isTakenOut(stored, nowEpochMs)) break;
    const untilEpochMs = nowEpochMs + markedForMs;
    const before = stored && withoutMark(stored);
    const holder = before ?? {
      ...key,
      operatorId,
      claimedAt: new Date(nowEpochMs).toISOString(),
      expiresAtEpochMs: untilEpochMs,
    };
    const takingOut = { operatorId, untilEpochMs };
    const mark = { ...holder, takingOut, claimId: deps.crypto.uuid() };
    if (await deps.accountHolders.put(mark, stored)) return;
  }
  throw new DeferredError('account_contended', 60);
}

/** Every call was answered: from now on the company may be connected again. */
export async function endTakingOut(
  deps: TakingOutDeps,
  { operatorId, provider, account }: Departing,
): Promise<void> {
  const mark = await deps.accountHolders.get({ provider, accountId: account.id });
  if (mark?.takingOut?.operatorId !== operatorId) return;
  const before = withoutMark(mark);
  if (before === undefined) return deps.accountHolders.remove(mark);
  await deps.accountHolders.put({ ...before, claimId: deps.crypto.uuid() }, mark);
}

/** Undefined: nobody held it. */
function withoutMark(holder: AccountHolder): AccountHolder | undefined {
  const { takingOut: _mark, ...before } = holder;
  return isBare(holder) ? undefined : before;
}

/** The row is there for its mark alone. */
function isBare({ takingOut, expiresAtEpochMs }: AccountHolder): boolean {
  return takingOut !== undefined && takingOut.untilEpochMs === expiresAtEpochMs;
}
