import { describe, expect, it } from 'vitest';
import { dynamoClient } from '../../../shared/adapters/dynamodb/client.ts';
import { DynamoLinks } from '../../../shared/adapters/dynamodb/links.ts';
import { Table } from '../../../shared/adapters/dynamodb/table.ts';
import { nonceLength } from '../../../shared/composition/open-table.ts';
import type { Link } from '../../../shared/contracts/link-item.ts';
import { isDone } from '../../../shared/domain/effects/effects.ts';
import { asItem, itemBytes, type WireItem } from '../../bench/calls/meter/billing-units.ts';
import { type Pipeline, startPipeline } from '../../support/pipeline.ts';

/** One write unit. */
const unitBytes = 1_024;

interface Saved {
  link: Link;
  bytes: number;
}

/** Every save of a link from now on, as the table would have got it. */
function watchSaves({ stores: { links }, clock }: Pipeline): Saved[] {
  const sent: WireItem[] = [];
  const client = dynamoClient({
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  client.middlewareStack.add(
    () => async (args) => {
      const { body } = asItem(args.request);
      sent.push(asItem(JSON.parse(String(body)).Item));
      return { response: {}, output: { $metadata: {} } } as never;
    },
    { step: 'finalizeRequest', priority: 'high', name: 'keepItem' },
  );
  const newNonce = () => 'n'.repeat(nonceLength);
  const asStored = new DynamoLinks({
    table: new Table({ client, name: 't', newNonce }),
    clock,
    forms: 'current',
  });
  const saves: Saved[] = [];
  const save = links.save.bind(links);
  links.save = async (link) => {
    const saved = await save(link);
    await asStored.save(link);
    saves.push({ link, bytes: itemBytes(sent.at(-1) ?? {}) });
    return saved;
  };
  return saves;
}

describe('each save of a link costs one write unit', () => {
  it('from the customer to the last note, for the first invoice of a site', async () => {
    const pipeline = await startPipeline();
    const saves = watchSaves(pipeline);

    await pipeline.press('month-end-run', { count: 1 });
    await pipeline.settle();
    await pipeline.press('pay-all');
    await pipeline.settle();

    const bytes = saves.map(({ bytes }) => bytes);
    expect(bytes.length).toBeGreaterThan(10);
    expect(Math.min(...bytes)).toBeGreaterThan(100);
    expect(bytes.filter((one) => one > unitBytes)).toEqual([]);
    const last = saves.at(-1)?.link;
    expect(last && isDone(last, 'history')).toBe(true);
  });

  it('where it is paid before its first note is written', async () => {
    const pipeline = await startPipeline();
    await pipeline.press('month-end-run', { count: 1 });
    await pipeline.settle();
    const saves = watchSaves(pipeline);

    await pipeline.press('month-end-run', { count: 3 });
    await pipeline.deliver();
    await pipeline.press('pay-all');
    await pipeline.settle();

    expect(saves.filter(({ bytes }) => bytes > unitBytes)).toEqual([]);
    expect(saves.some(({ link }) => link.owed.length > 1)).toBe(true);
  });
});
