import { expect, it } from 'vitest';
import { DynamoAside } from '../../../shared/adapters/dynamodb/aside.ts';
import type { Table } from '../../../shared/adapters/dynamodb/table.ts';
import { aChangeMessage } from '../../builders/a-change-message.ts';
import { anOperatorId } from '../../builders/an-operator.ts';

const key = { operatorId: anOperatorId, queue: 'changes-xero' };

it('of two changes that are kept at one place only the later is written, for writes go side by side', async () => {
  const written: unknown[] = [];
  const table = {
    update: async () => {},
    get: async () => undefined,
    put: async (_key: unknown, { sequence }: { sequence: string }) => written.push(sequence),
  } as unknown as Table;
  const aside = new DynamoAside({ table, wholeAtMost: 0 });
  const changes = ['1', '2'].map((sequence) => ({ message: aChangeMessage(), sequence }));

  await aside.put(key, changes, 1_000);

  expect(written).toEqual(['2']);
});
