import type { Connection } from '../../contracts/connection-item.ts';
import type { TokenPair } from '../../contracts/token-pairs.ts';
import { ProviderError } from '../../domain/errors/errors.ts';
import type { AccessToken } from '../../ports/access-tokens.ts';
import type { Crypto } from '../../ports/crypto.ts';
import type { Endpoints } from '../../ports/endpoints.ts';
import type { Log, Metrics } from '../../ports/log.ts';
import type { BeforeSending } from '../../ports/oauth-provider.ts';
import type { Source } from '../../ports/source.ts';
import { sourceName } from '../../source/source-name.ts';
import { endpointIdOf, ourEndpoints } from './our-endpoints.ts';

export interface RemoveEndpointsDeps {
  endpoints: Endpoints;
  /** A source that acts with this very token: the connection itself serves nobody any more. */
  sourceWith(operatorId: string, token: AccessToken): Source;
  crypto: Crypto;
  log: Log;
  metrics: Metrics;
  portalBaseUrl: string;
}

/** Whose endpoints: a connection that ends, or a pair of a company that was left. */
type EndingAccess = Pick<
  Connection,
  'operatorId' | 'provider' | 'account' | 'epoch' | 'tokenVersion' | 'endpointId'
>;

export interface EndingEndpoints {
  /** Undefined: none is alive any more. */
  tokens: TokenPair | undefined;
  /** What was registered under a later one belongs to a connection that was made meanwhile. */
  lastEpoch: number;
  /** @throws DeferredError when what was decided to be ended may have been connected anew. */
  readonly lookAgain: BeforeSending;
}

/**
 * Switches our endpoints off at the source and forgets their secrets. Without a live token only the
 * latter can be done; deliveries are then refused here. Does nothing for other providers.
 * @throws DeferredError, ProviderError or NotConnectedError when it has to be done later.
 */
export async function removeWebhookEndpoints(
  deps: RemoveEndpointsDeps,
  connection: EndingAccess,
  ending: EndingEndpoints,
): Promise<void> {
  if (connection.provider !== sourceName) return;
  try {
    await switchOff(deps, connection, ending);
  } catch (error) {
    if (!(error instanceof ProviderError) || error.failure.canRetryHelp) throw error;
    // Recovery: revoking matters more than a switch that the source refuses for good; what it still
    // delivers is refused here as unknown.
    const { operatorId } = connection;
    deps.metrics.count('EndpointNotRemoved');
    deps.log.error('endpoint.not_removed', { operatorId, code: error.failure.code });
  }
  if (connection.endpointId !== undefined) await deps.endpoints.remove(connection.endpointId);
}

async function switchOff(
  deps: RemoveEndpointsDeps,
  connection: EndingAccess,
  { tokens, lastEpoch, lookAgain }: EndingEndpoints,
): Promise<void> {
  if (tokens === undefined) return;
  const { operatorId, account, epoch, tokenVersion } = connection;
  const source = deps.sourceWith(operatorId, {
    value: tokens.accessToken,
    accountId: account.id,
    accountName: account.name,
    epoch,
    tokenVersion,
  });
  const ours = await ourEndpoints(deps, source, operatorId);
  const former = ours.filter((endpoint) => (endpoint.epoch ?? 0) <= lastEpoch);
  for (const { sourceEndpointId, url, isEnabled } of former) {
    // A new connection's may be among them: on at the source already, and not yet stored here.
    await lookAgain();
    // A key of its own for each try: stored errors are replayed under a used key.
    const key = deps.crypto.uuid5(`disable-endpoint ${sourceEndpointId} ${deps.crypto.uuid()}`);
    if (isEnabled) await source.disableWebhookEndpoint(sourceEndpointId, key);
    await deps.endpoints.remove(endpointIdOf(deps, url));
  }
}
