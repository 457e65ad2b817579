import type * as z from 'zod/mini';
import { AwsError } from '../../common/aws-error.ts';
import { parseInput } from '../../common/parse-input.ts';
import type { SqsCore } from '../sqs-core.ts';
import { inputs, type SqsInput, type SqsOperation } from './inputs.ts';

type Operation = (core: SqsCore, body: unknown) => unknown;

const operations: Readonly<Record<SqsOperation, Operation>> = {
  CreateQueue: parsed(inputs.CreateQueue, (core, input) => core.createQueue(input)),
  DeleteQueue: parsed(inputs.DeleteQueue, (core, input) => core.deleteQueue(input)),
  GetQueueUrl: parsed(inputs.GetQueueUrl, (core, input) => core.getQueueUrl(input)),
  ListQueues: parsed(inputs.ListQueues, (core, input) => core.listQueues(input)),
  GetQueueAttributes: parsed(inputs.GetQueueAttributes, (core, input) =>
    core.getQueueAttributes(input),
  ),
  SetQueueAttributes: parsed(inputs.SetQueueAttributes, (core, input) =>
    core.setQueueAttributes(input),
  ),
  PurgeQueue: parsed(inputs.PurgeQueue, (core, input) => core.purgeQueue(input)),
  // Tags change nothing here.
  TagQueue: () => ({}),
  UntagQueue: () => ({}),
  ListQueueTags: () => ({}),
  SendMessage: parsed(inputs.SendMessage, (core, input) => core.sendMessage(input)),
  SendMessageBatch: parsed(inputs.SendMessageBatch, (core, input) => core.sendMessageBatch(input)),
  ReceiveMessage: parsed(inputs.ReceiveMessage, (core, input) => core.receiveMessage(input)),
  DeleteMessage: parsed(inputs.DeleteMessage, (core, input) => core.deleteMessage(input)),
  DeleteMessageBatch: parsed(inputs.DeleteMessageBatch, (core, input) =>
    core.deleteMessageBatch(input),
  ),
  ChangeMessageVisibility: parsed(inputs.ChangeMessageVisibility, (core, input) =>
    core.changeMessageVisibility(input),
  ),
  ChangeMessageVisibilityBatch: parsed(inputs.ChangeMessageVisibilityBatch, (core, input) =>
    core.changeMessageVisibilityBatch(input),
  ),
  ListDeadLetterSourceQueues: parsed(inputs.ListDeadLetterSourceQueues, (core, input) =>
    core.listDeadLetterSourceQueues(input),
  ),
  StartMessageMoveTask: parsed(inputs.StartMessageMoveTask, (core, input) =>
    core.startMessageMoveTask(input),
  ),
  ListMessageMoveTasks: parsed(inputs.ListMessageMoveTasks, (core, input) =>
    core.listMessageMoveTasks(input),
  ),
  CancelMessageMoveTask: parsed(inputs.CancelMessageMoveTask, (core, input) =>
    core.cancelMessageMoveTask(input),
  ),
};

/**
 * Parses a request body and runs it; a receive does not wait here.
 * @throws AwsError with the code SQS answers.
 */
export function runOperation(core: SqsCore, operation: string, body: unknown): unknown {
  if (!isSqsOperation(operation)) {
    throw new AwsError({
      code: 'UnknownOperationException',
      message: `The emulator has no operation ${operation}.`,
    });
  }
  return operations[operation](core, body);
}

/** Parses the body of a receive. */
export function parseReceive(body: unknown): SqsInput<'ReceiveMessage'> {
  return parseInput(inputs.ReceiveMessage, body, 'InvalidParameterValue');
}

function parsed<Schema extends z.ZodMiniType>(
  schema: Schema,
  run: (core: SqsCore, input: z.output<Schema>) => unknown,
): Operation {
  return (core, body) => run(core, parseInput(schema, body, 'InvalidParameterValue'));
}

function isSqsOperation(operation: string): operation is SqsOperation {
  return Object.hasOwn(inputs, operation);
}
