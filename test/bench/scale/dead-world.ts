import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { ReceivedMessage } from '../../../infra/local/aws/sqs/message/received-message.ts';
import { SqsCore } from '../../../infra/local/aws/sqs/sqs-core.ts';
import type { Applier } from '../../../shared/application/apply-changes/applier.ts';
import { applyChanges } from '../../../shared/application/apply-changes/apply-changes.ts';
import type { Connection } from '../../../shared/contracts/connection-item.ts';
import { type ChangeMessage, changesQueueMessage } from '../../../shared/contracts/messages.ts';
import { skipped } from '../../../shared/domain/apply/outcome.ts';
import { NotConnectedError } from '../../../shared/domain/errors/errors.ts';
import type { Connections } from '../../../shared/ports/connections.ts';
import type { Source } from '../../../shared/ports/source.ts';
import { type Disposition, queueWorker } from '../../../shared/runtime/queue-worker.ts';
import { sourceReader } from '../../../shared/source/clients.ts';
import { aConnection } from '../../builders/a-connection.ts';
import { aStoraContact } from '../../builders/a-stora-contact.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { FakeCrypto } from '../../fakes/fake-crypto.ts';
import { InMemoryActivities } from '../../fakes/in-memory-activities.ts';
import { InMemoryAside } from '../../fakes/in-memory-aside.ts';
import { InMemoryDocuments } from '../../fakes/in-memory-documents.ts';
import { InMemoryIssues } from '../../fakes/in-memory-issues.ts';
import { InMemoryLinks } from '../../fakes/in-memory-links.ts';
import { InMemoryRecordCounts } from '../../fakes/in-memory-record-counts.ts';
import { InMemoryTries } from '../../fakes/in-memory-tries.ts';
import { RecordingLog } from '../../fakes/recording-log.ts';
import { RecordingPacer } from '../../fakes/recording-pacer.ts';
import { RecordingChangeQueue, RecordingWriteBackQueue } from '../../fakes/recording-queues.ts';

export interface DeadWorldOptions {
  /** Operators whose ledger has to be connected again. */
  dead: number;
  live: number;
  /** Of the queue; 120,000 at AWS. */
  groupLookAhead: number;
  /** As it was before: what waits for a reconnect stays on the queue, hidden for 15 minutes at a time. */
  staysOnQueue?: boolean;
}

const visibilitySeconds = 270;
const waitSeconds = 900;
const queueName = 'changes-xero.fifo';

export type DeadWorld = ReturnType<typeof openDeadWorld>;

