import { describe, expect, it } from 'vitest';
import { DynamoActivities } from '../../../shared/adapters/dynamodb/activities.ts';
import { DynamoConnections } from '../../../shared/adapters/dynamodb/connections.ts';
import { DynamoErasure } from '../../../shared/adapters/dynamodb/erasure.ts';
import { DynamoLinks } from '../../../shared/adapters/dynamodb/links.ts';
import { DynamoOperators } from '../../../shared/adapters/dynamodb/operators.ts';
import { aConnection } from '../../builders/a-connection.ts';
import { aLink } from '../../builders/a-link.ts';
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
});
