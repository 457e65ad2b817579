import type { Account } from '../../contracts/account.ts';
import type { Connection } from '../../contracts/connection-item.ts';
import type { Provider } from '../../contracts/ids.ts';
import { ProviderError } from '../../domain/errors/errors.ts';
import type { AuthorizationResult } from '../../domain/portal/authorization-result.ts';
import { optional } from '../../domain/source/optional.ts';
import { isSameAccount } from '../../domain/tokens/decide-account-match.ts';
import { isInUse } from '../../domain/tokens/is-live-epoch.ts';
import { claimAccount, confirmAccount, letGoOfClaim } from '../tokens/account-holding.ts';
import { type Consent, noteConsent, pairOf } from '../tokens/consent.ts';
import { type GiveBackDeps, giveBack, refuseGrant } from '../tokens/give-back.ts';
import { retireStored } from '../tokens/retire-pair.ts';
import { sealTokenPair } from '../tokens/token-pairs.ts';

export interface ConnectAccountDeps extends GiveBackDeps {
  /** What a fresh connection needs; a failure is repaired by the sweep and never undoes it. */
  afterConnected: Record<Provider, (operatorId: string) => Promise<void>>;
}

const replaceTries = 3;

/** Makes the operator's connection of a consent to this company, if nothing speaks against it. */
export async function connectAccount(
  deps: ConnectAccountDeps,
  consent: Consent,
  account: Account,
): Promise<AuthorizationResult> {
  const { operatorId, provider } = consent;
  for (let attempt = 1; attempt <= replaceTries; attempt += 1) {
    const previous = await deps.connections.get({ operatorId, provider });
    if (!consent.mayBeOtherAccount && !isSameAccount(previous?.account, account)) {
      return refuseOther(deps, consent, { before: previous?.account, now: account });
    }
    const claim = await claimAccount(deps, { operatorId, provider, account });
    if (claim.kind === 'taken') return refuseTaken(deps, consent, account);
    if (claim.kind === 'contended') break;
    if (!(await isStillOpen(deps, consent, account))) {
      await letGoOfClaim(deps, claim);
      break;
    }
    const connection = await newConnection(deps, consent, { account, previous });
    if (previous !== undefined) await retireStored(deps, previous);
    if (await replace(deps, connection, previous))
      return finishReplacing(deps, consent, connection);
    await letGoOfClaim(deps, claim);
  }
  // Others connected the same provider, or company, each time we tried: they were given the later permission.
  // Or the company was just being taken out: the person is to permit it again.
  await refuseGrant(deps, consent, account);
  return { kind: 'provider_unavailable', provider };
}

/**
 * Where somebody's permission is given back company by company, this one may have been taken out since
 * it was listed: by who was refused it, or by the operator's own leaving. Asked once it is claimed, from
 * when on nobody takes it out.
 */
async function isStillOpen(
  deps: ConnectAccountDeps,
  { operatorId, provider, grant }: Consent,
  account: Account,
): Promise<boolean> {
  const asked = deps.providers[provider];
  if (asked.disconnectAccount === undefined) return true;
  try {
    if ((await asked.standingOf(grant.accessToken, account)) === 'stands') return true;
    deps.log.warn('authorization.account_gone', { operatorId, provider });
  } catch (error) {
    // Recovery: not known to be open, so it is not connected; the person is told to try again.
    if (!(error instanceof ProviderError)) throw error;
    deps.log.warn('authorization.account_unknown', { code: error.failure.code });
  }
  return false;
}

/** The company belongs to another operator, of whom nothing is told: the person may be a stranger to it. */
export async function refuseTaken(
  deps: GiveBackDeps,
  consent: Consent,
  account: Account | undefined,
): Promise<AuthorizationResult> {
  const givenBack = await refuseGrant(deps, consent, account);
  const detail = account === undefined ? {} : { accountName: account.name, accountId: account.id };
  await noteConsent(deps, consent, { type: 'connection.account_taken', detail });
  const { provider } = consent;
  return { kind: 'account_taken', provider, account: account?.name, ...unlessEmpty(givenBack) };
}

