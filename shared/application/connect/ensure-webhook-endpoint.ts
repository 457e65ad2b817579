import type { Connection } from '../../contracts/connection-item.ts';
import type { Endpoint } from '../../contracts/endpoint-item.ts';
import { ProviderError } from '../../domain/errors/errors.ts';
import { restsWithoutEndpoint } from '../../domain/intake/retry-events.ts';
import type { Activities } from '../../ports/activities.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Connections } from '../../ports/connections.ts';
import type { Crypto } from '../../ports/crypto.ts';
import type { Endpoints } from '../../ports/endpoints.ts';
import type { Log, Metrics } from '../../ports/log.ts';
import type { Source, SourceFor } from '../../ports/source.ts';
import type { SourceStates } from '../../ports/source-states.ts';
import type { Vault } from '../../ports/vault.ts';
import { sourceName } from '../../source/source-name.ts';
import { endpointDelivers } from '../intake/note-lack.ts';
import { createNarrowed, rememberEvents, widen } from '../intake/subscribe.ts';
import { sourceStateOf } from '../source-state/change-source-state.ts';
import { addressPrefix, endpointIdOf, ourEndpoints } from '../tokens/our-endpoints.ts';

export interface EnsureWebhookEndpointDeps {
  connections: Connections;
  endpoints: Endpoints;
  sourceFor: SourceFor;
  vault: Vault;
  activities: Activities;
  clock: Clock;
  crypto: Crypto;
  log: Log;
  metrics: Metrics;
  sourceStates: SourceStates;
  portalBaseUrl: string;
}

/** 128 bits: nobody finds another operator's address by trying. */
const endpointIdBytes = 16;

/**
 * Sees to it that the source delivers the operator's events to us, under an address of this epoch.
 * Does nothing when that is the case already. Stopped at any point it may simply run again: an
 * endpoint whose secret was lost on the way is found by its address and switched off.
 * @throws ProviderError or DeferredError when the source cannot be reached now.
 */
export async function ensureWebhookEndpoint(
  deps: EnsureWebhookEndpointDeps,
  operatorId: string,
): Promise<'present' | 'registered' | 'not_connected' | 'refused'> {
  const connection = await deps.connections.get({ operatorId, provider: sourceName });
  if (connection?.status !== 'connected') return 'not_connected';
  if (await isRegistered(deps, connection)) return 'present';
  if (await rests(deps, connection)) return 'refused';
  const source = deps.sourceFor(operatorId);
  const enabled = (await ourEndpoints(deps, source, operatorId)).filter((one) => one.isEnabled);
  const endpoint =
    (await endpointOfThisEpoch(deps, enabled, connection)) ??
    (await register(deps, source, connection));
  // Before ours counts as registered, for after that nobody looks again: a former one left on would
  // double every delivery for good. Ours takes deliveries already.
  if (endpoint === undefined) return 'refused';
  for (const { sourceEndpointId } of enabled) {
    if (sourceEndpointId !== endpoint.sourceEndpointId)
      await disable(deps, source, sourceEndpointId);
  }
  return note(deps, source, { connection, endpoint });
}

/** One that an earlier run registered before it was stopped; its secret is stored, so it serves. */
async function endpointOfThisEpoch(
  deps: EnsureWebhookEndpointDeps,
  enabled: Array<{ url: string }>,
  connection: Connection,
): Promise<Endpoint | undefined> {
  for (const { url } of enabled) {
    const stored = await deps.endpoints.get(endpointIdOf(deps, url));
    if (stored?.epoch === connection.epoch) return stored;
  }
  return undefined;
}

async function isRegistered(
  deps: EnsureWebhookEndpointDeps,
  connection: Connection,
): Promise<boolean> {
  if (connection.endpointId === undefined) return false;
  const endpoint = await deps.endpoints.get(connection.endpointId);
  return endpoint?.epoch === connection.epoch;
}

