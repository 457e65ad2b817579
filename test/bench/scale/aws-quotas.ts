/**
 * What AWS allows an account by default, as far as the figures of this folder need it. `stated`: in AWS's
 * own documentation. `told`: by people who measured or asked. `inferred`: a guess that is on the safe side.
 */
export interface Quota {
  readonly value: number;
  readonly unit: string;
  readonly certainty: 'stated' | 'told' | 'inferred';
  readonly source: string;
  /** Can be asked for more. */
  readonly isAdjustable: boolean;
}

const apiGateway = 'API Gateway, quotas (apigateway/latest/developerguide/limits.html)';
const lambdaScaling = 'Lambda, scaling behavior (lambda/latest/dg/scaling-behavior.html)';
const lambdaQuotas = 'Lambda, quotas (lambda/latest/dg/gettingstarted-limits.html)';
const dynamo =
  'DynamoDB, on-demand throttling (repost.aws/knowledge-center/on-demand-table-throttling-dynamodb)';

export const awsQuotas = {
  apiRequestsPerSecond: {
    value: 10_000,
    unit: 'requests a second, all APIs of an account and Region; 2,500 in some Regions',
    certainty: 'stated',
    source: apiGateway,
    isAdjustable: true,
  },
  apiBurst: {
    value: 5_000,
    unit: 'requests; 1,250 where the rate is 2,500',
    certainty: 'stated',
    source: apiGateway,
    isAdjustable: false,
  },
  lambdaConcurrency: {
    value: 1_000,
    unit: 'executions at once, all functions; fewer in a new account',
    certainty: 'stated',
    source: lambdaQuotas,
    isAdjustable: true,
  },
  newAccountConcurrency: {
    value: 10,
    unit: 'executions at once',
    certainty: 'told',
    source: 'repost.aws, "cannot set reserve concurrency for a lambda function" and others',
    isAdjustable: true,
  },
  lambdaUnreserved: {
    value: 100,
    unit: 'executions that have to stay unreserved',
    certainty: 'stated',
    source: 'Lambda, reserved concurrency (lambda/latest/dg/configuration-concurrency.html)',
    isAdjustable: false,
  },
  lambdaScaleUpPerSecond: {
    value: 100,
    unit: 'new executions a second and function (1,000 in 10 seconds, refilled continuously)',
    certainty: 'stated',
    source: lambdaScaling,
    isAdjustable: false,
  },
  lambdaRequestsPerExecution: {
    value: 10,
    unit: 'requests a second for each execution that a function may have',
    certainty: 'stated',
    source: lambdaScaling,
    isAdjustable: false,
  },
  mappingConcurrency: {
    value: 1_000,
    unit: 'workers of one queue at once (MaximumConcurrency)',
    certainty: 'stated',
    source: 'Lambda, SQS scaling (lambda/latest/dg/services-sqs-scaling.html)',
    isAdjustable: false,
  },
  sqsCallsPerSecondOfGroup: {
    value: 300,
    unit: 'calls a second of one kind and message group, high-throughput FIFO',
    certainty: 'stated',
    source: 'SQS, FIFO throttling (SQSDeveloperGuide/troubleshooting-fifo-throttling-issues.html)',
    isAdjustable: false,
  },
  sqsCallsPerSecondOfRegion: {
    value: 70_000,
    unit: 'calls a second of one kind, high-throughput FIFO, in N. Virginia, Oregon and Ireland',
    certainty: 'told',
    source: 'SQS, message quotas (SQSDeveloperGuide/quotas-messages.html), as quoted by others',
    isAdjustable: true,
  },
  sqsCallsPerSecondOfSmallRegion: {
    value: 2_400,
    unit: 'calls a second of one kind, high-throughput FIFO, in most other Regions',
    certainty: 'told',
    source: 'SQS, message quotas (SQSDeveloperGuide/quotas-messages.html), as quoted by others',
    isAdjustable: true,
  },
  sqsLookAhead: {
    value: 120_000,
    unit: 'messages of a FIFO queue among which a receive looks, and in flight',
    certainty: 'stated',
    source:
      'SQS, backlogs of one group (SQSDeveloperGuide/avoid-backlog-with-the-same-message-group-id.html)',
    isAdjustable: false,
  },
  tableReadUnitsPerSecond: {
    value: 40_000,
    unit: 'read units a second and table, on demand; 12,000 at once for a new one',
    certainty: 'stated',
    source: dynamo,
    isAdjustable: true,
  },
  tableWriteUnitsPerSecond: {
    value: 40_000,
    unit: 'write units a second and table, on demand; 4,000 at once for a new one',
    certainty: 'stated',
    source: dynamo,
    isAdjustable: true,
  },
  partitionReadUnitsPerSecond: {
    value: 3_000,
    unit: 'read units a second and partition',
    certainty: 'stated',
    source: dynamo,
    isAdjustable: false,
  },
  partitionWriteUnitsPerSecond: {
    value: 1_000,
    unit: 'write units a second and partition, of an index too',
    certainty: 'stated',
    source: dynamo,
    isAdjustable: false,
  },
  kmsRequestsPerSecond: {
    value: 10_000,
    unit: 'symmetric operations a second, all keys; 20,000 or 100,000 in larger Regions',
    certainty: 'stated',
    source: 'KMS, request quotas (kms/latest/developerguide/requests-per-second.html)',
    isAdjustable: true,
  },
  secretReadsPerSecond: {
    value: 10_000,
    unit: 'reads of secrets a second',
    certainty: 'stated',
    source: 'Secrets Manager, what is new of 2025-03: API requests a second',
    isAdjustable: false,
  },
  schedulerInvocationsPerSecond: {
    value: 1_000,
    unit: 'invocations a second',
    certainty: 'stated',
    source: 'EventBridge Scheduler, quotas (scheduler/latest/UserGuide/scheduler-quotas.html)',
    isAdjustable: true,
  },
} as const satisfies Record<string, Quota>;
