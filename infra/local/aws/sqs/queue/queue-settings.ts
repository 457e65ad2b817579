import * as z from 'zod/mini';
import { maxMessageBytes, maxVisibilitySeconds } from '../limits.ts';
import { invalidAttribute, unknownAttribute } from '../sqs-error.ts';

/** Where messages go that were received too often. */
export interface RedrivePolicy {
  readonly deadLetterTargetArn: string;
  readonly maxReceiveCount: number;
}

/** The attributes of a queue, parsed. */
export interface QueueSettings {
  readonly isFifo: boolean;
  readonly hasContentBasedDeduplication: boolean;
  readonly isDeduplicatedPerGroup: boolean;
  readonly delaySeconds: number;
  readonly maximumMessageBytes: number;
  readonly retentionSeconds: number;
  readonly waitSeconds: number;
  readonly visibilitySeconds: number;
  readonly redrivePolicy: RedrivePolicy | undefined;
}

export type RawAttributes = Readonly<Record<string, string>>;

type Check = (name: string, value: string) => void;

const settable: Readonly<Record<string, Check>> = {
  DelaySeconds: integer(0, 900),
  MaximumMessageSize: integer(1_024, maxMessageBytes),
  MessageRetentionPeriod: integer(60, 1_209_600),
  ReceiveMessageWaitTimeSeconds: integer(0, 20),
  VisibilityTimeout: integer(0, maxVisibilitySeconds),
  RedrivePolicy: (name, value) => void parseRedrivePolicy(name, value),
  // Stored and given back; the emulator has no access control and no encryption at rest.
  RedriveAllowPolicy: anything,
  Policy: anything,
  KmsMasterKeyId: anything,
  KmsDataKeyReusePeriodSeconds: integer(60, 86_400),
  SqsManagedSseEnabled: oneOf('true', 'false'),
};

const settableOnFifo: Readonly<Record<string, Check>> = {
  FifoQueue: oneOf('true'),
  ContentBasedDeduplication: oneOf('true', 'false'),
  DeduplicationScope: oneOf('queue', 'messageGroup'),
  FifoThroughputLimit: oneOf('perQueue', 'perMessageGroupId'),
};

const defaults: RawAttributes = {
  DelaySeconds: '0',
  MaximumMessageSize: String(maxMessageBytes),
  MessageRetentionPeriod: '345600',
  ReceiveMessageWaitTimeSeconds: '0',
  VisibilityTimeout: '30',
  SqsManagedSseEnabled: 'true',
};

const fifoDefaults: RawAttributes = {
  FifoQueue: 'true',
  ContentBasedDeduplication: 'false',
  DeduplicationScope: 'queue',
  FifoThroughputLimit: 'perQueue',
};

/**
 * The attributes a queue has after a request to create or change it.
 * @throws SqsError for unknown names, values out of range and FIFO attributes on a standard queue.
 */
export function mergeAttributes(isFifo: boolean, current: RawAttributes, changes: RawAttributes) {
  for (const [name, value] of Object.entries(changes)) checkAttribute(isFifo, name, value);
  const base = isFifo ? { ...defaults, ...fifoDefaults } : defaults;
  const merged: Record<string, string> = { ...base, ...current, ...changes };
  if (merged.RedrivePolicy === '') delete merged.RedrivePolicy;
  checkThroughput(merged);
  return merged;
}

/** Reads checked attributes. */
export function parseQueueSettings(attributes: RawAttributes): QueueSettings {
  const seconds = (name: string) => Number(attributes[name] ?? 0);
  const redrive = attributes.RedrivePolicy;
  return {
    isFifo: attributes.FifoQueue === 'true',
    hasContentBasedDeduplication: attributes.ContentBasedDeduplication === 'true',
    isDeduplicatedPerGroup: attributes.DeduplicationScope === 'messageGroup',
    delaySeconds: seconds('DelaySeconds'),
    maximumMessageBytes: seconds('MaximumMessageSize'),
    retentionSeconds: seconds('MessageRetentionPeriod'),
    waitSeconds: seconds('ReceiveMessageWaitTimeSeconds'),
    visibilitySeconds: seconds('VisibilityTimeout'),
    redrivePolicy: redrive ? parseRedrivePolicy('RedrivePolicy', redrive) : undefined,
  };
}

function checkAttribute(isFifo: boolean, name: string, value: string): void {
  const check = settable[name] ?? (isFifo ? settableOnFifo[name] : undefined);
  if (!check) throw unknownAttribute(name);
  check(name, value);
}

// High throughput needs both; SQS refuses the limit per group while ids are compared queue-wide.
function checkThroughput(attributes: RawAttributes): void {
  const isPerGroup = attributes.FifoThroughputLimit === 'perMessageGroupId';
  if (isPerGroup && attributes.DeduplicationScope !== 'messageGroup') {
    throw invalidAttribute(
      'FifoThroughputLimit',
      'perMessageGroupId needs DeduplicationScope messageGroup.',
    );
  }
}

const redrivePolicySchema = z.object({
  deadLetterTargetArn: z.string().check(z.minLength(1)),
  // CloudFormation sends a number, older clients text.
  maxReceiveCount: z.pipe(
    z.union([z.number(), z.string()]),
    z.pipe(
      z.transform((count: number | string) => Number(count)),
      z.int().check(z.gte(1), z.lte(1_000)),
    ),
  ),
});

function parseRedrivePolicy(name: string, value: string): RedrivePolicy | undefined {
  if (value === '') return undefined;
  try {
    return z.parse(redrivePolicySchema, JSON.parse(value));
  } catch {
    // Neither JSON nor a policy: the caller's mistake.
    throw invalidAttribute(
      name,
      'It must be JSON with deadLetterTargetArn and a maxReceiveCount from 1 to 1000.',
    );
  }
}

function integer(min: number, max: number): Check {
  return (name, value) => {
    const number = Number(value);
    const isInRange = /^\d+$/.test(value) && number >= min && number <= max;
    if (!isInRange) throw invalidAttribute(name, `Must be between ${min} and ${max}.`);
  };
}

function oneOf(...allowed: readonly string[]): Check {
  return (name, value) => {
    if (!allowed.includes(value)) {
      throw invalidAttribute(name, `Must be one of ${allowed.join(', ')}.`);
    }
  };
}

function anything(): void {}