/** None of the event types was taken, and it is too early to ask again. */
async function rests(deps: EnsureWebhookEndpointDeps, connection: Connection): Promise<boolean> {
  const { events } = await sourceStateOf(deps.sourceStates, connection);
  const { connectedAt } = connection;
  return restsWithoutEndpoint(events, { connectedAt, nowEpochMs: deps.clock.nowEpochMs() });
}

/**
 * Creates the endpoint and stores its secret; from then on its deliveries are taken in. Undefined
 * when the source takes no event type of ours.
 */
async function register(
  deps: EnsureWebhookEndpointDeps,
  source: Source,
  connection: Connection,
): Promise<Endpoint | undefined> {
  const { operatorId, epoch } = connection;
  const endpointId = deps.crypto.randomToken(endpointIdBytes);
  const narrowed = await createNarrowed(deps, connection, (eventTypes) =>
    source.createWebhookEndpoint(
      {
        url: addressPrefix(deps) + endpointId,
        name: 'Rollerdoor',
        metadata: { rollerdoor: operatorId },
        ...(eventTypes === undefined ? {} : { eventTypes }),
      },
      // Address and names make each try a request of its own: stored errors are replayed under a used key.
      deps.crypto.uuid5(
        `webhook-endpoint ${operatorId} ${epoch} ${endpointId} ${eventTypes?.join() ?? ''}`,
      ),
    ),
  );
  if (narrowed === undefined) return undefined;
  const { created } = narrowed;
  const context = { operatorId, provider: sourceName, epoch, purpose: 'webhook-secret' } as const;
  const endpoint = {
    endpointId,
    operatorId,
    epoch,
    sourceEndpointId: created.sourceEndpointId,
    accountId: connection.account.id,
    sealedSecrets: [await deps.vault.seal(created.secret, context)],
  };
  // Before the secret is kept: an endpoint that serves must not count as one that delivers everything.
  await rememberEvents(deps, connection, { search: narrowed.search, endpointId });
  await deps.endpoints.put(endpoint);
  if (narrowed.search.open.length === 0) return endpoint;
  const { sourceEndpointId } = endpoint;
  const search = await widen(deps, source, { ...narrowed, connection, sourceEndpointId });
  await rememberEvents(deps, connection, { search, endpointId });
  return endpoint;
}

/** The connection names its endpoint; one that was connected anew meanwhile registers its own. */
async function note(
  deps: EnsureWebhookEndpointDeps,
  source: Source,
  { connection, endpoint }: { connection: Connection; endpoint: Endpoint },
): Promise<'registered' | 'not_connected'> {
  const { operatorId, epoch } = connection;
  const { endpointId, sourceEndpointId } = endpoint;
  if (
    !(await deps.connections.setEndpoint({ operatorId, provider: sourceName, epoch }, endpointId))
  ) {
    await disable(deps, source, sourceEndpointId);
    return 'not_connected';
  }
  await endpointDelivers(deps, connection);
  await deps.activities.append({
    operatorId,
    activityId: deps.crypto.uuid(),
    at: new Date(deps.clock.nowEpochMs()).toISOString(),
    type: 'endpoint.registered',
    actor: 'rollerdoor',
    detail: { provider: sourceName, epoch, sourceEndpointId },
  });
  return 'registered';
}

/** @throws when it has to be tried again; what the source refuses for good is logged and left. */
async function disable(
  deps: EnsureWebhookEndpointDeps,
  source: Source,
  sourceEndpointId: string,
): Promise<void> {
  try {
    const key = deps.crypto.uuid5(`disable-endpoint ${sourceEndpointId} ${deps.crypto.uuid()}`);
    await source.disableWebhookEndpoint(sourceEndpointId, key);
  } catch (error) {
    if (!(error instanceof ProviderError) || error.failure.canRetryHelp) throw error;
    // Recovery: it only delivers doubles, which are harmless; asking again would be refused again.
    deps.log.warn('endpoint.not_disabled', { sourceEndpointId, code: error.failure.code });
  }
}
