import * as z from 'zod/mini';

const text = z.string();
const optionalText = z.optional(z.string());
const optionalNumber = z.optional(z.int());
const names = z.optional(z.array(z.string()));

const attribute = z.object({
  DataType: text,
  StringValue: optionalText,
  BinaryValue: optionalText,
});
const attributeMap = z.optional(z.record(z.string(), attribute));
const textMap = z.optional(z.record(z.string(), z.string()));

const messageFields = {
  MessageBody: text,
  MessageGroupId: optionalText,
  MessageDeduplicationId: optionalText,
  DelaySeconds: optionalNumber,
  MessageAttributes: attributeMap,
  MessageSystemAttributes: attributeMap,
};
const onQueue = { QueueUrl: text };
const page = { MaxResults: optionalNumber, NextToken: optionalText };

function batchOf<Entry extends z.core.$ZodShape>(entry: Entry) {
  return z.object({ ...onQueue, Entries: z.array(z.object({ Id: text, ...entry })) });
}

/** The request of every supported operation, field by field as the SDK sends it. */
export const inputs = {
  CreateQueue: z.object({ QueueName: text, Attributes: textMap, tags: textMap }),
  DeleteQueue: z.object(onQueue),
  GetQueueUrl: z.object({ QueueName: text }),
  ListQueues: z.object({ QueueNamePrefix: optionalText, ...page }),
  GetQueueAttributes: z.object({ ...onQueue, AttributeNames: names }),
  SetQueueAttributes: z.object({ ...onQueue, Attributes: z.record(z.string(), z.string()) }),
  PurgeQueue: z.object(onQueue),
  TagQueue: z.object(onQueue),
  UntagQueue: z.object(onQueue),
  ListQueueTags: z.object(onQueue),
  SendMessage: z.object({ ...onQueue, ...messageFields }),
  SendMessageBatch: batchOf(messageFields),
  ReceiveMessage: z.object({
    ...onQueue,
    AttributeNames: names,
    MessageSystemAttributeNames: names,
    MessageAttributeNames: names,
    MaxNumberOfMessages: optionalNumber,
    VisibilityTimeout: optionalNumber,
    WaitTimeSeconds: optionalNumber,
    ReceiveRequestAttemptId: optionalText,
  }),
  DeleteMessage: z.object({ ...onQueue, ReceiptHandle: text }),
  DeleteMessageBatch: batchOf({ ReceiptHandle: text }),
  ChangeMessageVisibility: z.object({
    ...onQueue,
    ReceiptHandle: text,
    VisibilityTimeout: z.int(),
  }),
  ChangeMessageVisibilityBatch: batchOf({ ReceiptHandle: text, VisibilityTimeout: optionalNumber }),
  ListDeadLetterSourceQueues: z.object({ ...onQueue, ...page }),
  StartMessageMoveTask: z.object({
    SourceArn: text,
    DestinationArn: optionalText,
    MaxNumberOfMessagesPerSecond: optionalNumber,
  }),
  ListMessageMoveTasks: z.object({ SourceArn: text, MaxResults: optionalNumber }),
  CancelMessageMoveTask: z.object({ TaskHandle: text }),
};

export type SqsOperation = keyof typeof inputs;
export type SqsInput<Operation extends SqsOperation> = z.output<(typeof inputs)[Operation]>;
/** The producer's part of a send, alone or in a batch. */
export type MessageEntry = Omit<SqsInput<'SendMessage'>, 'QueueUrl'>;
