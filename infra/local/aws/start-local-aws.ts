import { type CallCounter, createCallCounter } from './common/call-counter.ts';
import { type Clock, systemClock } from './common/clock.ts';
import type { RunningServer } from './common/json-server.ts';
import { startDynamoDbServer } from './dynamodb/server.ts';
import { startKmsServer } from './kms/server.ts';
import { startSecretsServer } from './secrets/server.ts';
import type { Mailbox } from './ses/mailbox.ts';
import { startSesServer } from './ses/server.ts';
import { startSqsServer } from './sqs/api/server.ts';
import type { SqsCore } from './sqs/sqs-core.ts';

/** One entry per emulated service. */
export interface PerService<Value> {
  readonly sqs: Value;
  readonly dynamodb: Value;
  readonly kms: Value;
  readonly secretsManager: Value;
  readonly ses: Value;
}

export interface LocalAwsOptions {
  /** Read by SQS and Secrets Manager; after moving it call `sqs.tick()`. */
  readonly clock?: Clock;
  /** Ports on 127.0.0.1; a service without one, or with 0, takes any free port. */
  readonly ports?: Partial<PerService<number>>;
  /** Lets a later run decrypt what this run encrypted. */
  readonly kmsSeed?: string;
}

export interface LocalAws {
  readonly endpoints: PerService<string>;
  /** The queues in process, past the HTTP front. */
  readonly sqs: SqsCore;
  /** Mails that were sent; nothing leaves this machine. */
  readonly mailbox: Mailbox;
  /** Requests over HTTP so far, keyed like `dynamodb.UpdateItem`. */
  readonly calls: CallCounter;
  stop(): Promise<void>;
}

/** Starts every emulated AWS service in this process, on 127.0.0.1; stops all of them if one fails. */
export async function startLocalAws(options: LocalAwsOptions = {}): Promise<LocalAws> {
  const calls = createCallCounter();
  const started = await startAll(options, calls);
  const { sqs, dynamodb, kms, secretsManager, ses } = started;
  return {
    endpoints: {
      sqs: sqs.endpoint,
      dynamodb: dynamodb.endpoint,
      kms: kms.endpoint,
      secretsManager: secretsManager.endpoint,
      ses: ses.endpoint,
    },
    sqs: sqs.core,
    mailbox: ses.mailbox,
    calls,
    stop: () => stopAll([sqs, dynamodb, kms, secretsManager, ses]),
  };
}

async function startAll(options: LocalAwsOptions, calls: CallCounter) {
  const clock = options.clock ?? systemClock;
  const ports = options.ports ?? {};
  const running: RunningServer[] = [];
  const keep = <Server extends RunningServer>(server: Server): Server => {
    running.push(server);
    return server;
  };
  const onCall = (service: keyof PerService<never>) => (operation: string) =>
    calls.record(service, operation);
  try {
    return {
      sqs: keep(await startSqsServer({ clock, port: ports.sqs ?? 0, onCall: onCall('sqs') })),
      dynamodb: keep(
        await startDynamoDbServer({ port: ports.dynamodb ?? 0, onCall: onCall('dynamodb') }),
      ),
      kms: keep(
        await startKmsServer({
          port: ports.kms ?? 0,
          onCall: onCall('kms'),
          ...(options.kmsSeed === undefined ? {} : { seed: options.kmsSeed }),
        }),
      ),
      secretsManager: keep(
        await startSecretsServer({
          clock,
          port: ports.secretsManager ?? 0,
          onCall: onCall('secretsManager'),
        }),
      ),
      ses: keep(await startSesServer({ clock, port: ports.ses ?? 0, onCall: onCall('ses') })),
    };
  } catch (error) {
    // A port is taken: leave nothing behind, then let the caller see why.
    await stopAll(running);
    throw error;
  }
}

async function stopAll(servers: readonly RunningServer[]): Promise<void> {
  await Promise.all(servers.map((server) => server.stop()));
}
