import { Duration, Names } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import {
  DeduplicationScope,
  FifoThroughputLimit,
  Queue,
  QueueEncryption,
  type QueueProps,
} from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Target } from '../../shared/contracts/ids.ts';
import { deployedStageOf } from './deployed-stage.ts';
import { addRunbookAlarm } from './runbook-alarm.ts';
import {
  type Environment,
  type EnvSchema,
  SyncFunction,
  type SyncFunctionProps,
} from './sync-function.ts';

export interface QueueWorkerProps<S extends EnvSchema>
  extends Omit<SyncFunctionProps<S>, 'environment' | 'reservedConcurrency'> {
  /** Without `.fifo`. */
  readonly queueName: `changes-${Target}` | 'write-backs' | 'token-refreshes' | 'pages' | 'nights';
  /** One sentence: what people notice when this queue stops. Printed in its alarms. */
  readonly impact: string;
  /** Given the worker's own queue, which it needs to move visibilities. */
  readonly environment: (queueUrl: string) => Environment<S>;
  /** Workers at once; see `workerConcurrency`. */
  readonly maximumConcurrency: number;
}

/** A FIFO queue, its dead-letter queue, the function that drains it, and the alarms. */
export class QueueWorker<S extends EnvSchema> extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;
  readonly worker: SyncFunction<S>;

  constructor(scope: Construct, id: string, props: QueueWorkerProps<S>) {
    super(scope, id);
    requireShortTimeout(props.timeout);
    const { names } = deployedStageOf(this);
    this.deadLetters = new Queue(this, 'DeadLetters', {
      ...fifo,
      queueName: names.queue(`${props.queueName}-dlq.fifo`),
      // The longest that SQS keeps anything: time for people to look before evidence is gone.
      retentionPeriod: Duration.days(14),
    });
    this.queue = new Queue(this, 'Queue', {
      ...fifo,
      queueName: names.queue(`${props.queueName}.fifo`),
      // AWS's advice for queues that Lambda drains: throttled polls retry inside one visibility.
      visibilityTimeout: Duration.seconds(6 * props.timeout.toSeconds()),
      // A vendor that is down over a long weekend must not cost a change.
      retentionPeriod: Duration.days(14),
      // A mere backstop: every deferral for pacing counts as a receive. The worker counts attempts and parks.
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: 1_000 },
    });
    this.worker = new SyncFunction(this, 'Worker', {
      ...props,
      environment: props.environment(this.queue.queueUrl),
      // Below the mapping's maximum, Lambda would throttle deliveries and burn their receives.
      reservedConcurrency: props.maximumConcurrency,
    });
    this.#addMapping(props);
    this.#addAlarms(props);
  }

  /** By hand, because the library's event source also grants `sqs:GetQueueUrl`, which nobody calls. */
  #addMapping({ folder, name = folder, maximumConcurrency }: QueueWorkerProps<S>): void {
    const actions = [
      'sqs:ReceiveMessage',
      'sqs:ChangeMessageVisibility',
      'sqs:DeleteMessage',
      'sqs:GetQueueAttributes',
    ];
    const resources = [this.queue.queueArn];
    this.worker.role.addToPolicy(new PolicyStatement({ actions, resources }));
    // The id that the library's event source gives: under another one, a second mapping of the same
    // queue would be made before the first is gone, which Lambda refuses.
    this.worker.function.addEventSourceMapping(
      `SqsEventSource:${Names.nodeUniqueId(this.queue.node)}`,
      {
        eventSourceArn: this.queue.queueArn,
        // No filter: what a filter does not match is deleted for good. No window: FIFO has none.
        batchSize: 10,
        reportBatchItemFailures: true,
        maxConcurrency: maximumConcurrency,
        // A poller that finds its function without concurrency uses up receives for nothing.
        enabled: !deployedStageOf(this).isPaused(name),
      },
    );
  }

  #addAlarms({ queueName, impact }: Pick<QueueWorkerProps<S>, 'queueName' | 'impact'>): void {
    addRunbookAlarm(this, 'DeadLettersAlarm', {
      name: `${queueName}-dead-letters`,
      impact,
      metric: this.deadLetters.metricApproximateNumberOfMessagesVisible({
        period: Duration.minutes(5),
        statistic: 'Maximum',
      }),
      threshold: 0,
    });
    addRunbookAlarm(this, 'OldestMessageAlarm', {
      name: `${queueName}-oldest-message`,
      impact,
      metric: this.queue.metricApproximateAgeOfOldestMessage({
        period: Duration.minutes(5),
        statistic: 'Maximum',
      }),
      // At 60 calls a minute and 3 calls a document, a month-end run of 1,200 documents takes an hour.
      threshold: Duration.hours(1).toSeconds(),
    });
  }
}

/** High throughput: order and deduplication per operator, so that no operator sees another's load or ids. */
const fifo = {
  fifo: true,
  deduplicationScope: DeduplicationScope.MESSAGE_GROUP,
  fifoThroughputLimit: FifoThroughputLimit.PER_MESSAGE_GROUP_ID,
  encryption: QueueEncryption.SQS_MANAGED,
  enforceSSL: true,
} as const satisfies QueueProps;

/** @throws Error outside 30 to 60 s: a crashed worker blocks its operator for 6 times as long. */
function requireShortTimeout(timeout: Duration): void {
  const seconds = timeout.toSeconds();
  if (seconds >= 30 && seconds <= 60) return;
  throw new Error(`A queue worker's timeout is 30 to 60 s, not ${seconds} s.`);
}
