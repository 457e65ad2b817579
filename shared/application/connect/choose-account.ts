import type { WaitingGrant } from '../../contracts/account-items.ts';
import type { Provider } from '../../contracts/ids.ts';
import type { SessionClaims } from '../../contracts/portal-tokens.ts';
import { type AccountChoice, accountChoice } from '../../domain/portal/account-choice.ts';
import type { AuthorizationResult } from '../../domain/portal/authorization-result.ts';
import { noteConsent } from '../tokens/consent.ts';
import { consentOf, giveBack } from '../tokens/give-back.ts';
import { type ConnectAccountDeps, connectAccount } from './connect-account.ts';
import { hashBrowser } from './start-authorization.ts';

/** Longer than connecting takes, and than any worker lives; the access token lives on beyond it. */
const actMs = 5 * 60_000;

/** What the visitor is asked; undefined when there is nothing to choose, or no longer. */
export async function loadChoice(
  deps: ConnectAccountDeps,
  visit: { session: SessionClaims; provider: Provider },
): Promise<AccountChoice | undefined> {
  const waiting = await openChoice(deps, visit);
  const operator = waiting && (await deps.operators.get(waiting.operatorId));
  if (waiting === undefined || operator === undefined || operator.removal) return undefined;
  const { provider, accounts } = waiting;
  return accountChoice({ provider, operatorName: operator.name, accounts });
}

/**
 * Goes on with the grant that waits for this visit: connects the company that was chosen and gives
 * the others back. Of two answers one counts.
 * @param answer `accountId` undefined: none of them.
 */
export async function chooseAccount(
  deps: ConnectAccountDeps,
  visit: { session: SessionClaims; provider: Provider },
  answer: { accountId: string | undefined },
): Promise<AuthorizationResult> {
  const { provider } = visit;
  const waiting = await openChoice(deps, visit);
  const operator = waiting && (await deps.operators.get(waiting.operatorId));
  if (waiting === undefined) return { kind: 'choice_over', provider };
  if (operator === undefined || operator.removal) return { kind: 'operator_removed', provider };
  const { accountId } = answer;
  const account = waiting.accounts.find(({ id }) => id === accountId);
  if (account === undefined && accountId !== undefined) return { kind: 'choose_account', provider };
  const nowEpochMs = deps.clock.nowEpochMs();
  // Given in the last moment of the wait, it must not be taken for none while it is acted on.
  const isFirst = await deps.waitingGrants.answer(waiting, nowEpochMs, nowEpochMs + actMs);
  if (!isFirst) return { kind: 'choice_over', provider };
  const { visitorName } = visit.session;
  const consent = { ...(await consentOf(deps, waiting)), visitorName };
  if (account === undefined) {
    await noteConsent(deps, consent, { type: 'connection.none_chosen', detail: {} });
    const givenBack = await giveBack(deps, consent, waiting.added);
    await deps.waitingGrants.remove(waiting);
    return { kind: 'none_chosen', provider, givenBack };
  }
  const detail = { accountName: account.name, among: waiting.accounts.length };
  await noteConsent(deps, consent, { type: 'connection.account_chosen', detail });
  const result = await connectAccount(deps, consent, account);
  // From here on nothing is left that the tending would have to give back.
  await deps.waitingGrants.remove(waiting);
  return result;
}

async function openChoice(
  deps: ConnectAccountDeps,
  { session, provider }: { session: SessionClaims; provider: Provider },
): Promise<WaitingGrant | undefined> {
  const { operatorId, linkId } = session;
  const waitingId = hashBrowser(deps.crypto, session);
  const waiting = await deps.waitingGrants.get({ operatorId, provider, waitingId });
  if (waiting === undefined || waiting.linkId !== linkId) return undefined;
  const isOver = waiting.expiresAtEpochMs <= deps.clock.nowEpochMs();
  return isOver || waiting.answeredAtEpochMs !== undefined ? undefined : waiting;
}