/** One target's queue and worker, as deployed, with operators some of whom have a dead connection. */
export function openDeadWorld(options: DeadWorldOptions) {
  const clock = new FakeClock();
  let ids = 0;
  const nextId = () => {
    ids += 1;
    return String(ids);
  };
  const { groupLookAhead } = options;
  const core = new SqsCore({ clock: { now: () => clock.nowEpochMs() }, nextId, groupLookAhead });
  const { QueueUrl } = core.createQueue({
    QueueName: queueName,
    Attributes: {
      FifoQueue: 'true',
      DeduplicationScope: 'messageGroup',
      FifoThroughputLimit: 'perMessageGroupId',
      VisibilityTimeout: String(visibilitySeconds),
    },
  });
  const rows = connectionRows(options);
  const connections = listing(rows);
  const aside = new InMemoryAside(connections);
  /** Of each operator, the events in the order in which they were applied. */
  const applied = new Map<string, string[]>();
  const isDead = (operatorId: string) =>
    rows.get(operatorId)?.some(({ status }) => status === 'needs_reconnect') ?? false;
  const ports = portsOf({ clock, connections, aside, applied, isDead });
  const stays: Disposition = {
    kind: 'deferred',
    reason: 'needs_reconnect',
    retryAfterSeconds: waitSeconds,
  };
  const worker = queueWorker(() => ({
    schema: changesQueueMessage,
    handle: async (received) =>
      options.staysOnQueue && isDead(received[0]?.message.operatorId ?? '')
        ? received.map(() => stays)
        : applyChanges(received, ports),
    deferrer: { defer: async (handles, seconds) => hide(core, QueueUrl, { handles, seconds }) },
    log: ports.log,
    metrics: Object.assign(ports.log, { flush: () => undefined }),
  }));
  return {
    clock,
    core,
    queueUrl: QueueUrl,
    aside,
    applied,
    operators: [...rows.keys()],
    isDead,
    reviveAll: () => {
      for (const own of rows.values()) for (const row of own) row.status = 'connected';
    },
    send: (operatorId: string, at: number) => {
      const body = changeOf(operatorId, at);
      put(core, QueueUrl, { operatorId, id: body.eventId, body });
    },
    ask: (operatorId: string) =>
      put(core, QueueUrl, {
        operatorId,
        id: `asked-${operatorId}`,
        body: { schemaVersion: 1, operatorId, target: 'xero', asks: 'aside' },
      }),
    /** Returns the ids of what stays on the queue. */
    work: async (messages: readonly ReceivedMessage[]): Promise<Set<string>> => {
      const answer = (await worker(eventOf(messages), {} as never)) as SQSBatchResponse;
      return new Set(answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    },
  };
}

function connectionRows({ dead, live }: DeadWorldOptions): Map<string, Connection[]> {
  const rowsOf = (operatorId: string, status: Connection['status']): [string, Connection[]] => [
    operatorId,
    [
      aConnection({ operatorId, provider: 'stora', epoch: 1 }),
      aConnection({ operatorId, provider: 'xero', epoch: 1, status }),
    ],
  ];
  return new Map([
    ...Array.from({ length: dead }, (_, at) => rowsOf(`dead-${at}`, 'needs_reconnect')),
    ...Array.from({ length: live }, (_, at) => rowsOf(`live-${at}`, 'connected')),
  ]);
}

function listing(rows: ReadonlyMap<string, Connection[]>): Connections {
  const list = async (operatorId: string) => structuredClone(rows.get(operatorId) ?? []);
  return { list } as unknown as Connections;
}

function portsOf(parts: {
  clock: FakeClock;
  connections: Connections;
  aside: InMemoryAside;
  applied: Map<string, string[]>;
  isDead: (operatorId: string) => boolean;
}) {
  const { clock, applied, isDead } = parts;
  const log = new RecordingLog();
  const applier: Applier = {
    open: async ({ operatorId }) => {
      if (isDead(operatorId)) throw new NotConnectedError('xero', 'needs_reconnect');
      return {
        forgetReadUntil: () => undefined,
        apply: async (units) => {
          const events = units.flatMap(({ messages }) => messages.map(({ eventId }) => eventId));
          applied.set(operatorId, [...(applied.get(operatorId) ?? []), ...events]);
          return [];
        },
        payOwed: async () => skipped('duplicate'),
        standWords: () => '',
      };
    },
    findCreated: async () => undefined,
    standWords: () => '',
  };
  return {
    connections: parts.connections,
    aside: parts.aside,
    applier,
    links: new InMemoryLinks(clock),
    issues: new InMemoryIssues(),
    activities: new InMemoryActivities(),
    counts: new InMemoryRecordCounts(),
    documents: new InMemoryDocuments(),
    tries: new InMemoryTries(),
    writeBacks: new RecordingWriteBackQueue(),
    changes: new RecordingChangeQueue(),
    sourceFor: () => ({}) as Source,
    sourceReader,
    pacer: new RecordingPacer(),
    clock,
    crypto: new FakeCrypto(),
    log,
    metrics: log,
  };
}

function changeOf(operatorId: string, at: number): ChangeMessage {
  const sourceId = `con_${at}`;
  const instant = new Date(Date.UTC(2026, 10, 1) + at * 1_000).toISOString();
  return {
    schemaVersion: 1,
    operatorId,
    target: 'xero',
    kind: 'contact',
    sourceId,
    epoch: 1,
    eventId: `${operatorId}-${at}`,
    eventType: 'contact.created',
    occurredAt: instant,
    receivedAt: instant,
    resource: aStoraContact({ id: sourceId, updated_at: instant }),
  };
}

function put(
  core: SqsCore,
  QueueUrl: string,
  { operatorId, id, body }: { operatorId: string; id: string; body: object },
): void {
  core.sendMessage({
    QueueUrl,
    MessageBody: JSON.stringify(body),
    MessageGroupId: operatorId,
    MessageDeduplicationId: id,
  });
}

function hide(
  core: SqsCore,
  QueueUrl: string,
  { handles, seconds }: { handles: string[]; seconds: number },
): unknown[] {
  const Entries = handles.map((ReceiptHandle, at) => ({
    Id: String(at),
    ReceiptHandle,
    VisibilityTimeout: Math.max(2, seconds),
  }));
  core.changeMessageVisibilityBatch({ QueueUrl, Entries });
  return [];
}

function eventOf(messages: readonly ReceivedMessage[]): SQSEvent {
  return {
    Records: messages.map(({ MessageId, ReceiptHandle, Body, Attributes }) => ({
      messageId: MessageId,
      receiptHandle: ReceiptHandle,
      body: Body,
      attributes: Attributes ?? {},
    })),
  } as unknown as SQSEvent;
}