async function refuseOther(
  deps: ConnectAccountDeps,
  consent: Consent,
  { before, now }: { before: Account | undefined; now: Account },
): Promise<AuthorizationResult> {
  const givenBack = await refuseGrant(deps, consent, now);
  await noteConsent(deps, consent, { type: 'connection.other_account', detail: {} });
  const { provider } = consent;
  const names = { before: before?.name ?? '', now: now.name };
  return { kind: 'other_account', provider, ...names, ...unlessEmpty(givenBack) };
}

function unlessEmpty(givenBack: string[]): { givenBack?: string[] } {
  return givenBack.length === 0 ? {} : { givenBack };
}

function replace(
  deps: ConnectAccountDeps,
  connection: Connection,
  previous: Connection | undefined,
): Promise<boolean> {
  return previous === undefined
    ? deps.connections.replace(connection, 0)
    : deps.connections.replace(connection, previous.epoch, previous.tokenVersion);
}

async function newConnection(
  deps: ConnectAccountDeps,
  consent: Consent,
  { account, previous }: { account: Account; previous: Connection | undefined },
): Promise<Connection> {
  const { grant, operatorId, provider } = consent;
  const nowEpochMs = deps.clock.nowEpochMs();
  const epoch = (previous?.epoch ?? 0) + 1;
  return {
    operatorId,
    provider,
    status: 'connected',
    sealedTokens: await sealTokenPair(deps.vault, { operatorId, provider, epoch }, pairOf(grant)),
    ...continuedSince(previous, account),
    // Never starts over: a refresher of the former grant must not find its version again.
    tokenVersion: (previous?.tokenVersion ?? 0) + 1,
    epoch,
    expiresAtEpochMs: nowEpochMs + grant.expiresInSeconds * 1000,
    scopes: grant.scopes,
    account: accountOf(account),
    connectedAt: new Date(nowEpochMs).toISOString(),
    connectedBy: consent.linkId,
    ...optional('connectedByName', consent.visitorName),
  };
}

/** Without what the list told of the consent. */
function accountOf({ id, name, connectionId }: Account): Account {
  return { id, name, ...(connectionId === undefined ? {} : { connectionId }) };
}

/** Connecting the same company anew goes on with what is under way; after a disconnect nothing is. */
function continuedSince(
  previous: Connection | undefined,
  account: Account,
): Pick<Connection, 'sinceEpoch' | 'sinceAt'> {
  if (previous === undefined || !isInUse(previous)) return {};
  if (!isSameAccount(previous.account, account)) return {};
  const { epoch, connectedAt } = previous;
  const { sinceEpoch = epoch, sinceAt = connectedAt } = previous;
  return { sinceEpoch, sinceAt };
}

/** The connection stands; everything from here on is made up for if it fails. */
async function finishReplacing(
  deps: ConnectAccountDeps,
  consent: Consent,
  connection: Connection,
): Promise<AuthorizationResult> {
  const { operatorId, provider, account, epoch } = connection;
  if (!(await confirmAccount(deps, connection))) {
    deps.log.error('account.held_twice', { operatorId, provider });
  }
  const detail = { epoch, accountName: account.name };
  await noteConsent(deps, consent, { type: 'connection.connected', detail });
  deps.log.info('connection.connected', { operatorId, provider, epoch });
  try {
    await deps.afterConnected[provider](operatorId);
  } catch (error) {
    // Recovery: the connection stands; the refresh sweep makes up for what is missing.
    deps.log.error('connection.set_up_incomplete', { operatorId, provider }, error);
  }
  const others = consent.added.filter(({ id }) => id !== account.id);
  const givenBack = await giveBack(deps, consent, others);
  if (givenBack.length === 0) return { kind: 'connected', provider };
  return { kind: 'connected', provider, account: account.name, givenBack };
}
