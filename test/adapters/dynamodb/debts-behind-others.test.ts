import { expect, it } from 'vitest';
import { DynamoLinks } from '../../../shared/adapters/dynamodb/links.ts';
import { shardOf } from '../../../shared/domain/sweep/shard-of.ts';
import { owingShards } from '../../../shared/domain/write-back/owing-shards.ts';
import { aLink } from '../../builders/a-link.ts';
import { anOperatorId } from '../../builders/an-operator.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { useDynalite } from '../../support/dynalite-table.ts';

const newTable = useDynalite();
const owed = [{ what: 'metadata' as const }];

/** Another operator whose debts stand under the same key of the index. */
function neighbour(): string {
  const wanted = shardOf(anOperatorId, owingShards);
  for (let index = 0; ; index += 1)
    if (shardOf(`neighbour-${index}`, owingShards) === wanted) return `neighbour-${index}`;
}

it('the debts of an operator are counted also behind more of others than are looked through', async () => {
  const clock = new FakeClock();
  const links = new DynamoLinks({ ...(await newTable()), clock, debtsLookedThrough: 3 });
  for (let index = 0; index < 5; index += 1)
    await links.save(aLink({ operatorId: neighbour(), sourceId: `inv_${index}`, owed }));
  clock.advance(60_000);
  for (const sourceId of ['inv_1', 'inv_2']) await links.save(aLink({ sourceId, owed }));
  await links.save(aLink({ sourceId: 'inv_3', owed: [] }));

  const oldestEpochMs = clock.nowEpochMs();
  expect(await links.debts(anOperatorId, 10)).toEqual({ count: 2, isMore: false, oldestEpochMs });
  expect(await links.debts(anOperatorId, 1)).toEqual({ count: 1, isMore: true, oldestEpochMs });
  expect(await links.debts(neighbour(), 10)).toMatchObject({ count: 5, isMore: false });
});
