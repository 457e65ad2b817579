import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { batchGet } from '../../../shared/adapters/dynamodb/batch-get.ts';
import { keyText } from '../../../shared/adapters/dynamodb/batch-rounds.ts';
import type { ItemKey } from '../../../shared/adapters/dynamodb/keys.ts';
import { fastRandom } from './fast-random.ts';
import { SimProcess } from './sim-process.ts';
import type { Engine } from './with-faults.ts';

type Item = Record<string, unknown>;

interface Asked {
  input: { RequestItems: Record<string, { Keys: ItemKey[] }> };
}

const tableName = 'table';

/**
 * Reads several items as the real adapter does, with its own code, from a table that answers a part of
 * them half of the time and leaves the rest to be asked for again. Drawn from numbers of its own. Who asks
 * from outside of a process gets all at once.
 */
export function partAnswers({ time, dice }: Engine, seed: number) {
  const random = fastRandom(seed ^ 0xba7c4);
  const isWhole = () => dice.isQuiet || !(time.actor instanceof SimProcess) || !random.chance(0.5);
  return async (keys: ItemKey[], itemAt: (key: ItemKey) => Item | undefined) => {
    const client = {
      async send({ input }: Asked) {
        const asked = input.RequestItems[tableName]?.Keys ?? [];
        const isPart = asked.length > 1 && !isWhole();
        if (isPart) dice.fired('batch_in_parts', 'links.getMany');
        const answered = isPart ? asked.slice(0, 1 + random.below(asked.length - 1)) : asked;
        const items = answered.flatMap((key) => itemAt(key) ?? []);
        const left = asked.slice(answered.length);
        return {
          Responses: { [tableName]: items },
          UnprocessedKeys: left.length === 0 ? {} : { [tableName]: { Keys: left } },
        };
      },
    };
    const place = {
      client: client as unknown as DynamoDBDocumentClient,
      tableName,
      pause: async () => undefined,
    };
    const found = await batchGet(keys, place);
    return keys.map((key) => found.get(keyText(key)));
  };
}
