import type { Connection } from '../../contracts/connection-item.ts';
import { DeferredError, NotConnectedError, ProviderError } from '../../domain/errors/errors.ts';
import { isSamePair } from '../../domain/tokens/is-same-pair.ts';
import type { AccessToken, RefusalVerdict } from '../../ports/access-tokens.ts';
import type { ConnectionKey, TokenFence } from '../../ports/connections.ts';
import type { Standing } from '../../ports/oauth-provider.ts';
import { type GiveUpDeps, giveUpConnection } from './give-up-connection.ts';
import type { TokenDeps } from './token-deps.ts';

export type JudgeDeps = GiveUpDeps & Pick<TokenDeps, 'providers'>;

/** A list that lags behind a new consent must not end what was just given. */
const looksToBelieve = 2;
const secondLookAfterMs = 5_000;

/** Marking is one write; whoever dies in between keeps others away for no longer. */
const leaseMs = 10_000;

/** Another worker refreshes the pair: its end shows whether anything is left to judge. */
const busyRetrySeconds = 5;
const replacedRetrySeconds = 2;
const notToldRetrySeconds = 30;

/**
 * Asks the provider whether the connected company still lets us in, and gives the connection up when
 * it was taken out there: an operator can do that without a word to us, and refreshing goes on
 * working. Fenced by epoch and version, so that a connection made anew meanwhile is left alone.
 * @throws NotConnectedError when there is no connection any more. DeferredError when nobody can say now.
 */
export async function judgeRefusal(
  deps: JudgeDeps,
  key: ConnectionKey,
  refused: Pick<AccessToken, 'value' | 'epoch' | 'tokenVersion'>,
): Promise<RefusalVerdict> {
  for (let look = 1; ; look += 1) {
    const current = await deps.connections.get(key);
    if (current?.status !== 'connected') throw notConnected(key, current);
    if (!isSamePair(current, refused)) return 'replaced';
    const standing = await ask(deps, current, refused.value);
    if (standing !== 'taken_out') return standing;
    if (look === looksToBelieve) return giveUp(deps, current);
    await deps.clock.sleep(secondLookAfterMs);
  }
}

async function ask(
  deps: JudgeDeps,
  { operatorId, provider, account }: Connection,
  accessToken: string,
): Promise<Standing> {
  try {
    return await deps.providers[provider].standingOf(accessToken, account);
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    const { code, canRetryHelp } = error.failure;
    deps.log.warn('connection.standing_not_told', { operatorId, provider, code });
    // Recovery: asked again with the work; a provider that never says leaves the refusal as it is.
    if (canRetryHelp) throw new DeferredError('standing_not_told', notToldRetrySeconds);
    return 'stands';
  }
}

async function giveUp(deps: JudgeDeps, current: Connection): Promise<never> {
  const { operatorId, provider, tokenVersion, epoch } = current;
  const leaseOwner = deps.crypto.uuid();
  const fence: TokenFence = { operatorId, provider, tokenVersion, epoch, leaseOwner };
  const nowEpochMs = deps.clock.nowEpochMs();
  const lease = { nowEpochMs, untilEpochMs: nowEpochMs + leaseMs };
  if (!(await deps.connections.takeLease(fence, lease))) {
    throw new DeferredError('token_refresh_running', busyRetrySeconds);
  }
  if (await giveUpConnection(deps, fence, 'taken_out')) {
    throw new NotConnectedError(provider, 'needs_reconnect');
  }
  throw new DeferredError('token_replaced', replacedRetrySeconds);
}

function notConnected(key: ConnectionKey, current: Connection | undefined): NotConnectedError {
  const isWaiting = current?.status === 'needs_reconnect';
  const gone = current === undefined ? 'absent' : 'disconnected';
  return new NotConnectedError(key.provider, isWaiting ? 'needs_reconnect' : gone);
}
