import { describe, expect, it } from 'vitest';
import { DynamoActivities } from '../../../shared/adapters/dynamodb/activities.ts';
import { DynamoConnections } from '../../../shared/adapters/dynamodb/connections.ts';
import { DynamoErasure } from '../../../shared/adapters/dynamodb/erasure.ts';
import { DynamoKeptCatalogues } from '../../../shared/adapters/dynamodb/kept-catalogues.ts';
import { DynamoLinks } from '../../../shared/adapters/dynamodb/links.ts';
import { DynamoMonthProofs } from '../../../shared/adapters/dynamodb/month-proofs.ts';
import { DynamoNightWatches } from '../../../shared/adapters/dynamodb/night-watches.ts';
import { DynamoNights } from '../../../shared/adapters/dynamodb/nights.ts';
import { DynamoOperators } from '../../../shared/adapters/dynamodb/operators.ts';
import { DynamoProofPages } from '../../../shared/adapters/dynamodb/proof-pages.ts';
import { aCatalogue } from '../../builders/a-catalogue.ts';
import { aConnection } from '../../builders/a-connection.ts';
import { aLink } from '../../builders/a-link.ts';
import { aMonthProof, aProofPage } from '../../builders/a-month-proof.ts';
import { aNight } from '../../builders/a-night.ts';
import { anOperator, anOperatorId } from '../../builders/an-operator.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { useDynalite } from '../../support/dynalite-table.ts';

const newTable = useDynalite();

describe('DynamoErasure', () => {
  it('deletes all pages of an operator, leaves the tombstone and every other operator', async () => {
    const place = await newTable();
    const operators = new DynamoOperators(place);
    const links = new DynamoLinks({ ...place, clock: new FakeClock() });
    const connections = new DynamoConnections(place);
    for (const operatorId of [anOperatorId, 'somebody-else']) {
      await operators.add(anOperator({ operatorId }));
      await connections.replace(aConnection({ operatorId }), 0);
    }
    for (let n = 0; n < 60; n += 1) {
      await links.save(aLink({ operatorId: anOperatorId, sourceId: `inv_${n}`, revision: 0 }));
    }
    const activity = { activityId: 'a', at: '2026-11-30T09:00:00.000Z', actor: 'x', detail: {} };
    await new DynamoActivities(place).append({
      operatorId: anOperatorId,
      type: 'link.created',
      ...activity,
    });
    const erasure = new DynamoErasure(place);

    expect(await erasure.eraseAllOf(anOperatorId)).toBe(62);
    expect(await erasure.eraseAllOf(anOperatorId)).toBe(0);

    expect(await connections.list(anOperatorId)).toEqual([]);
    expect((await links.count(anOperatorId)).invoice).toBe(0);
    expect(await operators.get(anOperatorId)).toEqual(anOperator());
    expect(await connections.list('somebody-else')).toHaveLength(1);
  });
  it('leaves nothing of nights and months', async () => {
    const place = await newTable();
    const nights = new DynamoNights(place);
    const watches = new DynamoNightWatches(place);
    const owner = { operatorId: anOperatorId, target: 'xero' } as const;
    await nights.save(aNight());
    await nights.keep(aNight(), 9e12);
    await watches.ensure(owner, 1_000);
    await new DynamoMonthProofs(place).put(aMonthProof());
    await new DynamoProofPages(place).put(aProofPage());
    const kept = { ...owner, accountId: 'tenant-1', readAtEpochMs: 1, catalogue: aCatalogue() };
    await new DynamoKeptCatalogues(place).put(kept);

    expect(await new DynamoErasure(place).eraseAllOf(anOperatorId)).toBe(6);
    expect(await watches.due(9e12, 10)).toEqual([]);
    expect(await nights.due(9e12, 10)).toEqual([]);
  });
});
