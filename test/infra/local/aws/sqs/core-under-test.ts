import { SqsCore } from '../../../../../infra/local/aws/sqs/sqs-core.ts';

/** A core with a clock that stands still until it is told, and ids that count. */
export function openCore() {
  const time = { nowEpochMs: 1_800_000_000_000 };
  let ids = 0;
  const core = new SqsCore({
    clock: { now: () => time.nowEpochMs },
    nextId: () => {
      ids += 1;
      return `id-${ids}`;
    },
  });
  return {
    core,
    passTime: (ms: number) => {
      time.nowEpochMs += ms;
    },
    now: () => time.nowEpochMs,
  };
}

export type CoreUnderTest = ReturnType<typeof openCore>;

export function createFifo(
  { core }: CoreUnderTest,
  name = 'orders',
  attributes: Record<string, string> = {},
) {
  const QueueName = `${name}.fifo`;
  return core.createQueue({ QueueName, Attributes: { FifoQueue: 'true', ...attributes } }).QueueUrl;
}

export function send({ core }: CoreUnderTest, QueueUrl: string, body: string) {
  return core.sendMessage({
    QueueUrl,
    MessageBody: body,
    MessageGroupId: 'a',
    MessageDeduplicationId: body,
  });
}

export function receive({ core }: CoreUnderTest, QueueUrl: string, limit = 10) {
  return core.receiveMessage({ QueueUrl, MaxNumberOfMessages: limit }).Messages ?? [];
}

export function receiveBodies(world: CoreUnderTest, QueueUrl: string, limit = 10) {
  return receive(world, QueueUrl, limit).map((message) => message.Body);
}

export function countOf({ core }: CoreUnderTest, QueueUrl: string, name = '') {
  const attribute = `ApproximateNumberOfMessages${name}`;
  const { Attributes } = core.getQueueAttributes({ QueueUrl, AttributeNames: [attribute] });
  return Number(Attributes[attribute]);
}
