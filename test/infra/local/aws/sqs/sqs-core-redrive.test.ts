import { beforeEach, describe, expect, it } from 'vitest';
import {
  type CoreUnderTest,
  countOf,
  createFifo,
  openCore,
  receive,
  receiveBodies,
  send,
} from './core-under-test.ts';

const deadLetterArn = 'arn:aws:sqs:us-east-1:000000000000:dead.fifo';

let world: CoreUnderTest;
let dead: string;
let source: string;

beforeEach(() => {
  world = openCore();
  dead = createFifo(world, 'dead');
  source = createFifo(world, 'source', redriveTo(deadLetterArn, 1));
});

function redriveTo(deadLetterTargetArn: string, maxReceiveCount: number | string) {
  return { RedrivePolicy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount }) };
}

// Every message is received once and expires, so that the next receive moves it.
function bury(bodies: readonly string[]): void {
  for (const body of bodies) send(world, source, body);
  receive(world, source);
  world.passTime(30_000);
  receive(world, source);
}

function moveTask() {
  return world.core.listMessageMoveTasks({ SourceArn: deadLetterArn }).Results[0];
}

describe('SqsCore redrive', () => {
  it('moves only after the last allowed receive, at the next receive', () => {
    send(world, source, 'm1');
    receive(world, source);
    world.passTime(30_000);
    expect(countOf(world, dead)).toBe(0);

    expect(receiveBodies(world, source)).toEqual([]);
    expect(receiveBodies(world, dead)).toEqual(['m1']);
  });

  it('goes on counting receives in the dead-letter queue', () => {
    bury(['m1']);

    const asked = { QueueUrl: dead, AttributeNames: ['ApproximateReceiveCount'] };
    const [message] = world.core.receiveMessage(asked).Messages ?? [];

    expect(message?.Attributes).toEqual({ ApproximateReceiveCount: '2' });
  });

  it('starts the retention of a FIFO dead letter anew', () => {
    world.core.setQueueAttributes({ QueueUrl: dead, Attributes: { MessageRetentionPeriod: '60' } });
    bury(['m1']);
    world.passTime(59_999);

    expect(receiveBodies(world, dead)).toEqual(['m1']);
  });

  it('accepts a receive count written as text and refuses one above 1,000', () => {
    const create = (count: number | string) => () =>
      createFifo(world, `count-${count}`, redriveTo(deadLetterArn, count));

    expect(create('5')).not.toThrow();
    expect(create(1_001)).toThrow(/from 1 to 1000/);
    expect(() => createFifo(world, 'lost', redriveTo(`${deadLetterArn}x`, 1))).toThrow(
      /does not exist/,
    );
  });

  it('keeps a queue as it was when a change is refused', () => {
    const Attributes = { VisibilityTimeout: '77', ...redriveTo(`${deadLetterArn}x`, 1) };
    expect(() => world.core.setQueueAttributes({ QueueUrl: source, Attributes })).toThrow();

    const after = world.core.getQueueAttributes({ QueueUrl: source, AttributeNames: ['All'] });
    expect(after.Attributes.VisibilityTimeout).toBe('30');
  });

  it('moves at the rate of the task and can be cancelled half way', () => {
    bury(['m1', 'm2', 'm3']);
    const request = { SourceArn: deadLetterArn, MaxNumberOfMessagesPerSecond: 1 };
    const { TaskHandle } = world.core.startMessageMoveTask(request);
    expect(() => world.core.startMessageMoveTask(request)).toThrow(/one active task/);
    world.passTime(2_000);
    expect(moveTask()).toMatchObject({
      Status: 'RUNNING',
      TaskHandle,
      ApproximateNumberOfMessagesMoved: 2,
      ApproximateNumberOfMessagesToMove: 3,
    });

    const cancelled = world.core.cancelMessageMoveTask({ TaskHandle });

    expect(cancelled).toEqual({ ApproximateNumberOfMessagesMoved: 2 });
    expect(moveTask()).toMatchObject({ Status: 'CANCELLED' });
    expect(moveTask()).not.toHaveProperty('TaskHandle');
    world.passTime(60_000);
    expect(receiveBodies(world, source)).toEqual(['m1', 'm2']);
    expect(receiveBodies(world, dead)).toEqual(['m3']);
    expect(() => world.core.cancelMessageMoveTask({ TaskHandle })).toThrow(/active/);
  });

  it('fails a task whose messages never came from a source', () => {
    send(world, dead, 'stray');

    world.core.startMessageMoveTask({ SourceArn: deadLetterArn });

    expect(moveTask()).toMatchObject({
      Status: 'FAILED',
      FailureReason: 'CouldNotDetermineMessageSource',
    });
    expect(receiveBodies(world, dead)).toEqual(['stray']);
  });

  it('moves to a destination of its own when one is named', () => {
    const other = createFifo(world, 'other');
    bury(['m1']);

    world.core.startMessageMoveTask({
      SourceArn: deadLetterArn,
      DestinationArn: 'arn:aws:sqs:us-east-1:000000000000:other.fifo',
    });

    expect(receiveBodies(world, other)).toEqual(['m1']);
  });

  it('refuses a move task on a queue that is nobody’s dead-letter queue', () => {
    const SourceArn = 'arn:aws:sqs:us-east-1:000000000000:source.fifo';

    expect(() => world.core.startMessageMoveTask({ SourceArn })).toThrow(/Dead Letter Queue/);
  });
});
