import type { Account } from '../../contracts/account.ts';
import type { ListedAccount, WaitingGrant } from '../../contracts/account-items.ts';
import type { Provider } from '../../contracts/ids.ts';
import { DeferredError, ProviderError } from '../../domain/errors/errors.ts';
import { isInUse } from '../../domain/tokens/is-live-epoch.ts';
import type { Activities } from '../../ports/activities.ts';
import type { Log, Metrics } from '../../ports/log.ts';
import type { OauthProvider } from '../../ports/oauth-provider.ts';
import type { WaitingGrants } from '../../ports/waiting-grants.ts';
import {
  connectionsOfOthers,
  type HolderDeps,
  type Holding,
  isSameAccess,
} from './account-holding.ts';
import { type Consent, noteConsent, pairOf } from './consent.ts';
import { throwIfOld } from './look-again.ts';
import { type RetireDeps, retireLoose } from './retire-pair.ts';
import { endTakingOut, isConnecting, markTakingOut } from './taking-out.ts';
import { openTokenPair, sealTokenPair } from './token-pairs.ts';

export interface GiveBackDeps extends HolderDeps, RetireDeps {
  providers: Record<Provider, OauthProvider>;
  waitingGrants: WaitingGrants;
  activities: Activities;
  log: Log;
  metrics: Metrics;
}

/**
 * Puts away a grant that is not going to be used. A pair is revoked; where a revocation ends all that
 * the person gave us, other operators' connections with it, only what this consent added is given
 * back, and the pair lapses. Answers with the names of what was given back.
 * @param account For which company the grant is, as far as that is known.
 */
export async function refuseGrant(
  deps: GiveBackDeps,
  consent: Consent,
  account: Account = { id: '', name: '' },
): Promise<string[]> {
  const { operatorId, provider, grant, added } = consent;
  if (deps.providers[provider].revocationEnds !== 'pair') {
    return giveBack(deps, consent, added);
  }
  await retireLoose(deps, {
    operatorId,
    provider,
    account: { id: account.id, name: account.name },
    epoch: 0,
    tokens: pairOf(grant),
    expiresAtEpochMs: deps.clock.nowEpochMs() + grant.expiresInSeconds * 1000,
  });
  return [];
}

/**
 * Takes companies out again that a consent added and that nobody needs, and answers with their
 * names. What the provider does not do now is remembered, and done by the tending.
 */
export async function giveBack(
  deps: GiveBackDeps,
  consent: Consent,
  accounts: ListedAccount[],
): Promise<string[]> {
  const { given, owed } = await takeOut(deps, consent, accounts);
  if (owed.length > 0) await remember(deps, consent, owed);
  return given;
}

export type WaitingEnd = { kind: 'ended' } | { kind: 'wait' };

/** Gives back what a grant that waits no longer had opened; stopped at any point it may run again. */
export async function giveBackWaiting(
  deps: GiveBackDeps,
  waiting: WaitingGrant,
): Promise<WaitingEnd> {
  const { operatorId, provider } = waiting;
  if (deps.clock.nowEpochMs() >= waiting.tokensExpireAtEpochMs) {
    // Refreshing here could end the very pair that a connection of the same consent uses.
    deps.metrics.count('AccountNotGivenBack', waiting.added.length);
    deps.log.error('account.not_given_back', { operatorId, provider });
  } else {
    const { owed } = await takeOut(deps, await consentOf(deps, waiting), waiting.added);
    if (owed.length > 0) return { kind: 'wait' };
  }
  await deps.waitingGrants.remove(waiting);
  return { kind: 'ended' };
}

/** The permission as it was when it was put to wait. */
export async function consentOf(deps: GiveBackDeps, waiting: WaitingGrant): Promise<Consent> {
  const { operatorId, provider, linkId, mayBeOtherAccount, added, scopes } = waiting;
  const { accessToken, refreshToken } = await openTokenPair(deps.vault, { ...waiting, epoch: 0 });
  const leftMs = waiting.tokensExpireAtEpochMs - deps.clock.nowEpochMs();
  const expiresInSeconds = Math.floor(leftMs / 1000);
  const grant = { accessToken, refreshToken, expiresInSeconds, scopes };
  return { operatorId, provider, linkId, mayBeOtherAccount, added, grant };
}

/** Thrown right before the call, instead of which nothing is sent. */
class NeededAfterAll extends Error {}

