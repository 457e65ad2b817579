import { beforeEach, expect, it } from 'vitest';
import type { Endpoint } from '../../shared/contracts/endpoint-item.ts';
import type { Endpoints } from '../../shared/ports/endpoints.ts';
import { anOperatorId } from '../builders/an-operator.ts';

const endpoint: Endpoint = {
  endpointId: 'endpoint-1',
  operatorId: anOperatorId,
  epoch: 1,
  sourceEndpointId: 'we_0001',
  accountId: 'harbour.stora.co',
  sealedSecrets: ['bmV3', 'b2xk'],
};

/** What every store of webhook endpoints does. */
export function endpointsSuite(make: () => Promise<Endpoints>): void {
  let endpoints: Endpoints;
  beforeEach(async () => {
    endpoints = await make();
  });

  it('returns nothing for an id that was never put', async () => {
    expect(await endpoints.get('endpoint-1')).toBeUndefined();
  });

  it('returns an endpoint as it was put', async () => {
    await endpoints.put(endpoint);

    expect(await endpoints.get('endpoint-1')).toEqual(endpoint);
  });

  it('puts an endpoint over the earlier one', async () => {
    await endpoints.put(endpoint);

    await endpoints.put({ ...endpoint, sealedSecrets: ['bmV3ZXI='] });

    expect((await endpoints.get('endpoint-1'))?.sealedSecrets).toEqual(['bmV3ZXI=']);
  });

  it('names every endpoint that there is, and no other', async () => {
    await endpoints.put(endpoint);
    await endpoints.put({ ...endpoint, endpointId: 'former', operatorId: 'acorn' });
    await endpoints.put({ ...endpoint, endpointId: 'gone' });
    await endpoints.remove('gone');

    const keys = await endpoints.everyKey();

    expect(keys.toSorted((a, b) => (a.endpointId < b.endpointId ? -1 : 1))).toEqual([
      { endpointId: 'endpoint-1', operatorId: endpoint.operatorId },
      { endpointId: 'former', operatorId: 'acorn' },
    ]);
  });

  it('forgets a removed endpoint', async () => {
    await endpoints.put(endpoint);

    await endpoints.remove('endpoint-1');
    await endpoints.remove('endpoint-1');

    expect(await endpoints.get('endpoint-1')).toBeUndefined();
  });

  it('changes the sealed secrets of an endpoint that is there, and brings none back', async () => {
    await endpoints.put(endpoint);

    expect(await endpoints.rewrapSecrets('endpoint-1', ['c2FtZQ=='])).toBe(true);
    expect(await endpoints.get('endpoint-1')).toEqual({
      ...endpoint,
      sealedSecrets: ['c2FtZQ=='],
    });
    await endpoints.remove('endpoint-1');

    expect(await endpoints.rewrapSecrets('endpoint-1', ['c2FtZQ=='])).toBe(false);
    expect(await endpoints.get('endpoint-1')).toBeUndefined();
  });
}
