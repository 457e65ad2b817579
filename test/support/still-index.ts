import { type DynamoDBDocumentClient, QueryCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';

const entry = z.object({
  pk: z.string(),
  sk: z.string(),
  directoryKey: z.string(),
  directorySort: z.string(),
});
type Entry = z.infer<typeof entry>;

const asked = z.object({
  ':key': z.string(),
  ':from': z.optional(z.string()),
  ':before': z.optional(z.string()),
});

export interface StillIndex {
  client: DynamoDBDocumentClient;
  /** From now on the index shows what it shows now, whatever becomes of the table. */
  stop(): Promise<void>;
  catchUp(): void;
}

/** A client of one table whose index can stand still, as a real one does for seconds or more. */
export function stillIndex(client: DynamoDBDocumentClient, name: string): StillIndex {
  let shown: Entry[] | undefined;
  const send = async (command: unknown) => {
    if (shown !== undefined && command instanceof QueryCommand && command.input.IndexName) {
      return { Items: shownTo(command, shown) };
    }
    return client.send(command as QueryCommand);
  };
  return {
    client: new Proxy(client, {
      get: (target, property) =>
        property === 'send' ? send : Reflect.get(target, property, target),
    }),
    async stop() {
      const { Items } = await client.send(
        new ScanCommand({ TableName: name, IndexName: 'directory' }),
      );
      shown = z.parse(z.array(entry), Items);
    },
    catchUp() {
      shown = undefined;
    },
  };
}

/** All that the adapter's question holds of, in the order of the index, as one page. */
function shownTo({ input }: QueryCommand, entries: Entry[]): Entry[] {
  const {
    ':key': key,
    ':from': from,
    ':before': before,
  } = z.parse(asked, input.ExpressionAttributeValues);
  // With both bounds DynamoDB is asked for BETWEEN, whose end is inside.
  const isBefore = ({ directorySort }: Entry) =>
    before === undefined ||
    directorySort < before ||
    (from !== undefined && directorySort === before);
  return entries
    .filter(({ directoryKey }) => directoryKey === key)
    .filter((each) => isBefore(each) && (from === undefined || each.directorySort >= from))
    .sort((one, other) => (one.directorySort < other.directorySort ? -1 : 1));
}
