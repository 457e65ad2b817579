import { describe, expect, it } from 'vitest';
import { disconnect } from '../../../shared/application/disconnect/disconnect.ts';
import type { RemoveOperatorDeps } from '../../../shared/application/disconnect/remove-operator.ts';
import { endRetiredPair } from '../../../shared/application/tokens/end-retired-pair.ts';
import { removeWebhookEndpoints } from '../../../shared/application/tokens/remove-webhook-endpoints.ts';
import { retireStored } from '../../../shared/application/tokens/retire-pair.ts';
import {
  type LeavingWorld,
  leavingWorld,
  operatorId,
  portalBaseUrl,
} from '../disconnect/leaving-world.ts';

const key = { operatorId, provider: 'stora' } as const;
const anewId = 'endpoint_made_anew';
const anewUrl = `${portalBaseUrl}/webhooks/stora/${anewId}`;

describe('switching off the endpoints of a connection that ends', () => {
  it('leaves the one alone that a later connection registered', async () => {
    const world = await leavingWorld();
    const tokens = await world.connectStora();
    const row = await rowOf(world);
    await registerAnew(world, { epoch: 3 });

    const ending = { tokens, lastEpoch: 2, lookAgain: async () => undefined };
    await removeWebhookEndpoints(world.depsOf(), row, ending);

    expect(world.enabledEndpoints()).toEqual([anewUrl]);
    expect(await world.endpoints.get(anewId)).toMatchObject({ epoch: 3 });
    expect(await world.endpoints.get(row.endpointId ?? '')).toBeUndefined();
  });
});

const states = [
  ['registered', 3],
  ['on at the source and not stored yet', undefined],
] as const;

describe('a worker that stands still while the operator connects Stora anew', () => {
  it.each(states)('leaves the new endpoint on when it is %s', async (_, epoch) => {
    const world = await leavingWorld();
    await world.connectStora();
    const deps = world.depsOf();
    connectAnewBeforeListing(world, deps, { rowEpoch: 3, epoch });

    const end = await disconnect(deps, { ...key, actor: 'operator' });

    expect(end).toMatchObject({ kind: 'wait', reason: 'taken_over' });
    expect(world.enabledEndpoints()).toContain(anewUrl);
  });

  it.each(states)(
    'ends no replaced pair of that company with it when it is %s',
    async (_, epoch) => {
      const world = await leavingWorld();
      await world.connectStora();
      await retireStored(world.depsOf(), await rowOf(world));
      const [retired] = await world.retiredPairs.list(operatorId);
      if (retired === undefined) throw new Error('Nothing was retired.');
      const other = { account: { id: 'harbour', name: 'Harbour' }, epoch: 2, tokenVersion: 2 };
      await world.seed('stora', world.issueStoraPair('harbour'), other);
      const deps = world.depsOf();
      connectAnewBeforeListing(world, deps, { rowEpoch: 3, epoch });

      expect(await endRetiredPair(deps, retired)).toMatchObject({ reason: 'taken_over' });

      expect(world.enabledEndpoints()).toContain(anewUrl);
    },
  );
});

/** As if the worker stood still right before it asks which endpoints there are. */
function connectAnewBeforeListing(
  world: LeavingWorld,
  deps: RemoveOperatorDeps,
  anew: { rowEpoch: number; epoch: number | undefined },
): void {
  const { sourceWith } = deps;
  deps.sourceWith = (...given) => {
    const source = sourceWith(...given);
    const listWebhookEndpoints = async () => {
      const { account } = await rowOf(world);
      const row = { account, epoch: anew.rowEpoch, tokenVersion: 9 };
      await world.seed('stora', world.issueStoraPair(), row);
      await registerAnew(world, anew);
      return source.listWebhookEndpoints();
    };
    return Object.assign(Object.create(source), { listWebhookEndpoints });
  };
}

/** @param epoch undefined: the endpoint is on at the source, and nothing is stored of it yet. */
async function registerAnew(
  world: LeavingWorld,
  { epoch }: { epoch: number | undefined },
): Promise<void> {
  const { accessToken: value } = world.issueStoraPair();
  const token = { value, accountId: 'acorn', accountName: 'Acorn', epoch: 3, tokenVersion: 3 };
  const source = world.depsOf().sourceWith(operatorId, token);
  const registration = { url: anewUrl, name: 'Rollerdoor', metadata: {} };
  const { sourceEndpointId } = await source.createWebhookEndpoint(registration, 'anew');
  const stored = { endpointId: anewId, operatorId, sourceEndpointId, sealedSecrets: [] };
  if (epoch !== undefined) await world.endpoints.put({ ...stored, epoch });
}

async function rowOf(world: LeavingWorld) {
  const row = await world.connections.get(key);
  if (row === undefined) throw new Error('Not connected.');
  return row;
}
