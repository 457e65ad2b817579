import type { Connection } from '../../contracts/stored-items.ts';
import type { Activities } from '../../ports/activities.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Connections } from '../../ports/connections.ts';
import type { Crypto } from '../../ports/crypto.ts';
import type { Endpoints } from '../../ports/endpoints.ts';
import type { Log } from '../../ports/log.ts';
import type { Source, SourceFor } from '../../ports/source.ts';
import type { Vault } from '../../ports/vault.ts';
import { addressPrefix, ourEndpoints } from './our-endpoints.ts';

export interface EnsureWebhookEndpointDeps {
  connections: Connections;
  endpoints: Endpoints;
  sourceFor: SourceFor;
  vault: Vault;
  activities: Activities;
  clock: Clock;
  crypto: Crypto;
  log: Log;
  portalBaseUrl: string;
}

/** 128 bits: nobody finds another operator's address by trying. */
const endpointIdBytes = 16;

/**
 * Sees to it that Stora delivers the operator's events to us, under an address of this epoch.
 * Does nothing when that is the case already. Stopped at any point it may simply run again: an
 * endpoint whose secret was lost on the way is found by its address and switched off.
 * @throws ProviderError or DeferredError when Stora cannot be reached now.
 */
export async function ensureWebhookEndpoint(
  deps: EnsureWebhookEndpointDeps,
  operatorId: string,
): Promise<'present' | 'registered' | 'not_connected'> {
  const connection = await deps.connections.get({ operatorId, provider: 'stora' });
  if (connection?.status !== 'connected') return 'not_connected';
  if (await isRegistered(deps, connection)) return 'present';
  const source = deps.sourceFor(operatorId);
  const former = await ourEndpoints(deps, source, operatorId);
  const sourceEndpointId = await register(deps, source, connection);
  if (sourceEndpointId === undefined) return 'not_connected';
  for (const { sourceEndpointId: formerId, isEnabled } of former) {
    if (isEnabled) await disable(deps, source, formerId);
  }
  return 'registered';
}

async function isRegistered(
  deps: EnsureWebhookEndpointDeps,
  connection: Connection,
): Promise<boolean> {
  if (connection.endpointId === undefined) return false;
  const endpoint = await deps.endpoints.get(connection.endpointId);
  return endpoint?.epoch === connection.epoch;
}

/** Returns undefined when the operator connected anew meanwhile: then that visit registers its own. */
async function register(
  deps: EnsureWebhookEndpointDeps,
  source: Source,
  connection: Connection,
): Promise<string | undefined> {
  const { operatorId, epoch } = connection;
  const endpointId = deps.crypto.randomToken(endpointIdBytes);
  const created = await source.createWebhookEndpoint(
    {
      url: addressPrefix(deps) + endpointId,
      name: 'Rollerdoor',
      metadata: { rollerdoor: operatorId },
    },
    // The address makes each try a request of its own: Stora replays stored errors under a used key.
    deps.crypto.uuid5(`webhook-endpoint ${operatorId} ${epoch} ${endpointId}`),
  );
  const context = { operatorId, provider: 'stora', epoch, purpose: 'webhook-secret' } as const;
  await deps.endpoints.put({
    endpointId,
    operatorId,
    epoch,
    sourceEndpointId: created.sourceEndpointId,
    sealedSecrets: [await deps.vault.seal(created.secret, context)],
  });
  const key = { operatorId, provider: 'stora', epoch } as const;
  if (!(await deps.connections.setEndpoint(key, endpointId))) {
    await disable(deps, source, created.sourceEndpointId);
    return undefined;
  }
  await deps.activities.append({
    operatorId,
    activityId: deps.crypto.uuid(),
    at: new Date(deps.clock.nowEpochMs()).toISOString(),
    type: 'endpoint.registered',
    actor: 'rollerdoor',
    detail: { provider: 'stora', epoch, sourceEndpointId: created.sourceEndpointId },
  });
  return created.sourceEndpointId;
}

async function disable(
  deps: EnsureWebhookEndpointDeps,
  source: Source,
  sourceEndpointId: string,
): Promise<void> {
  try {
    const key = deps.crypto.uuid5(`disable-endpoint ${sourceEndpointId} ${deps.crypto.uuid()}`);
    await source.disableWebhookEndpoint(sourceEndpointId, key);
  } catch (error) {
    // Recovery: a former endpoint only delivers doubles, which are harmless; the next connect tries again.
    deps.log.warn('endpoint.not_disabled', {
      sourceEndpointId,
      error: error instanceof Error ? error.name : 'unknown',
    });
  }
}
