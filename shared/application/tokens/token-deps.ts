import type { Activity } from '../../contracts/activity-item.ts';
import type { Provider } from '../../contracts/ids.ts';
import type { Activities } from '../../ports/activities.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Connections, TokenFence } from '../../ports/connections.ts';
import type { Crypto } from '../../ports/crypto.ts';
import type { Log, Metrics } from '../../ports/log.ts';
import type { OauthProvider } from '../../ports/oauth-provider.ts';
import type { RetiredPairs } from '../../ports/retired-pairs.ts';
import type { Secrets } from '../../ports/secrets.ts';
import type { Vault } from '../../ports/vault.ts';

/** What a refresh needs of the outside. */
export interface TokenDeps {
  connections: Connections;
  retiredPairs: RetiredPairs;
  vault: Vault;
  providers: Record<Provider, OauthProvider>;
  secrets: Secrets;
  clientSecretNames: Record<Provider, string>;
  activities: Activities;
  clock: Clock;
  crypto: Crypto;
  log: Log;
  metrics: Metrics;
}

/** What logs and activities may tell of a token. */
export function factsOf(fence: TokenFence) {
  const { operatorId, provider, tokenVersion, epoch } = fence;
  return { operatorId, provider, tokenVersion, epoch };
}

/**
 * Notes what happened to a token. It has happened by then, so that a failing note is logged and
 * stops nothing: throwing here would take a fresh token from the caller.
 */
export async function noteTokenEvent(
  deps: Pick<TokenDeps, 'activities' | 'clock' | 'crypto' | 'log'>,
  fence: TokenFence,
  event: { type: string; detail?: Activity['detail'] },
): Promise<void> {
  const { operatorId, provider, tokenVersion, epoch } = fence;
  try {
    await deps.activities.append({
      operatorId,
      activityId: deps.crypto.uuid(),
      at: new Date(deps.clock.nowEpochMs()).toISOString(),
      type: event.type,
      actor: 'rollerdoor',
      detail: { provider, epoch, tokenVersion, ...event.detail },
    });
  } catch (error) {
    // Recovery: the log keeps the event, with the same facts.
    deps.log.error('activity.not_noted', { ...factsOf(fence), type: event.type }, error);
  }
}
