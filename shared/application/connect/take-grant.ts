import type { ListedAccount, WaitingGrant } from '../../contracts/account-items.ts';
import type { Authorization } from '../../contracts/authorization-item.ts';
import type { Connection } from '../../contracts/connection-item.ts';
import type { AuthorizationResult } from '../../domain/portal/authorization-result.ts';
import {
  addedAccounts,
  type Recognition,
  recogniseAccount,
} from '../../domain/tokens/recognise-account.ts';
import type { Grant } from '../../ports/oauth-provider.ts';
import { connectionsOfOthers } from '../tokens/account-holding.ts';
import { type Consent, pairOf } from '../tokens/consent.ts';
import { giveBackWaiting, refuseGrant } from '../tokens/give-back.ts';
import { sealTokenPair } from '../tokens/token-pairs.ts';
import { type ConnectAccountDeps, connectAccount, refuseTaken } from './connect-account.ts';
import { type ListAccountsDeps, listAccounts } from './list-accounts.ts';
import { authorizationMs } from './start-authorization.ts';

export interface TakeGrantDeps extends ConnectAccountDeps, ListAccountsDeps {}

/** As long as a person has for the provider's own page. */
const choiceMs = 10 * 60_000;

/** Finds out for which company a fresh grant is and connects it, or has the person choose. */
export async function takeGrant(
  deps: TakeGrantDeps,
  authorization: Authorization,
  given: { grant: Grant; mayBeOtherAccount: boolean; visitorName?: string | undefined },
): Promise<AuthorizationResult> {
  const { operatorId, provider, linkId } = authorization;
  const listed = await listAccounts(deps, authorization, given.grant.accessToken);
  const bare = { operatorId, provider, linkId, ...given, added: [] };
  if (typeof listed === 'string') {
    await refuseGrant(deps, bare);
    return { kind: listed, provider };
  }
  const startedAtEpochMs = authorization.expiresAtEpochMs - authorizationMs;
  const earlier = await waitingOf(deps, authorization, listed);
  const consent = { ...bare, added: withEarlier(addedAccounts(listed, startedAtEpochMs), earlier) };
  const recognition = await recognise(deps, consent, { listed, startedAtEpochMs });
  const choice = { waitingId: authorization.browserHash, startedAtEpochMs };
  const result = await actOn(deps, consent, { recognition, choice });
  // Put over by a new choice, this one is another and stays.
  if (earlier !== undefined) await deps.waitingGrants.remove(earlier);
  return result;
}

async function actOn(
  deps: TakeGrantDeps,
  consent: Consent,
  found: { recognition: Recognition; choice: { waitingId: string; startedAtEpochMs: number } },
): Promise<AuthorizationResult> {
  const { recognition, choice } = found;
  const { provider } = consent;
  switch (recognition.kind) {
    case 'one':
      return connectRecognised(deps, consent, { ...choice, account: recognition.account });
    case 'several':
      await putToWait(deps, consent, { ...choice, accounts: recognition.accounts });
      return { kind: 'choose_account', provider };
    case 'taken':
      return refuseTaken(deps, consent, recognition.account);
    case 'none':
      await refuseGrant(deps, consent);
      return { kind: 'no_account', provider };
  }
}

/** What else was allowed is written down first, so that it is given back whoever dies on the way. */
async function connectRecognised(
  deps: TakeGrantDeps,
  consent: Consent,
  found: { account: ListedAccount; startedAtEpochMs: number },
): Promise<AuthorizationResult> {
  const { account, startedAtEpochMs } = found;
  if (consent.added.every(({ id }) => id === account.id)) {
    return connectAccount(deps, consent, account);
  }
  const waiting = await putToWait(deps, consent, {
    accounts: [],
    waitingId: deps.crypto.uuid(),
    startedAtEpochMs,
    answeredAtEpochMs: deps.clock.nowEpochMs(),
  });
  const result = await connectAccount(deps, consent, account);
  await deps.waitingGrants.remove(waiting);
  return result;
}

/**
 * What this very visit was asked before and has not answered: its companies are greyed out on the
 * provider's page by now, and count as chosen this time. Those of another person are given back.
 */
async function waitingOf(
  deps: TakeGrantDeps,
  { operatorId, provider, browserHash }: Authorization,
  listed: ListedAccount[],
): Promise<WaitingGrant | undefined> {
  const waiting = await deps.waitingGrants.get({ operatorId, provider, waitingId: browserHash });
  if (waiting === undefined || waiting.answeredAtEpochMs !== undefined) return undefined;
  const added = waiting.added.filter((one) => isListed(one, listed));
  if (added.length > 0) return { ...waiting, added };
  await giveBackWaiting(deps, waiting);
  return undefined;
}

function withEarlier(added: ListedAccount[], earlier: WaitingGrant | undefined): ListedAccount[] {
  return [...added, ...(earlier?.added ?? []).filter((one) => !isListed(one, added))];
}

function isListed({ connectionId }: ListedAccount, listed: ListedAccount[]): boolean {
  return listed.some((one) => one.connectionId === connectionId);
}

async function recognise(
  deps: TakeGrantDeps,
  consent: Consent,
  found: { listed: ListedAccount[]; startedAtEpochMs: number },
): Promise<Recognition> {
  const { operatorId, provider, mayBeOtherAccount, added } = consent;
  const previous = await deps.connections.get({ operatorId, provider });
  const others = await othersWhoMayBeListed(deps, consent, found.listed);
  return recogniseAccount({
    ...found,
    added,
    present: previous?.account,
    mayBeOtherAccount,
    isHeldByOther: ({ id }) => others.some(({ account }) => account.id === id),
  });
}

/** A grant for a single company lists no other operator's; who holds that one, the claim finds out. */
async function othersWhoMayBeListed(
  deps: TakeGrantDeps,
  consent: Consent,
  listed: ListedAccount[],
): Promise<Connection[]> {
  const isOfOneCompany = deps.providers[consent.provider].revocationEnds === 'pair';
  return isOfOneCompany || listed.length === 0 ? [] : connectionsOfOthers(deps, consent);
}

async function putToWait(
  deps: TakeGrantDeps,
  consent: Consent,
  choice: Pick<WaitingGrant, 'accounts' | 'waitingId' | 'startedAtEpochMs' | 'answeredAtEpochMs'>,
): Promise<WaitingGrant> {
  const { operatorId, provider, linkId, mayBeOtherAccount, added, grant } = consent;
  const nowEpochMs = deps.clock.nowEpochMs();
  const waiting = {
    ...choice,
    operatorId,
    provider,
    linkId,
    mayBeOtherAccount,
    added,
    grantId: deps.crypto.uuid(),
    sealedTokens: await sealTokenPair(
      deps.vault,
      { operatorId, provider, epoch: 0 },
      pairOf(grant),
    ),
    tokensExpireAtEpochMs: nowEpochMs + grant.expiresInSeconds * 1000,
    scopes: grant.scopes,
    expiresAtEpochMs: nowEpochMs + choiceMs,
  };
  await deps.waitingGrants.put(waiting);
  return waiting;
}