async function takeOut(
  deps: GiveBackDeps,
  consent: Consent,
  accounts: ListedAccount[],
): Promise<{ given: string[]; owed: ListedAccount[] }> {
  const provider = deps.providers[consent.provider];
  const given: string[] = [];
  const owed: ListedAccount[] = [];
  for (const account of await unneeded(deps, consent, accounts)) {
    const lookAgain = () => lookRightBefore(deps, consent, account);
    try {
      await provider.disconnectAccount?.(consent.grant.accessToken, account, lookAgain);
    } catch (error) {
      // Recovery: nothing was sent, and nothing is owed.
      if (error instanceof NeededAfterAll) continue;
      if (!(error instanceof ProviderError) && !(error instanceof DeferredError)) throw error;
      // Recovery: the caller keeps it as owed, and it is tried again.
      owed.push(account);
      continue;
    }
    await endTakingOut(deps, holdingOf(consent, account));
    given.push(account.name);
    const detail = { accountName: account.name };
    await noteConsent(deps, consent, { type: 'connection.given_back', detail });
  }
  return { given, owed };
}

/** Between the first look and the call somebody may have begun to connect it. */
async function lookRightBefore(
  deps: GiveBackDeps,
  consent: Consent,
  account: Account,
): Promise<void> {
  const lookedAtEpochMs = deps.clock.nowEpochMs();
  const isUnneeded = async () => (await unneeded(deps, consent, [account])).length > 0;
  try {
    await markTakingOut(deps, holdingOf(consent, account));
  } catch (error) {
    // Recovery: where another operator connects it, nothing is owed.
    if (!(error instanceof DeferredError) || (await isUnneeded())) throw error;
    throw new NeededAfterAll();
  }
  if (!(await isUnneeded())) {
    await endTakingOut(deps, holdingOf(consent, account));
    throw new NeededAfterAll();
  }
  throwIfOld(deps.clock, lookedAtEpochMs);
}

function holdingOf({ operatorId, provider }: Consent, account: Account): Holding {
  return { operatorId, provider, account };
}

async function unneeded<A extends Account>(
  deps: GiveBackDeps,
  consent: Consent,
  accounts: A[],
): Promise<A[]> {
  if (accounts.length === 0) return [];
  if (deps.providers[consent.provider].disconnectAccount === undefined) return [];
  const others = await connectionsOfOthers(deps, consent);
  const own = await deps.connections.get(consent);
  const found: A[] = [];
  for (const account of accounts) {
    const isOwn = own !== undefined && isInUse(own) && own.account.id === account.id;
    if (isOwn || others.some((row) => isSameAccess(row, account))) continue;
    if (!(await isNeededByHolder(deps, consent, account))) found.push(account);
  }
  return found;
}

/** Somebody connects it at this moment, perhaps through the very same person, or is leaving it. */
async function isNeededByHolder(
  deps: GiveBackDeps,
  { operatorId, provider }: Consent,
  account: Account,
): Promise<boolean> {
  const holder = await deps.accountHolders.get({ provider, accountId: account.id });
  if (holder === undefined || holder.operatorId === operatorId) return false;
  if (isConnecting(holder, deps.clock.nowEpochMs())) return true;
  const pairs = await deps.retiredPairs.list(holder.operatorId);
  return pairs.some((pair) => pair.provider === provider && isSameAccess(pair, account));
}

async function remember(
  deps: GiveBackDeps,
  consent: Consent,
  owed: ListedAccount[],
): Promise<void> {
  const { operatorId, provider, linkId, mayBeOtherAccount, grant } = consent;
  const nowEpochMs = deps.clock.nowEpochMs();
  // Without the refresh token: another row may use it by now.
  const pair = { accessToken: grant.accessToken };
  await deps.waitingGrants.put({
    operatorId,
    provider,
    waitingId: deps.crypto.uuid(),
    grantId: deps.crypto.uuid(),
    sealedTokens: await sealTokenPair(deps.vault, { operatorId, provider, epoch: 0 }, pair),
    tokensExpireAtEpochMs: nowEpochMs + grant.expiresInSeconds * 1000,
    scopes: grant.scopes,
    linkId,
    mayBeOtherAccount,
    startedAtEpochMs: nowEpochMs,
    accounts: [],
    added: owed,
    answeredAtEpochMs: nowEpochMs,
    expiresAtEpochMs: nowEpochMs,
  });
}
